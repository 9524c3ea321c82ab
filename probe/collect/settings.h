/* SPDX-License-Identifier: BSD-2-Clause */
/* Finding the settings of TPM programs in the files that set variables. Pure: takes any text. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

/* The variables that count, NULL-terminated. */
extern const char *const settings_names[];

/* A variable that a text sets: "NAME=value", after "export" or "Environment=", quoted or not. */
struct setting_span {
	const char *name; /* of settings_names[] */
	const char *value;
	size_t size;
};

/* The next one behind *at (text at first); moves *at. Comments are passed over. */
bool settings_next(const char **at, struct setting_span *ret_setting);

/* What stands behind the next `env_keep` of a sudoers file, up to the end of its line; moves *at. */
bool settings_next_kept(const char **at, const char **ret_words, size_t *ret_size);

#endif
