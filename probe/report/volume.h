/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is bound to the TPM, and whether the TPM will release it: volumes, and other holders of sealed
 * secrets (credentials, key files). Part of the report (report.h). Tables in fields-boot.c.
 */
#ifndef REPORT_VOLUME_H
#define REPORT_VOLUME_H

#include "fact.h"

/* A PCR whose value is not the one that the key was sealed to. */
struct pcr_difference {
	struct number_fact pcr;
	struct text_fact bank;
	struct text_fact now, then; /* hexadecimal; then absent: no candidate matches the digest */
	struct text_fact event;	    /* the event of the log that differs; absent: not known */
	struct text_fact why;	    /* its human cause */
};

/* One of the four questions of a binding: "keyslot", "load", "policy", "authorization". */
struct volume_answer {
	struct text_fact question;
	struct text_fact answer;   /* "yes", "no", "unknown" */
	struct text_fact evidence; /* what was looked at, and what it showed */
};

/* A part of clevis' sss: as a binding, with what decides about it. */
struct volume_leaf {
	struct text_fact kind, bank;
	struct list_fact pcrs;	      /* numbers */
	struct text_fact verdict;     /* as of the binding */
	struct list_fact causes;      /* texts */
	struct list_fact pcrs_differ; /* struct pcr_difference */
	struct list_fact answers;     /* struct volume_answer */
};

struct volume_binding {
	struct number_fact token;  /* number of the LUKS2 token or LUKS1 slot; absent: no token */
	struct text_fact kind;	   /* "systemd-tpm2", "clevis-tpm2", "clevis-sss", ... "none" */
	struct list_fact keyslots; /* numbers */
	struct text_fact bank;	   /* of the PCRs; absent: none, or the binding does not name it */
	struct list_fact pcrs;	   /* numbers: of the literal PCR policy */
	struct number_fact pin;
	struct list_fact signed_pcrs; /* numbers: of the signed policy */
	struct number_fact pcrlock;
	struct text_fact verdict;     /* "should_unlock", "will_not_unlock", "unknown" */
	struct list_fact causes;      /* texts; "none" where nothing is in the way */
	struct list_fact pcrs_differ; /* struct pcr_difference */
	struct list_fact answers;     /* struct volume_answer */
	struct list_fact bindings;    /* struct volume_leaf: the parts of clevis' sss */
	struct number_fact threshold; /* of sss: so many leaves are needed */
	struct number_fact parent;    /* handle of the parent key; absent: made anew each time */
	struct number_fact counts_failures; /* its authorization counts towards the lockout */
	struct text_fact remedy;
	struct list_fact commands; /* texts: the remedy for a shell; "# " begins a hint */
};

/* What a program wrote into the journal of this boot when it tried. */
struct volume_attempt {
	struct text_fact unit;
	struct text_fact message;
	struct text_fact meaning; /* absent: the message says nothing of the TPM */
};

struct volume {
	struct text_fact source;   /* device, file or name, as it was given or found */
	struct text_fact uuid;	   /* of the LUKS header */
	struct text_fact name;	   /* "luks-root": of the mapping; absent: nobody names it */
	struct text_fact format;   /* "luks2", "luks1", "systemd-creds", "tss2-key", "grub-key" */
	struct text_fact header;   /* file of a detached header; absent: on the volume itself */
	struct text_fact error;	   /* why the header could not be read */
	struct text_fact verdict;  /* the best of its bindings */
	struct text_fact summary;  /* the verdict as a sentence */
	struct list_fact causes;   /* texts: those of its bindings */
	struct number_fact wanted; /* this machine's configuration wants the TPM to unlock it */
	struct text_fact options;  /* those of crypttab(5), or of the kernel command line */
	struct number_fact keyslots_used;
	struct list_fact bindings; /* struct volume_binding */
	struct list_fact attempts; /* struct volume_attempt */
	struct list_fact notes;	   /* texts: what is fragile, or needs care */
};

#endif
