/* SPDX-License-Identifier: BSD-2-Clause */
/* Owner and mode of what somebody else may change, in words. */
#include "writer.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "accounts.h"
#include "cleanup.h"
#include "guarded-path.h"

static const char *describe(struct report *report, const struct path_writer *writer)
{
	const struct root here = { .fd = -1 };
	_cleanup_free_ char *name = NULL;

	if (writer->owner != 0 && writer->owner != geteuid()) {
		if (accounts_user_name(&here, writer->owner, &name) < 0)
			name = NULL;
		return arena_printf(&report->arena, "%s belongs to %s", writer->path,
				    name ? name : "another user");
	}
	return arena_printf(&report->arena, "%s may be written by %s", writer->path,
			    writer->mode & S_IWOTH ? "everybody" : "its group");
}

const char *writer_of(struct report *report, const char *path)
{
	struct path_writer writer;
	char directory[PATH_MAX];
	int r;

	if (*path != '/') {
		if (!getcwd(directory, sizeof(directory)))
			return "the current directory has no name";
		path = arena_printf(&report->arena, "%s/%s", directory, path);
	}
	r = path_is_guarded(path, &writer);
	return r > 0   ? NULL
	       : r < 0 ? arena_printf(&report->arena, "%s: %s", path, strerror(-r))
		       : describe(report, &writer);
}
