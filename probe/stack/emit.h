/* SPDX-License-Identifier: BSD-2-Clause */
/* Settings as texts: what makes programs use a TCTI, in the form of each place that can set it. */
#ifndef STACK_EMIT_H
#define STACK_EMIT_H

#include "report.h"
#include "stack.h"

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

/* NULL-terminated. */
extern const char *const emit_formats[];

/*
 * Append an emission to the report: lines, the path where they belong (absent: no place of their
 * own) and the mode. Returns NULL, or why a value of the request cannot be taken: the arena's.
 * No value gets in that means something to a shell, to systemd or to JSON.
 */
const char *emit_make(struct report *report, const struct emit_request *request,
		      struct emission **ret_emission);

/* Where a format is written to, the arena's; NULL: nowhere. The unit's name was checked. */
const char *emit_path(struct report *report, const struct emit_request *request);

/* Does what is there already belong to somebody else, and is changed rather than made? */
bool emit_replaces(const char *format);

/* ---- Between the files of this folder ------------------------------------------------------- */

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

void emit_generator(struct emit *emit);
void emit_docker(struct emit *emit);
void emit_dockerfile(struct emit *emit);
void emit_compose(struct emit *emit);
void emit_nixos(struct emit *emit);
void emit_fapi(struct emit *emit);

/* "yes" or "no", as FAPI accepts it; NULL: nobody knows, a note says why. */
const char *emit_ek_cert_less(struct emit *emit);
/* The profile asked for, the one configured, or what fits this TPM. */
const char *emit_profile(struct emit *emit);

#endif
