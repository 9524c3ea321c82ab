/* SPDX-License-Identifier: BSD-2-Clause */
/* Each change is made in its folder, which the kernel finds below the prefix (openat2(2)). */
#include "rooted-write.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cleanup.h"

enum { COPY_MAX = 1 << 18 };

/* The folder of a path, and the name in it. */
static int open_folder(const struct root *root, const char *path, const char **ret_name)
{
	struct open_how how = { .flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
				.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	long fd;

	*ret_name = "";
	if (!slash || !slash[1] || (size_t)(slash - path) >= sizeof(folder))
		return -EINVAL;
	snprintf(folder, sizeof(folder), "%.*s/", (int)(slash - path), path);
	fd = syscall(SYS_openat2, root->fd, folder, &how, sizeof(how));
	if (fd < 0)
		return -errno;
	*ret_name = slash + 1;
	return (int)fd;
}

int rooted_make_folder(const struct root *root, const char *path)
{
	const char *name;
	_cleanup_close_ int folder = open_folder(root, path, &name);

	if (folder < 0)
		return folder;
	if (mkdirat(folder, name, 0755) < 0)
		return errno == EEXIST ? 0 : -errno;
	/* Whatever the caller's umask. */
	return fchmodat(folder, name, 0755, 0) < 0 ? -errno : 1;
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
static int write_file(int fd, const void *data, size_t size, unsigned int mode,
		      const struct stat *like)
{
	int r = write_all(fd, data, size);

	if (r < 0)
		return r;
	/* The owner first: changing it takes away set-user-ID. Who may not change it keeps it. */
	if (like && fchown(fd, like->st_uid, like->st_gid) < 0 && errno != EPERM)
		return -errno;
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
	const char *name;
	_cleanup_close_ int folder = open_folder(root, path, &name), fd = -1;
	char temporary[64];
	int r;

	if (folder < 0)
		return folder;
	snprintf(temporary, sizeof(temporary), ".tpm-probe.%ld", (long)getpid());
	fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	r = write_file(fd, data, size, mode, like);
	if (r >= 0 && renameat(folder, temporary, folder, name) < 0)
		r = -errno;
	if (r < 0) {
		unlinkat(folder, temporary, 0);
		return r;
	}
	return fsync(folder) < 0 ? -errno : 0;
}

int rooted_write(const struct root *root, const char *path, const void *data, size_t size,
		 unsigned int mode)
{
	return replace(root, path, data, size, mode, NULL);
}

int rooted_copy(const struct root *root, const char *from, const char *to)
{
	_cleanup_free_ char *text = NULL;
	struct stat st;
	ssize_t n;
	int r = root_stat(root, from, &st);

	if (r < 0)
		return r;
	if (st.st_size > COPY_MAX)
		return -EFBIG;
	n = root_read_all(root, from, COPY_MAX, &text);
	return n < 0 ? (int)n : replace(root, to, text, (size_t)n, st.st_mode & 07777, &st);
}

int rooted_remove(const struct root *root, const char *path)
{
	const char *name;
	_cleanup_close_ int folder = open_folder(root, path, &name);

	if (folder < 0)
		return folder;
	if (unlinkat(folder, name, 0) == 0)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -errno;
	return unlinkat(folder, name, AT_REMOVEDIR) < 0 ? -errno : 0;
}

bool rooted_is_link(const struct root *root, const char *path)
{
	const char *name;
	_cleanup_close_ int folder = open_folder(root, path, &name);
	struct stat st;

	return folder >= 0 && !fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) &&
	       S_ISLNK(st.st_mode);
}
