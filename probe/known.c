/* SPDX-License-Identifier: BSD-2-Clause */
/* Which list of vulnerabilities is taken. */
#include "known.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "vulnerabilities.h"

enum { MAX_BYTES = 16 << 20 };

/* malloc'd. 0 or -errno. */
static int read_file(const char *path, char **ret_text, size_t *ret_size)
{
	_cleanup_fclose_ FILE *in = fopen(path, "re");
	size_t size;
	char *text;
	int r = 0;

	if (!in)
		return -errno;
	text = malloc(MAX_BYTES + 1);
	if (!text)
		return -ENOMEM;
	errno = 0;
	size = fread(text, 1, MAX_BYTES + 1, in);
	if (ferror(in))
		r = errno ? -errno : -EIO;
	else if (size > MAX_BYTES)
		r = -EFBIG;
	if (r < 0) {
		free(text);
		return r;
	}
	*ret_text = text;
	*ret_size = size;
	return 0;
}

int known_open(struct run *run)
{
	const char *path = run->options.vuln_db;
	_cleanup_free_ char *text = NULL, *error = NULL;
	size_t size = 0;
	int r = 0;

	known_close(run);
	run->known = calloc(1, sizeof(*run->known));
	if (!run->known)
		abort();
	if (path)
		r = read_file(path, &text, &size);
	if (r >= 0)
		r = vulnerability_list_read(run->known, path ? text : vulnerabilities_text,
					    path ? size : strlen(vulnerabilities_text), &error);
	if (r >= 0)
		return EXIT_OK;
	return run_fail(run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL,
			"give a list of the form of probe/doctor/vulnerabilities.csv, or none: one "
			"is built in",
			"--vuln-db %s: %s", path ? path : "", error ? error : strerror(-r));
}

void known_close(struct run *run)
{
	if (!run->known)
		return;
	vulnerability_list_clear(run->known);
	free(run->known);
	run->known = NULL;
}

void known_judge(struct run *run, struct report *report)
{
	if (!run->known && known_open(run))
		return;
	for (size_t i = 0; i < report_count_tpms(report); i++)
		vulnerability_list_judge(run->known, report, report_tpm(report, i));
}
