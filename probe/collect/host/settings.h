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
	const char *before; /* what stands ahead of the name on its line */
	size_t before_size;
};

/* The next one of text behind *at (text at first); moves *at. Comments are passed over. */
bool settings_next(const char *text, const char **at, struct setting_span *ret_setting);

/* Files that set variables differ in what a line has to look like. */
enum settings_syntax {
	SETTINGS_SHELL,	      /* profile.d: NAME=value, exported */
	SETTINGS_PAM,	      /* /etc/environment: "export" is allowed */
	SETTINGS_ENVIRONMENT, /* environment.d(5), EnvironmentFile=: nothing ahead of the name */
	SETTINGS_UNIT,	      /* systemd.exec(5): Environment= */
	SETTINGS_MANAGER,     /* systemd-system.conf(5): DefaultEnvironment=, ManagerEnvironment= */
};

/* Why a setting that settings_next() found in text has no effect there; NULL: it has. */
const char *settings_fault(enum settings_syntax syntax, const char *text,
			   const struct setting_span *setting);

/* The file that the next EnvironmentFile= behind *at names, a path; moves *at. */
bool settings_next_file(const char **at, const char **ret_path, size_t *ret_size);

/* What stands behind the next `env_keep` of a sudoers file, up to the end of its line; moves *at. */
bool settings_next_kept(const char **at, const char **ret_words, size_t *ret_size);

#endif
