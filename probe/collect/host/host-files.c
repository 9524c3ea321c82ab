/* SPDX-License-Identifier: BSD-2-Clause */
/* What other programs have left on the machine: systemd's copy of the SRK, tpm2-pkcs11's store. */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "host-collectors.h"
#include "host.h"

/* The first block of a PEM file, in hexadecimal digits. */
static void read_pem(struct report *report, const char *text, size_t size, struct text_fact *fact)
{
	BIO *bio = BIO_new_mem_buf(text, (int)size);
	char *name = NULL, *header = NULL;
	unsigned char *der = NULL;
	long n = 0;

	if (bio && PEM_read_bio(bio, &name, &header, &der, &n) == 1)
		fact_set_text(report, fact, arena_hex(&report->arena, der, (size_t)n));
	else
		fact->fact = fact_errno(EBADMSG);
	ERR_clear_error();
	OPENSSL_free(name);
	OPENSSL_free(header);
	OPENSSL_free(der);
	BIO_free(bio);
}

static void read_srk(struct report *report, const struct root *root)
{
	static const char *const paths[] = { "/run/systemd/tpm2-srk-public-key.pem",
					     "/var/lib/systemd/tpm2-srk-public-key.pem" };
	struct text_fact *fact = &report->host->systemd_srk;

	fact->fact = FACT_ABSENT;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		_cleanup_free_ char *text = NULL;
		ssize_t n = root_read_all(root, paths[i], 65536, &text);

		if (n < 0)
			continue;
		read_pem(report, text, (size_t)n, fact);
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

	report->host->pkcs11_store.fact = FACT_ABSENT;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (paths[i] && !root_stat(root, paths[i], &st)) {
			fact_set_text(report, &report->host->pkcs11_store, paths[i]);
			return;
		}
	}
}

void collect_host_files(struct report *report, const struct root *root)
{
	read_srk(report, root);
	find_store(report, root);
}
