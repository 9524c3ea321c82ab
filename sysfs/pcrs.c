/* SPDX-License-Identifier: BSD-2-Clause */
/* PCR banks of a TPM 2.0 from its directories pcr-ALGORITHM/. */

#include "pcrs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "root.h"
#include "attributes.h"
#include "pair.h"
#include "kernel-node.h"

#define N_PCRS	    24
#define ENTRIES_MAX 1024

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

ssize_t hex_parse(const char *text, uint8_t *bytes, size_t size)
{
	size_t n = 0;

	for (;;) {
		int high, low;

		text += strspn(text, " \t\r\n");
		if (!*text)
			return (ssize_t)n;
		high = hex_digit(text[0]);
		low = high < 0 ? -1 : hex_digit(text[1]);
		if (low < 0 || n == size)
			return -EBADMSG;
		bytes[n++] = (uint8_t)(high << 4 | low);
		text += 2;
	}
}

static void read_bank(struct tpmsysfs *ctx, const struct tpmsysfs_node *node,
		      struct tpmsysfs_pcr_bank *bank)
{
	for (unsigned int i = 0; i < N_PCRS; i++) {
		uint8_t value[sizeof(bank->values[0])];
		char attribute[48], text[256];
		ssize_t n;

		snprintf(attribute, sizeof(attribute), "pcr-%s/%u", bank->name, i);
		if (tpmsysfs_read_attribute(ctx, node, attribute, text, sizeof(text)) <= 0)
			continue;
		n = hex_parse(text, value, sizeof(value));
		if (n <= 0 || (bank->digest_size && bank->digest_size != (size_t)n))
			continue;
		bank->digest_size = (unsigned int)n;
		memcpy(bank->values[i], value, (size_t)n);
		bank->valid |= 1u << i;
	}
}

static int compare_banks(const void *a, const void *b)
{
	const struct tpmsysfs_pcr_bank *x = a, *y = b;

	if (x->digest_size != y->digest_size)
		return x->digest_size < y->digest_size ? -1 : 1;
	return strcmp(x->name, y->name);
}

int tpmsysfs_read_pcrs(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm,
		       struct tpmsysfs_pcr_bank *banks, size_t max)
{
	unsigned int n_seen = 0;
	struct dirent *entry;
	size_t count = 0;
	DIR *dir;
	int r;

	if (!tpm->raw || !tpm->raw->syspath)
		return -ENOENT;
	r = root_opendir(&ctx->root, tpm->raw->syspath, &dir);
	if (r < 0)
		return r;
	while (count < max && n_seen++ < ENTRIES_MAX && (entry = readdir(dir))) {
		struct tpmsysfs_pcr_bank *bank = &banks[count];
		const char *name = entry->d_name + 4;

		if (strncmp(entry->d_name, "pcr-", 4) || !*name ||
		    strlen(name) >= sizeof(bank->name))
			continue;
		memset(bank, 0, sizeof(*bank));
		strcpy(bank->name, name);
		read_bank(ctx, tpm->raw, bank);
		count++;
	}
	closedir(dir);
	if (count)
		qsort(banks, count, sizeof(*banks), compare_banks);
	return (int)count;
}
