/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of keys, nv, ek and attest. */
#include "options.h"

#define ROW(name, type, member, argument, choices, commands, help) \
	OPTION_ROW(name, 0, type, keys.member, argument, choices, commands, help)

static const struct option_row rows[] = {
	ROW("verify", OPTION_TEXT, verify, "CAFILE", "@file", "ek attest",
	    "verify EK certificates by those that this file holds"),
	ROW("show-serials", OPTION_FLAG, show_serials, NULL, NULL, "ek",
	    "tell the serial numbers of certificates, which tell TPMs apart"),
	ROW("self-test", OPTION_FLAG, self_test, NULL, NULL, "attest",
	    "attest to ourselves, wrap a key and seal, with transient keys"),
	ROW("ek", OPTION_TEXT, ek, "KEY",
	    "rsa2048 p256 rsa2048-high p256-high p384 p521 rsa3072 rsa4096", "attest",
	    "by the EK of this template (one that is certified, else p256)"),
};

const struct option_table options_keys = { rows, sizeof(rows) / sizeof(rows[0]) };
