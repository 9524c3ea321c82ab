/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine around the TPMs: the order of its parts, and what they share. */
#include "host-collectors.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cleanup.h"
#include "collect.h"
#include "host.h"

void host_add_text(struct report *report, struct list_fact *list, const char *text, size_t size)
{
	*(const char **)list_append(&report->arena, list, sizeof(char *)) =
		arena_clean(&report->arena, text, size);
}

void host_read_text(struct report *report, const struct root *root, const char *path,
		    struct text_fact *fact)
{
	_cleanup_free_ char *text = NULL;
	ssize_t n = root_read_all(root, path, HOST_FILE_MAX, &text);

	if (n < 0)
		fact->fact = fact_errno((int)-n);
	else
		fact_set_bytes(report, fact, text, (size_t)n);
}

struct number_fact host_is_there(const struct root *root, const char *path)
{
	struct stat st;
	int r = root_stat(root, path, &st);

	if (r == 0)
		return FACT_NUMBER(1);
	if (r == -ENOENT || r == -ENOTDIR)
		return FACT_NUMBER(0);
	return (struct number_fact){ .fact = fact_errno(-r) };
}

int collect_host(struct report *report, const char *prefix)
{
	struct timespec uptime;
	struct root root;
	int r = root_open(&root, prefix);

	if (r < 0)
		return r;
	report->host->time = FACT_NUMBER((uint64_t)time(NULL));
	if (!root.is_prefix && !clock_gettime(CLOCK_BOOTTIME, &uptime))
		report->host->uptime = FACT_NUMBER((uint64_t)uptime.tv_sec);
	collect_host_kernel(report, &root);
	collect_host_account(report, &root);
	collect_host_settings(report, &root);
	collect_host_modules(report, &root);
	collect_host_holders(report, &root);
	collect_host_abrmd(report, &root);
	collect_host_fapi(report, &root);
	collect_host_files(report, &root);
	collect_host_log(report, &root);
	root_close(&root);
	return 0;
}
