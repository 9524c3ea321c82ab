/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the feature API keeps its configuration, profiles and keys. */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "fapi.h"
#include "host-collectors.h"
#include "host.h"

static void read_profile(struct report *report, const struct root *root)
{
	struct fapi *fapi = &report->host->fapi;
	const char *folder = text_of(&fapi->profile_dir, NULL),
		   *name = text_of(&fapi->profile_name, NULL);
	_cleanup_free_ char *text = NULL;
	const char *path;
	ssize_t n;

	fapi->profile.fact = FACT_ABSENT;
	if (!folder || !name)
		return;
	path = arena_printf(&report->arena, "%s/%s.json", folder, name);
	n = root_read_all(root, path, HOST_FILE_MAX, &text);
	if (n < 0) {
		fapi->profile.fact = fact_errno((int)-n);
		return;
	}
	fact_set_text(report, &fapi->profile, path);
	fapi_read_profile(report, text, (size_t)n);
}

/* Names of owner and group; numbers below a prefix, whose accounts are not this machine's. */
static void set_owner(struct report *report, const struct root *root, const struct stat *st)
{
	struct fapi *fapi = &report->host->fapi;
	const struct passwd *user = root->is_prefix ? NULL : getpwuid(st->st_uid);
	const struct group *group = root->is_prefix ? NULL : getgrgid(st->st_gid);

	fact_set_text(report, &fapi->system_owner,
		      user ? user->pw_name
			   : arena_printf(&report->arena, "%u", (unsigned int)st->st_uid));
	fact_set_text(report, &fapi->system_group,
		      group ? group->gr_name
			    : arena_printf(&report->arena, "%u", (unsigned int)st->st_gid));
}

static void look_at_keystore(struct report *report, const struct root *root)
{
	struct fapi *fapi = &report->host->fapi;
	const char *folder = text_of(&fapi->system_dir, NULL),
		   *name = text_of(&fapi->profile_name, NULL);
	const char *path;
	struct stat st;
	int r;

	if (!folder || !name)
		return;
	r = root_stat(root, folder, &st);
	if (r < 0) {
		fapi->system_mode.fact = fapi->srk_file.fact = fact_errno(-r);
		return;
	}
	fapi->system_mode = FACT_NUMBER(st.st_mode & 07777);
	set_owner(report, root, &st);
	path = arena_printf(&report->arena, "%s/%s/HS/SRK/object.json", folder, name);
	r = root_stat(root, path, &st);
	if (r < 0)
		fapi->srk_file.fact = fact_errno(-r);
	else
		fact_set_text(report, &fapi->srk_file, path);
}

/* What a login shell of another machine would be told; NULL: nothing. */
static const char *configured(const struct report *report)
{
	const struct setting *settings = report->host->settings.items;
	const char *path = NULL;

	for (size_t i = 0; i < report->host->settings.count; i++)
		if (!strcmp(settings[i].name.value, "TSS2_FAPICONF") &&
		    !fact_known(&settings[i].fault.fact) &&
		    text_is(&settings[i].scope, "login shells"))
			path = settings[i].value.value;
	return path;
}

void collect_host_fapi(struct report *report, const struct root *root)
{
	const char *path = root->is_prefix ? configured(report) : getenv("TSS2_FAPICONF");
	struct fapi *fapi = &report->host->fapi;
	_cleanup_free_ char *text = NULL;
	ssize_t n;

	if (!path)
		path = "/etc/tpm2-tss/fapi-config.json";
	n = root_read_all(root, path, HOST_FILE_MAX, &text);
	if (n < 0) {
		fapi->config.fact = fact_errno((int)-n);
		return;
	}
	fact_set_text(report, &fapi->config, path);
	fapi_read_config(report, text, (size_t)n);
	fapi_find_faults(report, text, (size_t)n);
	read_profile(report, root);
	look_at_keystore(report, root);
}
