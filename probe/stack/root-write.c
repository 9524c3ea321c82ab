/* SPDX-License-Identifier: BSD-2-Clause */
/* Each change is made in its directory, which is opened once. */
#include "root-write.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "write-file.h"

enum { COPY_MAX = 1 << 18 };

/* The directory of a path, and the name in it. */
static int open_parent(const struct root *root, const char *path, const char **ret_name)
{
	const char *slash = strrchr(path, '/');
	char directory[PATH_MAX];

	if (!slash || !slash[1] || (size_t)(slash - path) + 1 >= sizeof(directory))
		return -EINVAL;
	snprintf(directory, sizeof(directory), "%.*s/", (int)(slash - path), path);
	*ret_name = slash + 1;
	return root_open_directory(root, directory);
}

int root_make_directory(const struct root *root, const char *path)
{
	const char *name = "";
	_cleanup_close_ int parent = open_parent(root, path, &name);
	mode_t mask;
	int r;

	if (parent < 0)
		return parent;
	/* A mode that is set afterwards could be set on what has taken the name meanwhile. */
	mask = umask(0);
	r = mkdirat(parent, name, 0755) < 0 ? -errno : 1;
	umask(mask);
	return r == -EEXIST ? 0 : r;
}

static int replace(const struct root *root, const char *path, mode_t mode, const struct stat *like,
		   const void *data, size_t size)
{
	const char *name = "";
	_cleanup_close_ int parent = open_parent(root, path, &name);

	return parent < 0 ? parent : write_file_at(parent, name, mode & 0777, like, data, size);
}

int root_write(const struct root *root, const char *path, const void *data, size_t size,
	       unsigned int mode)
{
	return replace(root, path, mode, NULL, data, size);
}

int root_copy(const struct root *root, const char *from, const char *to)
{
	_cleanup_close_ int fd = root_open_file(root, from);
	_cleanup_free_ char *text = NULL;
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return -errno;
	n = root_read_fd(fd, COPY_MAX + 1, &text);
	if (n > COPY_MAX)
		return -EFBIG;
	return n < 0 ? (int)n : replace(root, to, st.st_mode, &st, text, (size_t)n);
}

int root_remove(const struct root *root, const char *path)
{
	const char *name = "";
	_cleanup_close_ int parent = open_parent(root, path, &name);

	if (parent < 0)
		return parent;
	if (unlinkat(parent, name, 0) == 0)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -errno;
	return unlinkat(parent, name, AT_REMOVEDIR) < 0 ? -errno : 0;
}
