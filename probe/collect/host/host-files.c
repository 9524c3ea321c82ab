/* SPDX-License-Identifier: BSD-2-Clause */
/* What other programs have left on the machine: systemd's copy of the SRK, tpm2-pkcs11's store. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "host.h"
#include "pem.h"

static void read_srk(struct report *report, const struct root *root)
{
	static const char *const paths[] = { "/run/systemd/tpm2-srk-public-key.pem",
					     "/var/lib/systemd/tpm2-srk-public-key.pem" };
	struct text_fact *fact = &report->host.systemd_srk;

	fact->fact = FACT_ABSENT;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		_cleanup_free_ char *text = NULL;
		_cleanup_free_ uint8_t *der = NULL;
		ssize_t n = root_read_all(root, paths[i], 65536, &text);

		if (n < 0)
			continue;
		n = pem_decode(text, &der);
		if (n < 0)
			fact->fact = fact_errno((int)-n);
		else
			fact_set_text(report, fact, arena_hex(&report->arena, der, (size_t)n));
		return;
	}
}

static void find_store(struct report *report, const struct root *root)
{
	const char *home = root->is_prefix ? NULL : getenv("HOME");
	const char *paths[] = { root->is_prefix ? NULL : getenv("TPM2_PKCS11_STORE"),
				"/etc/tpm2_pkcs11",
				home ? arena_printf(&report->arena, "%s/.tpm2_pkcs11", home)
				     : NULL };
	struct stat st;

	report->host.pkcs11_store.fact = FACT_ABSENT;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (paths[i] && !root_stat(root, paths[i], &st)) {
			fact_set_text(report, &report->host.pkcs11_store, paths[i]);
			return;
		}
	}
}

void collect_host_files(struct report *report, const struct root *root)
{
	read_srk(report, root);
	find_store(report, root);
}
