/* SPDX-License-Identifier: BSD-2-Clause */
/* Files of the machine as facts. */
#include "host-text.h"

#include <errno.h>

#include "cleanup.h"
#include "fact.h"

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
