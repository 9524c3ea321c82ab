/* SPDX-License-Identifier: BSD-2-Clause */
/* Who asks: the process's groups, those of the group database, and whether tss exists. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "collect.h"
#include "host-collectors.h"
#include "host.h"

enum { GROUPS_MAX = 256 };

static void add_group(struct report *report, struct list_fact *list, gid_t gid)
{
	const struct group *group = getgrgid(gid);
	const char *name =
		group ? group->gr_name : arena_printf(&report->arena, "%u", (unsigned int)gid);

	host_add_text(report, list, name, strlen(name));
}

void collect_caller(struct report *report)
{
	struct account *account = &report->host->account;
	const struct passwd *user = getpwuid(geteuid());
	gid_t groups[GROUPS_MAX];
	int n = getgroups(GROUPS_MAX, groups);

	account->uid = FACT_NUMBER(geteuid());
	fact_set_text(report, &account->user, user ? user->pw_name : NULL);
	account->groups.fact =
		n < 0 ? fact_errno(errno) : (struct fact){ .presence = PRESENCE_PRESENT };
	if (n >= 0)
		add_group(report, &account->groups, getegid());
	for (int i = 0; i < n; i++)
		if (groups[i] != getegid())
			add_group(report, &account->groups, groups[i]);
	account->database_groups.fact = FACT_ABSENT;
	n = GROUPS_MAX;
	if (!fact_known(&account->user.fact) ||
	    getgrouplist(account->user.value, user->pw_gid, groups, &n) < 0)
		return;
	for (int i = 0; i < n; i++)
		add_group(report, &account->database_groups, groups[i]);
}

/* Is there a line "NAME:..." in a file laid out as /etc/passwd is? */
static struct number_fact has_entry(const struct root *root, const char *path, const char *name)
{
	_cleanup_free_ char *text = NULL;
	ssize_t size = root_read_all(root, path, HOST_FILE_MAX, &text);
	size_t n = strlen(name);

	if (size < 0)
		return (struct number_fact){ .fact = fact_errno((int)-size) };
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, n) && line[n] == ':')
			return FACT_NUMBER(1);
	}
	return FACT_NUMBER(0);
}

void collect_host_account(struct report *report, const struct root *root)
{
	struct account *account = &report->host->account;

	if (root->is_prefix) {
		account->tss_user = has_entry(root, "/etc/passwd", "tss");
		account->tss_group = has_entry(root, "/etc/group", "tss");
		return;
	}
	collect_caller(report);
	account->tss_user = FACT_NUMBER(getpwnam("tss") != NULL);
	account->tss_group = FACT_NUMBER(getgrnam("tss") != NULL);
}
