/* SPDX-License-Identifier: BSD-2-Clause */
/* A connection to D-Bus, bounded in time. */
#ifndef COLLECT_BUS_H
#define COLLECT_BUS_H

#include <stdbool.h>

#include "library-systemd.h"

#define BUS_TIMEOUT_US 2000000 /* of connecting, and of each call */

/*
 * Connect to the system's bus (session: the user's), and wait until it has said hello: sd-bus itself
 * waits 90 s for one that is silent. Returns 0; -ETIMEDOUT; -ENOPKG: libsystemd is missing; -errno. Take it down with bus_close(), which
 * sends nothing more.
 */
int bus_open(bool session, sd_bus **ret_bus);
void bus_close(sd_bus **bus);

#endif
