/* SPDX-License-Identifier: BSD-2-Clause */
/* Has a name on a bus an owner? Nobody is started for it. */
#include "bus-name.h"

#include <errno.h>

#include "cleanup.h"
#include "library-systemd.h"

#define TIMEOUT_US 2000000

static void unref_bus(sd_bus **bus)
{
	if (*bus)
		sd_bus_flush_close_unref(*bus);
}

static void unref_message(sd_bus_message **message)
{
	if (*message)
		sd_bus_message_unref(*message);
}

int bus_name_has_owner(const char *name, bool session)
{
	_cleanup_(unref_message) sd_bus_message *message = NULL, *reply = NULL;
	_cleanup_(unref_bus) sd_bus *bus = NULL;
	int owned = 0, r = -ENOPKG;

	if (library_load(&library_systemd))
		r = session ? sd_bus_open_user(&bus) : sd_bus_open_system(&bus);
	if (r >= 0)
		r = sd_bus_message_new_method_call(bus, &message, "org.freedesktop.DBus",
						   "/org/freedesktop/DBus", "org.freedesktop.DBus",
						   "NameHasOwner");
	if (r >= 0)
		r = sd_bus_message_append(message, "s", name);
	if (r >= 0)
		r = sd_bus_call(bus, message, TIMEOUT_US, NULL, &reply);
	if (r >= 0)
		r = sd_bus_message_read(reply, "b", &owned);
	return r < 0 ? r : owned != 0;
}
