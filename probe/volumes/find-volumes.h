/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which volumes a run is about: those that are named, or every LUKS volume that udev, crypttab(5) and the
 * kernel command line know. Nothing but small files of /etc, /proc, /sys and /run is read for it.
 */
#ifndef FIND_VOLUMES_H
#define FIND_VOLUMES_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "root.h"

enum { VOLUMES_MAX = 256 };

/* What is known of a volume before its header is read. Texts are cleaned, but for path and header, which
 * are for opening. NULL: not known. */
struct volume_source {
	const char *source; /* as it was given, or its node: "/dev/sda3" */
	const char *path;   /* what to open; NULL: nothing was found */
	const char *uuid, *name, *options;
	const char *header; /* detached; NULL: the header is on the volume itself */
	bool is_named;	    /* the user named it */
	bool wants_tpm;	    /* crypttab or the kernel command line ask for a TPM */
	bool in_initrd;	    /* the initrd unlocks it */
	bool is_configured; /* crypttab or the kernel command line know it */
	bool has_crypttab_line;
	bool is_open; /* a mapping of it exists now */
};

struct volume_sources {
	struct volume_source items[VOLUMES_MAX];
	size_t count;		     /* more than VOLUMES_MAX are passed over */
	struct volume_source *known; /* all that this machine knows, n_known of them */
	size_t n_known;
};

/*
 * named: n of them, none: all that are known. header: of --header, for the one that is named; or NULL.
 */
void volumes_find(struct arena *arena, const struct root *root, const char *const *named, size_t n,
		  const char *header, struct volume_sources *ret_sources);

/* The header says which volume it is: take over what this machine knows of it. */
void volume_identify(const struct volume_sources *sources, const char *uuid,
		     struct volume_source *source);

#endif
