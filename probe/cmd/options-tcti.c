/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of tcti and fapi. */
#include "options.h"

#define ROW(name, type, member, argument, choices, commands, help) \
	OPTION_ROW(name, 0, type, tcti_command.member, argument, choices, commands, help)

static const struct option_row rows[] = {
	ROW("for", OPTION_TEXT, needs, "NEED,...", NULL, "tcti",
	    "tcti recommend: for multi-user, boot, fapi, pkcs11, bench; all"),
	ROW("raw", OPTION_FLAG, raw, NULL, NULL, "tcti",
	    "tcti show, test: open raw nodes too, which serve one opener at a time"),
	ROW("interface", OPTION_TEXT, interface, "WAY", "device tabrmd", "tcti fapi",
	    "emit: device (default) or tabrmd"),
	ROW("device-conf", OPTION_TEXT, device_conf, "PATH", "@file", "tcti fapi",
	    "emit: the node (the resource manager's of the first TPM)"),
	ROW("tabrmd-conf", OPTION_TEXT, tabrmd_conf, "CONF", NULL, "tcti fapi",
	    "emit: bus_name=com.intel.tss2.Tabrmd"),
	ROW("unit", OPTION_TEXT, unit, "UNIT", NULL, "tcti",
	    "tcti emit systemd: for this unit alone"),
	ROW("pkcs11", OPTION_FLAG, pkcs11, NULL, NULL, "tcti",
	    "tcti emit: the store of tpm2-pkcs11 for all users, too"),
	ROW("profile-name", OPTION_TEXT, profile_name, "PROFILE", NULL, "tcti fapi",
	    "emit fapi, nixos: the profile, e.g. P_RSA2048SHA256"),
	ROW("ek-cert-less", OPTION_TEXT, ek_cert_less, "WHEN", "yes no auto", "tcti fapi",
	    "emit fapi, nixos: do without an EK certificate; auto: if the TPM has none that fits"),
	ROW("write", OPTION_FLAG, write, NULL, NULL, "tcti fapi",
	    "emit: put it where it belongs; below --sysroot, if that is given"),
	ROW("undo", OPTION_FLAG, undo, NULL, NULL, "tcti fapi",
	    "emit: take away exactly what --write put there; without FORMAT: all of it"),
};

const struct option_table options_tcti = { rows, sizeof(rows) / sizeof(rows[0]) };
