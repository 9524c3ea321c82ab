/* SPDX-License-Identifier: BSD-2-Clause */
/* Connecting to D-Bus. */
#include "bus.h"

#include <errno.h>

#include "clock.h"

void bus_close(sd_bus **bus)
{
	if (*bus)
		sd_bus_close_unref(*bus);
}

int bus_open(bool session, sd_bus **ret_bus)
{
	const uint64_t end_us = now_ns() / 1000 + BUS_TIMEOUT_US;
	sd_bus *bus = NULL;
	int r;

	if (!library_load(&library_systemd))
		return -ENOPKG;
	r = session ? sd_bus_open_user(&bus) : sd_bus_open_system(&bus);
	while (r >= 0 && (r = sd_bus_is_ready(bus)) == 0) {
		uint64_t now_us = now_ns() / 1000;

		r = sd_bus_process(bus, NULL);
		if (r == 0)
			r = now_us < end_us ? sd_bus_wait(bus, end_us - now_us) : -ETIMEDOUT;
	}
	if (r < 0) {
		bus_close(&bus);
		return r;
	}
	*ret_bus = bus;
	return 0;
}
