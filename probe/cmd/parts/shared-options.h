/* SPDX-License-Identifier: BSD-2-Clause */
/* Options that more than one command takes. Each is a group of its own, with its struct. */
#ifndef SHARED_OPTIONS_H
#define SHARED_OPTIONS_H

#include "cmd.h"

/* --fail-on, of doctor and fleet. */
struct fail_on_option {
	const char *severity; /* NULL: not given */
};
extern const struct option_group fail_on_option;

/* --log-file, of pcrs and attest. */
struct log_file_option {
	const char *path; /* NULL: not given */
};
extern const struct option_group log_file_option;

/* --boots, of whoever reads saved boots. */
struct boots_option {
	const char *directory; /* NULL: not given */
};
extern const struct option_group boots_option;

/* --file, of report and fleet. */
struct page_file_option {
	const char *path; /* "-": standard output; NULL: not given */
};
extern const struct option_group page_file_option;

/* --verify, of ek and attest. */
struct verify_option {
	const char *path;    /* NULL: not given */
	struct trust *trust; /* chain.h; what verify_option_open() read, or NULL */
};
extern const struct option_group verify_option;

/* Read the file of --verify, if it is given. Returns an exit status; on failure it has said why. The
 * caller frees the option's trust with trust_free(). */
int verify_option_open(struct run *run);

#endif
