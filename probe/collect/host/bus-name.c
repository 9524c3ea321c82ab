/* SPDX-License-Identifier: BSD-2-Clause */
/* Has a name on a bus an owner? Nobody is started for it. */
#include "bus-name.h"

#include "bus.h"
#include "cleanup.h"
#include "library-systemd.h"

static void unref_message(sd_bus_message **message)
{
	if (*message)
		sd_bus_message_unref(*message);
}

int bus_name_has_owner(const char *name, bool session)
{
	_cleanup_(unref_message) sd_bus_message *message = NULL, *reply = NULL;
	_cleanup_(bus_close) sd_bus *bus = NULL;
	int owned = 0, r = bus_open(session, &bus);

	if (r >= 0)
		r = sd_bus_message_new_method_call(bus, &message, "org.freedesktop.DBus",
						   "/org/freedesktop/DBus", "org.freedesktop.DBus",
						   "NameHasOwner");
	if (r >= 0)
		r = sd_bus_message_append(message, "s", name);
	if (r >= 0)
		r = sd_bus_call(bus, message, BUS_TIMEOUT_US, NULL, &reply);
	if (r >= 0)
		r = sd_bus_message_read(reply, "b", &owned);
	return r < 0 ? r : owned != 0;
}
