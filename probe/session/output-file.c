/* SPDX-License-Identifier: BSD-2-Clause */
/* Every write to a file that an option names, and what is said where it fails. */
#include "output-file.h"

#include <errno.h>
#include <string.h>

#include "cleanup.h"
#include "write-file.h"

static int fail(struct run *run, const char *path, int r)
{
	bool denied = r == -EACCES || r == -EPERM || r == -EROFS;

	return run_fail(run, denied ? EXIT_DENIED : EXIT_GENERAL,
			"the directory must exist, and you must be allowed to write to it",
			"%s: %s", path, strerror(-r));
}

int output_file_check(struct run *run, const char *path)
{
	int r = path && strcmp(path, "-") != 0 ? write_file_check(path) : 0;

	return r < 0 ? fail(run, path, r) : EXIT_OK;
}

int output_file_write(struct run *run, const char *path, mode_t mode, file_writer write,
		      const void *data)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int r = out ? write(out, data) : -errno;

	if (out && fclose(out) && r >= 0)
		r = -errno;
	if (r >= 0)
		r = write_file(path, mode, text, size);
	return r < 0 ? fail(run, path, r) : EXIT_OK;
}
