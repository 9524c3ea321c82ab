/* SPDX-License-Identifier: BSD-2-Clause */
/* proc_net_tcp(5): "  0: 0100007F:0911 00000000:0000 0A ..."; state 0A listens. */
#include "listeners.h"

#include <stdio.h>
#include <string.h>

bool listeners_have(const char *text, unsigned int port)
{
	while (*text) {
		unsigned int local, state;

		if (sscanf(text, " %*u: %*32[0-9A-Fa-f]:%4x %*32[0-9A-Fa-f]:%*4x %2x", &local,
			   &state) == 2 &&
		    state == 0x0a && local == port)
			return true;
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return false;
}
