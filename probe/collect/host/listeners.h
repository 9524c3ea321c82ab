/* SPDX-License-Identifier: BSD-2-Clause */
/* Who listens on this machine, as /proc/net tells. Pure: takes any text. */
#ifndef COLLECT_LISTENERS_H
#define COLLECT_LISTENERS_H

#include <stdbool.h>

/* Does /proc/net/tcp's (or tcp6's) text hold a socket that listens on this port? */
bool listeners_have(const char *text, unsigned int port);

#endif
