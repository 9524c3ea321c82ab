/* SPDX-License-Identifier: BSD-2-Clause */
/* Each change is made in its directory, which is opened once. */
#include "root-write.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "cleanup.h"

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

static int write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		size -= (size_t)n;
	}
	return 0;
}

/* like: owner and time of change to take over, or NULL. */
static int fill(int fd, const void *data, size_t size, unsigned int mode, const struct stat *like)
{
	int r = write_all(fd, data, size);

	if (r < 0)
		return r;
	/* The owner first: changing it takes away set-user-ID. Who may not change it keeps it, and
	 * then it runs as nobody else. */
	if (like && fchown(fd, like->st_uid, like->st_gid) < 0) {
		if (errno != EPERM)
			return -errno;
		mode &= 0777;
	}
	if (fchmod(fd, mode) < 0)
		return -errno;
	if (like) {
		struct timespec times[2] = { like->st_atim, like->st_mtim };

		if (futimens(fd, times) < 0)
			return -errno;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

static int replace(const struct root *root, const char *path, const void *data, size_t size,
		   unsigned int mode, const struct stat *like)
{
	const char *name = "";
	_cleanup_close_ int parent = open_parent(root, path, &name), fd = -1;
	char temporary[64];
	uint64_t random;
	int r;

	if (parent < 0)
		return parent;
	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return -EIO;
	snprintf(temporary, sizeof(temporary), ".tpm-probe.%016llx", (unsigned long long)random);
	fd = openat(parent, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	r = fill(fd, data, size, mode, like);
	if (r >= 0 && renameat(parent, temporary, parent, name) < 0)
		r = -errno;
	if (r < 0) {
		unlinkat(parent, temporary, 0);
		return r;
	}
	return fsync(parent) < 0 ? -errno : 0;
}

int root_write(const struct root *root, const char *path, const void *data, size_t size,
	       unsigned int mode)
{
	return replace(root, path, data, size, mode, NULL);
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
	n = read_all(fd, COPY_MAX + 1, &text);
	if (n > COPY_MAX)
		return -EFBIG;
	return n < 0 ? (int)n : replace(root, to, text, (size_t)n, st.st_mode & 07777, &st);
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
