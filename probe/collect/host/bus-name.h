/* SPDX-License-Identifier: BSD-2-Clause */
/* Names on D-Bus. */
#ifndef COLLECT_BUS_NAME_H
#define COLLECT_BUS_NAME_H

#include <stdbool.h>

/* 1: the name has an owner, 0: it has none, -errno: the system's (session: the user's) bus did not
 * tell. Starts nobody. */
int bus_name_has_owner(const char *name, bool session);

#endif
