/* SPDX-License-Identifier: BSD-2-Clause */
/* Users and groups. */
#include "accounts.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "root.h"

#define NSS_BUF	     65536
#define DATABASE_MAX (1 << 20)
#define GROUPS_MAX   65536

/* A database below the prefix as a stream over its text, so that nothing outside is opened. */
static FILE *open_database(const struct root *root, const char *path, char **ret_text)
{
	char *text = malloc(DATABASE_MAX);
	FILE *file = NULL;
	ssize_t n;

	if (!text)
		return NULL;
	n = root_read(root, path, text, DATABASE_MAX);
	if (n > 0)
		file = fmemopen(text, (size_t)n, "r");
	if (!file) {
		free(text);
		return NULL;
	}
	*ret_text = text;
	return file;
}

/* Each returns true with the entry, whose strings live in buf. */
static bool find_user(const struct root *root, uid_t uid, struct passwd *pw, char *buf)
{
	struct passwd *result = NULL;
	char *text;
	FILE *file;

	if (!root->is_prefix)
		return !getpwuid_r(uid, pw, buf, NSS_BUF, &result) && result;
	file = open_database(root, "/etc/passwd", &text);
	if (!file)
		return false;
	while (!fgetpwent_r(file, pw, buf, NSS_BUF, &result) && result->pw_uid != uid)
		result = NULL;
	fclose(file);
	free(text);
	return result;
}

typedef bool (*group_test)(const struct group *group, const void *arg);

static bool search_groups(const struct root *root, group_test test, const void *arg,
			  struct group *gr, char *buf)
{
	struct group *result = NULL;
	char *text;
	FILE *file;

	file = open_database(root, "/etc/group", &text);
	if (!file)
		return false;
	while (!fgetgrent_r(file, gr, buf, NSS_BUF, &result) && !test(result, arg))
		result = NULL;
	fclose(file);
	free(text);
	return result;
}

static bool has_gid(const struct group *group, const void *arg)
{
	return group->gr_gid == *(const gid_t *)arg;
}

static int name_or_number(const char *name, unsigned int number, char **ret_name)
{
	char *text;

	if (name)
		text = strdup(name);
	else if (asprintf(&text, "%u", number) < 0)
		text = NULL;
	if (!text)
		return -ENOMEM;
	*ret_name = text;
	return 0;
}

int accounts_user_name(const struct root *root, uid_t uid, char **ret_name)
{
	char *buf = malloc(NSS_BUF);
	struct passwd pw;
	bool known;
	int r;

	if (!buf)
		return -ENOMEM;
	known = find_user(root, uid, &pw, buf);
	r = name_or_number(known ? pw.pw_name : NULL, uid, ret_name);
	free(buf);
	return r;
}

int accounts_group_name(const struct root *root, gid_t gid, char **ret_name)
{
	char *buf = malloc(NSS_BUF);
	struct group gr, *result = NULL;
	bool known;
	int r;

	if (!buf)
		return -ENOMEM;
	if (root->is_prefix)
		known = search_groups(root, has_gid, &gid, &gr, buf);
	else
		known = !getgrgid_r(gid, &gr, buf, NSS_BUF, &result) && result;
	r = name_or_number(known ? gr.gr_name : NULL, gid, ret_name);
	free(buf);
	return r;
}

struct membership {
	const char *user;
	gid_t gid;
};

static bool lists_user(const struct group *group, const void *arg)
{
	const struct membership *wanted = arg;
	bool listed = false;

	for (char **member = group->gr_mem; *member && !listed; member++)
		listed = group->gr_gid == wanted->gid && !strcmp(*member, wanted->user);
	return listed;
}

static int is_member_nss(const char *user, gid_t primary, gid_t gid)
{
	gid_t *groups = NULL;
	int n = 64, got, r = 0;

	for (;;) {
		gid_t *grown = realloc(groups, (size_t)n * sizeof(*groups));

		if (!grown) {
			free(groups);
			return -ENOMEM;
		}
		groups = grown;
		got = n;
		if (getgrouplist(user, primary, groups, &got) >= 0)
			break;
		/* got tells how many there are; older C libraries leave it. */
		n = got > n ? got : 2 * n;
		if (n > GROUPS_MAX) {
			free(groups);
			return 0;
		}
	}
	for (int i = 0; i < got && !r; i++)
		r = groups[i] == gid;
	free(groups);
	return r;
}

int accounts_is_member(const struct root *root, uid_t uid, gid_t gid)
{
	char *buf = malloc(2 * NSS_BUF);
	struct passwd pw;
	struct group gr;
	int r = 0;

	if (!buf)
		return -ENOMEM;
	if (!find_user(root, uid, &pw, buf)) {
		r = 0;
	} else if (pw.pw_gid == gid) {
		r = 1;
	} else if (!root->is_prefix) {
		r = is_member_nss(pw.pw_name, pw.pw_gid, gid);
	} else {
		struct membership wanted = { .user = pw.pw_name, .gid = gid };

		r = search_groups(root, lists_user, &wanted, &gr, buf + NSS_BUF);
	}
	free(buf);
	return r;
}
