/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading files below a root prefix without ever leaving it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

#define LINKS_MAX 40 /* as the kernel's MAXSYMLINKS */

int path_join(char buf[PATH_MAX], const char *a, const char *b)
{
	size_t len_a = strlen(a), len_b = strlen(b);

	if (len_a + 1 + len_b >= PATH_MAX)
		return -ENAMETOOLONG;
	memmove(buf, a, len_a);
	buf[len_a] = '/';
	memcpy(buf + len_a + 1, b, len_b + 1);
	return 0;
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int concat(char buf[PATH_MAX], const char *root, const char *path)
{
	size_t len_root = strlen(root), len_path = strlen(path);

	if (len_root + len_path >= PATH_MAX)
		return -ENAMETOOLONG;
	memcpy(buf, root, len_root);
	memcpy(buf + len_root, path, len_path + 1);
	return 0;
}

static void pop(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

int root_resolve(const char *root, const char *path, unsigned int flags, char ret_path[PATH_MAX])
{
	char todo[PATH_MAX], done[PATH_MAX] = "", full[PATH_MAX], target[PATH_MAX], *rest = todo;
	int n_links = 0, r;
	ssize_t n;

	if (strlen(path) >= sizeof(todo))
		return -ENAMETOOLONG;
	strcpy(todo, path);

	for (;;) {
		char *component = rest + strspn(rest, "/");
		size_t len = strcspn(component, "/");
		bool last;

		if (!len)
			break;
		rest = component + len;
		last = rest[strspn(rest, "/")] == '\0';
		if (*rest)
			*rest++ = '\0';

		if (!strcmp(component, "."))
			continue;
		if (!strcmp(component, "..")) {
			pop(done);
			continue;
		}
		r = path_join(done, done, component);
		if (r < 0)
			return r;
		if (last && (flags & ROOT_NOFOLLOW))
			break;
		r = concat(full, root, done);
		if (r < 0)
			return r;
		n = readlink(full, target, sizeof(target) - 1);
		if (n < 0) {
			if (errno == EINVAL || (errno == ENOENT && (flags & ROOT_MISSING_OK)))
				continue;
			return -errno;
		}
		if (++n_links > LINKS_MAX)
			return -ELOOP;
		target[n] = '\0';
		/* The target comes before what is left to do. */
		r = path_join(full, target, rest);
		if (r < 0)
			return r;
		strcpy(todo, full);
		rest = todo;
		if (target[0] == '/')
			done[0] = '\0';
		else
			pop(done);
	}
	strcpy(ret_path, done[0] ? done : "/");
	return 0;
}

int root_full(const char *root, const char *path, char ret_full[PATH_MAX])
{
	char inner[PATH_MAX];
	int r;

	if (!root[0])
		return concat(ret_full, "", path);
	r = root_resolve(root, path, 0, inner);
	return r < 0 ? r : concat(ret_full, root, inner);
}

int root_stat(const char *root, const char *path, struct stat *ret_st)
{
	char full[PATH_MAX];
	int r = root_full(root, path, full);

	if (r < 0)
		return r;
	/* Below a prefix nothing is left to follow, and nothing is to be followed. */
	return (root[0] ? lstat(full, ret_st) : stat(full, ret_st)) < 0 ? -errno : 0;
}

ssize_t root_read(const char *root, const char *path, void *buf, size_t size)
{
	char full[PATH_MAX];
	struct stat st;
	size_t got = 0;
	ssize_t n;
	int fd, r;

	r = root_full(root, path, full);
	if (r < 0)
		return r;
	if (root[0]) {
		if (lstat(full, &st) < 0)
			return -errno;
		if (!S_ISREG(st.st_mode))
			return -EINVAL;
	}
	fd = open(full, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (root[0] ? O_NOFOLLOW : 0));
	if (fd < 0)
		return -errno;
	/* sysfs and securityfs tell no useful size: read to the end. */
	while (got < size) {
		n = read(fd, (char *)buf + got, size - got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			r = errno == EISDIR ? -EINVAL : -errno;
			close(fd);
			return r;
		}
		if (n == 0)
			break;
		got += (size_t)n;
	}
	close(fd);
	return (ssize_t)got;
}

ssize_t root_read_text(const char *root, const char *path, char *buf, size_t size)
{
	ssize_t n;
	size_t len;

	if (!size)
		return -EINVAL;
	n = root_read(root, path, buf, size - 1);
	if (n < 0)
		return n;
	buf[n] = '\0';
	len = strlen(buf);
	while (len && strchr(" \t\r\n", buf[len - 1]))
		buf[--len] = '\0';
	return (ssize_t)len;
}

char *root_read_string(const char *root, const char *path)
{
	char buf[4096];

	return root_read_text(root, path, buf, sizeof(buf)) > 0 ? strdup(buf) : NULL;
}

static ssize_t readlink_below(const char *root, const char *path, char *buf, size_t size)
{
	char inner[PATH_MAX], full[PATH_MAX];
	int r;

	r = root_resolve(root, path, ROOT_NOFOLLOW, inner);
	if (r >= 0)
		r = concat(full, root, inner);
	if (r >= 0)
		return readlink(full, buf, size);
	errno = -r;
	return -1;
}

ssize_t root_readlink(const char *root, const char *path, char *buf, size_t size)
{
	ssize_t n;

	n = root[0] ? readlink_below(root, path, buf, size - 1) : readlink(path, buf, size - 1);
	if (n < 0)
		return -errno;
	buf[n] = '\0';
	return n;
}

int root_link_name(const char *root, const char *path, char *buf, size_t size)
{
	char target[PATH_MAX];
	const char *name;
	ssize_t n = root_readlink(root, path, target, sizeof(target));

	if (n < 0)
		return (int)n;
	name = path_name(target);
	if (strlen(name) >= size)
		return -ENAMETOOLONG;
	strcpy(buf, name);
	return 0;
}

int root_opendir(const char *root, const char *path, DIR **ret_dir)
{
	char full[PATH_MAX];
	int r = root_full(root, path, full);
	DIR *dir;

	if (r < 0)
		return r;
	dir = opendir(full);
	if (!dir)
		return -errno;
	*ret_dir = dir;
	return 0;
}
