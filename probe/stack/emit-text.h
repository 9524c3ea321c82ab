/* SPDX-License-Identifier: BSD-2-Clause */
/* A text of emit in the making. */
#ifndef EMIT_TEXT_H
#define EMIT_TEXT_H

#include "report.h"

/* What is wanted. Texts may be NULL: then the default of each, by what the report knows. */
struct emit_request {
	const char *format;	  /* of emit_formats[] */
	const char *interface;	  /* "device", "tabrmd" */
	const char *device_conf;  /* what stands behind "device:" */
	const char *tabrmd_conf;  /* what stands behind "tabrmd:" */
	const char *unit;	  /* systemd: only for this unit */
	const char *profile_name; /* of FAPI */
	const char *ek_cert_less; /* "yes", "no", "auto" */
	bool pkcs11;		  /* also the store of tpm2-pkcs11, for all users */
	const char *fapi_config;  /* text of the FAPI configuration that is there, or NULL */
};

enum { EMIT_VARIABLES_MAX = 12 };
struct emit_variables {
	struct {
		const char *name, *value;
	} items[EMIT_VARIABLES_MAX];
	size_t count;
};

struct emit {
	struct report *report;
	const struct emit_request *request;
	struct emission *emission;
	const char *interface, *conf, *tcti;
	bool found; /* by looking at the machine, not by the request */
	struct emit_variables variables;
};

void emit_line(struct emit *emit, const char *format, ...) __attribute__((format(printf, 2, 3)));
void emit_note(struct emit *emit, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Only letters, digits, "_.-" and those of `also`: what means nothing to anybody who reads these files. */
bool emit_is_plain(const char *text, const char *also);

#endif
