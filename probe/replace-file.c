/* SPDX-License-Identifier: BSD-2-Clause */
/* Into a new file, which then takes the old one's name. */
#include "replace-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

/* The name has to be on the disk too. folder ends with its slash, or is empty. */
static int sync_folder(const char *folder)
{
	_cleanup_close_ int fd = open(*folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* Everything into a new file; out takes over fd. 0 or -errno. */
static int fill(int fd, mode_t mode, int (*write)(FILE *out, const void *data), const void *data)
{
	FILE *out = fdopen(fd, "w");
	int r;

	if (!out) {
		r = -errno;
		close(fd);
		return r;
	}
	r = write(out, data);
	if (r >= 0 && (fflush(out) || fchmod(fd, mode) < 0 || fsync(fd) < 0))
		r = -errno;
	if (fclose(out) && r >= 0)
		r = -errno;
	return r;
}

int replace_file(const char *path, mode_t mode, int (*write)(FILE *out, const void *data),
		 const void *data)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	_cleanup_free_ char *temporary = NULL;
	int fd, r;

	if (asprintf(&temporary, "%.*s.%s.XXXXXX", (int)(name - path), path, name) < 0)
		abort();
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = fill(fd, mode, write, data);
	if (r >= 0 && rename(temporary, path) < 0)
		r = -errno;
	if (r < 0) {
		unlink(temporary);
		return r;
	}
	temporary[name - path] = '\0';
	return sync_folder(temporary);
}
