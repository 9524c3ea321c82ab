/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Encrypted volumes as this machine's configuration names them: crypttab(5), and the kernel command line
 * as systemd-cryptsetup-generator(8) reads it. Pure; any bytes may come. Results are arena memory, cleaned.
 */
#ifndef CONFIGURED_H
#define CONFIGURED_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

enum { CONFIGURED_MAX = 256 };

struct configured_volume {
	const char *name;    /* of the mapping; NULL: nobody names it */
	const char *device;  /* "/dev/sda3", "UUID=...", as it stands there */
	const char *options; /* the fourth field, or rd.luks.options=; "" if there are none */
	bool on_command_line;
};

struct configured {
	struct configured_volume items[CONFIGURED_MAX];
	size_t count; /* more than CONFIGURED_MAX are passed over */
	bool has_crypttab;
};

/* Lines of crypttab, size bytes. */
void configured_read_crypttab(struct arena *arena, struct configured *configured, const char *text,
			      size_t size);
/* rd.luks.uuid=, rd.luks.name=, rd.luks.options= and the same without "rd.". A volume that crypttab has
 * already gets only what is new. */
void configured_read_command_line(struct arena *arena, struct configured *configured,
				  const char *text, size_t size);

/* The value of NAME=VALUE among options, NULL if it is not there; "" for a bare NAME. Arena memory. */
const char *configured_option(struct arena *arena, const char *options, const char *name);

/* Do the options ask for a TPM? */
bool configured_wants_tpm(const char *options);

#endif
