/* SPDX-License-Identifier: BSD-2-Clause */
/* What the names of files say: nothing of what is in them, but which belong together. */
#ifndef IMPORT_FILE_NAME_H
#define IMPORT_FILE_NAME_H

#include <stdbool.h>
#include <stddef.h>

enum getcap_group {
	GETCAP_NONE = 0,
	GETCAP_PROPERTIES_FIXED,
	GETCAP_PROPERTIES_VARIABLE,
	GETCAP_ALGORITHMS,
	GETCAP_COMMANDS,
	GETCAP_PCRS,
	GETCAP_ECC_CURVES,
	GETCAP_HANDLES_TRANSIENT,
	GETCAP_HANDLES_PERSISTENT,
	GETCAP_HANDLES_PERMANENT,
	GETCAP_HANDLES_PCR,
	GETCAP_HANDLES_NV_INDEX,
	GETCAP_HANDLES_LOADED_SESSION,
	GETCAP_HANDLES_SAVED_SESSION,
	GETCAP_PCRREAD, /* tpm2_pcrread; tpm2_pcrlist before version 4 */
};

/* The group whose name stands anywhere in a text of size bytes; blanks and '_' count as '-'. */
enum getcap_group getcap_group(const char *name, size_t size);

/* The group as tpm2_getcap calls it. */
const char *getcap_group_name(enum getcap_group group);

/*
 * Whose file it is: its name without ending, without the words for what programs print, and without what
 * stands between words: "alice" for "alice-properties-fixed.txt", "" for "tpm2_getcap_pcrs". malloc'd.
 */
char *file_owner(const char *name);

/* It may be a text, as far as its name's ending tells. */
bool may_be_text(const char *name);

#endif
