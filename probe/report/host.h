/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine around the TPMs, as far as rules ask: part of the report (report.h). */
#ifndef REPORT_HOST_H
#define REPORT_HOST_H

#include "fact.h"

/* A setting that chooses a TCTI, or changes what tpm2-tss does. */
struct setting {
	struct text_fact name; /* "TPM2TOOLS_TCTI" */
	struct text_fact value;
	struct text_fact source; /* "environment" (the caller's), or file and line that set it */
	/* Who sees it: "login shells", "units", "user units", "systemd", or one unit's name. Absent:
	 * the caller's environment. */
	struct text_fact scope;
	struct text_fact fault; /* why the line has no effect; absent: it has */
	/* Who but root and the caller may change it: "/srv/env belongs to www"; absent: nobody. */
	struct text_fact writer;
};

/* A TCTI module that the loader finds. */
struct tcti_library {
	struct text_fact name; /* "device": what stands ahead of the colon in a TCTI string */
	struct text_fact path;
	struct text_fact target; /* of a symbolic link, its last part; absent: a file itself */
};

/* A file of udev rules about TPMs, and which nodes it has rules for. */
struct udev_rules {
	struct text_fact path;
	struct number_fact tpm, tpmrm;
};

struct account {
	struct text_fact user;
	struct number_fact uid;
	struct list_fact groups;		/* texts: that the process carries */
	struct list_fact database_groups;	/* texts: those of the group database */
	struct number_fact tss_user, tss_group; /* such an account, such a group exists */
};

/* tpm2-abrmd, asked of the bus without starting it. */
struct abrmd {
	struct number_fact bus; /* the system bus answers */
	struct number_fact owned, activatable;
	struct text_fact unit_state, device_state; /* of tpm2-abrmd.service, dev-tpm0.device */
	struct text_fact policy;		   /* file of the bus's policy for it */
	struct list_fact policy_users, policy_groups;
	struct text_fact arguments; /* of its command line */
	struct number_fact processes;
};

/* The configuration of tpm2-tss' feature API, and the profile that it names. */
struct fapi {
	struct text_fact config, error; /* file; what is wrong with its JSON */
	struct text_fact writer; /* who but root and the caller may change it; absent: nobody */
	struct list_fact missing_keys; /* texts: mandatory keys that are not there */
	struct list_fact faults;       /* struct fapi_fault: the configuration, line by line */
	struct number_fact tcti_line;  /* on which `tcti` stands */
	struct text_fact tcti, profile_name, profile_dir, user_dir, system_dir, log_dir;
	struct text_fact ek_cert_less;	      /* as JSON */
	struct text_fact ek_fingerprint_type; /* "object", "string" ... */
	struct text_fact ek_cert_file;
	struct text_fact profile, profile_error; /* file; what is wrong with its JSON */
	struct text_fact key_type;		 /* "rsa 2048", "ecc p256" */
	struct number_fact profile_ek_cert_less; /* in the profile, where it has no effect */
	struct list_fact unknown_words;		 /* texts: in the profile's templates */
	struct list_fact pcr_banks;		 /* texts: of the profile's pcr_selection */
	struct list_fact algorithms;		 /* texts: that the profile names, "sha256" */
	struct text_fact srk_template;
	struct text_fact srk_file; /* keystore's object of the SRK; absent: not provisioned */
	struct number_fact system_mode;
	struct text_fact system_owner, system_group;
};

/* A process that has a node of a TPM open. */
struct holder {
	struct text_fact node;
	struct number_fact pid;
	struct text_fact command, executable, unit;
};

/* An installed package of a program or library that uses TPMs, or is one. */
struct package {
	struct text_fact name;	  /* of its source: "tpm2-tss" */
	struct text_fact version; /* as the distribution writes it: "3.2.1-3" */
};

struct host {
	struct number_fact time;   /* seconds since 1970 */
	struct number_fact uptime; /* seconds since the kernel started, suspended or not */
	struct text_fact container, cmdline;
	struct text_fact bios_date;   /* as the firmware tells it: MM/DD/YYYY */
	struct list_fact sleep_modes; /* texts: how "mem" sleeps here; "deep" cuts power */
	struct account account;
	struct list_fact other_nodes;	 /* texts: of TPMs that were not selected, and left out */
	struct list_fact settings;	 /* struct setting */
	struct list_fact sudo_keeps;	 /* texts: variables that sudo lets through */
	struct list_fact tcti_libraries; /* struct tcti_library */
	struct list_fact udev_rules;	 /* struct udev_rules */
	struct abrmd abrmd;
	struct fapi fapi;
	struct text_fact random_current;
	struct list_fact random_available;   /* texts */
	struct list_fact holders;	     /* struct holder */
	struct number_fact holders_complete; /* every process could be looked at */
	struct list_fact kernel_log;	     /* texts: lines about TPMs */
	struct text_fact kernel_log_source;
	struct list_fact audit_log;	 /* texts: refusals of TPM nodes, as auditd wrote them */
	struct list_fact kernel_modules; /* texts: about TPMs, as lsmod prints them */
	struct list_fact service_log;	 /* texts: lines of systemd's services about TPMs */
	struct list_fact fwupd_security; /* texts: "TPM v2.0: Found", as fwupdmgr prints them */
	struct list_fact tpm2_support;	 /* texts: "+firmware", "-driver", as systemd prints them */
	struct number_fact securityfs;	 /* it is mounted */
	struct number_fact tpm2_generator; /* systemd waits for a TPM that firmware announces */
	struct text_fact systemd_srk;	   /* public key that systemd keeps, DER, hexadecimal */
	struct text_fact pkcs11_store;	   /* directory of tpm2-pkcs11's store */
	struct text_fact kernel_build;	   /* what /proc/version says behind the compiler */
	struct text_fact me_firmware;	   /* Intel: version of the management engine */
	struct list_fact packages;	   /* struct package */
	struct list_fact vulnerabilities;  /* struct vulnerability: of the kernel and of packages */
};

#endif
