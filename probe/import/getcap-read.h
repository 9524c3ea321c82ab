/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GETCAP_READ_H
#define GETCAP_READ_H

#include "getcap.h"

/* The group whose name stands anywhere in a file's name; blanks and '_' count as '-'. */
enum getcap_group getcap_group(const char *file_name);

/* The group as tpm2_getcap calls it. */
const char *getcap_group_name(enum getcap_group group);

/*
 * Read one group's text: any bytes. Returns 0, or -EBADMSG with ret_error, malloc'd: the line and
 * what is wrong with it, or that there is nothing of this group in the text. What was read up to
 * there stays.
 */
int getcap_read(struct getcap *getcap, enum getcap_group group, const char *text, size_t size,
		char **ret_error);

/* After the last group: identity, state, limits, and what one group tells of another. */
void getcap_end(struct getcap *getcap);

#endif
