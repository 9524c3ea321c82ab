/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opening a volume, an image, a header or a file with a sealed key, read-only, and finding what in it is
 * bound to a TPM. Nothing is written, and no lock is taken.
 */
#ifndef READ_VOLUME_H
#define READ_VOLUME_H

#include "find-volumes.h"
#include "luks-header.h"
#include "luks.h"
#include "unlock-binding.h"

struct volume_contents {
	struct volume_source source;
	int error;	   /* 0; -ENOMSG: nothing that is known; -EBADMSG: damaged; -errno */
	const char *fault; /* error: why, a clause; NULL: the errno says it */
	struct luks_header *header; /* NULL: it is no LUKS volume */
	uint64_t written_ms;	    /* a file: when it was last written, since 1970; 0: not known */
	struct unlock_binding *bindings; /* those that want a TPM */
	size_t n_bindings;
};

/* Read source and what its header says about it; contents->source is set in every case. */
void volume_read(struct arena *arena, const struct root *root, const struct volume_sources *sources,
		 const struct volume_source *source, struct volume_contents *contents);

#endif
