/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading files of this machine, or below a prefix without ever leaving it. */

#include "root.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "walk.h"

#define LINKS_MAX 40 /* as the kernel's MAXSYMLINKS */
#define AGAIN_MAX 1000
#define TEXT_MAX  4096

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

/* ---- Opening -------------------------------------------------------------------------------- */

static int open_below(int fd, const char *path, int flags)
{
	struct open_how how = { .flags = (uint64_t)flags,
				.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	unsigned int n = 0;
	long r;

	/* EAGAIN: something was renamed, anywhere on the machine, while a ".." was resolved. */
	do
		r = syscall(SYS_openat2, fd, path, &how, sizeof(how));
	while (r < 0 && errno == EAGAIN && n++ < AGAIN_MAX);
	/* Filters of old container runtimes refuse what they do not know with EPERM. */
	if (r < 0 && (errno == ENOSYS || errno == EPERM))
		return walk_below(fd, path, flags);
	return r < 0 ? -errno : (int)r;
}

int root_open(struct root *root, const char *prefix)
{
	int fd, r;

	if (!prefix || !prefix[strspn(prefix, "/")]) {
		*root = (struct root){ .fd = -1 };
		return 0;
	}
	fd = open(prefix, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/* May it be searched, too? */
	r = open_below(fd, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (r < 0) {
		close(fd);
		return r;
	}
	close(r);
	*root = (struct root){ .fd = fd, .is_prefix = true };
	return 0;
}

void root_close(struct root *root)
{
	if (root->fd >= 0)
		close(root->fd);
	root->fd = -1;
}

static int open_at(const struct root *root, const char *path, int flags)
{
	int fd;

	if (root->is_prefix)
		return open_below(root->fd, path, flags | O_CLOEXEC);
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int root_open_path(const struct root *root, const char *path, int flags)
{
	return open_at(root, path, O_PATH | flags);
}

int root_open_directory(const struct root *root, const char *path)
{
	return open_at(root, path, O_RDONLY | O_DIRECTORY);
}

int root_open_file(const struct root *root, const char *path)
{
	int fd = root_open_path(root, path, 0), r;
	char link[32];
	struct stat st;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0) {
		r = -errno;
	} else if (!S_ISREG(st.st_mode)) {
		r = -EINVAL;
	} else {
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		r = open(link, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
		/* The file is there, even if it was deleted meanwhile. */
		if (r < 0)
			r = errno == ENOENT ? -ENOSYS : -errno;
	}
	close(fd);
	return r;
}

int root_opendir(const struct root *root, const char *path, DIR **ret_dir)
{
	int fd = -1;
	DIR *dir;

	if (root->is_prefix) {
		fd = root_open_directory(root, path);
		if (fd < 0)
			return fd;
		dir = fdopendir(fd);
	} else {
		dir = opendir(path); /* a system call less where a TPM is opened */
	}
	if (!dir) {
		int r = -errno;

		if (fd >= 0)
			close(fd);
		return r;
	}
	*ret_dir = dir;
	return 0;
}

int root_stat(const struct root *root, const char *path, struct stat *ret_st)
{
	int fd, r;

	if (!root->is_prefix)
		return stat(path, ret_st) < 0 ? -errno : 0;
	fd = root_open_path(root, path, 0);
	if (fd < 0)
		return fd;
	r = fstat(fd, ret_st) < 0 ? -errno : 0;
	close(fd);
	return r;
}

/* ---- Reading -------------------------------------------------------------------------------- */

static ssize_t read_fully(int fd, char *buf, size_t size)
{
	size_t got = 0;

	while (got < size) {
		ssize_t n = read(fd, buf + got, size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		got += (size_t)n;
	}
	return (ssize_t)got;
}

ssize_t root_read(const struct root *root, const char *path, void *buf, size_t size)
{
	int fd = root_open_file(root, path);
	ssize_t n;

	if (fd < 0)
		return fd;
	n = read_fully(fd, buf, size);
	close(fd);
	return n;
}

ssize_t root_read_fd(int fd, size_t max, char **ret_text)
{
	size_t size = 0, capacity = TEXT_MAX;
	char *text = NULL, *more;
	ssize_t n;

	do {
		capacity = 2 * capacity < max ? 2 * capacity : max;
		more = realloc(text, capacity + 1);
		if (!more) {
			n = -ENOMEM;
			goto free_text;
		}
		text = more;
		n = read_fully(fd, text + size, capacity - size);
		if (n < 0)
			goto free_text;
		size += (size_t)n;
	} while (size == capacity && capacity < max);
	text[size] = '\0';
	*ret_text = text;
	return (ssize_t)size;

free_text:
	free(text);
	return n;
}

ssize_t root_read_all(const struct root *root, const char *path, size_t max, char **ret_text)
{
	int fd = root_open_file(root, path);
	ssize_t n;

	if (fd < 0)
		return fd;
	n = root_read_fd(fd, max, ret_text);
	close(fd);
	return n;
}

ssize_t root_read_text(const struct root *root, const char *path, char *buf, size_t size)
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

char *root_read_string(const struct root *root, const char *path)
{
	char buf[TEXT_MAX];

	return root_read_text(root, path, buf, sizeof(buf)) > 0 ? strdup(buf) : NULL;
}

/* ---- Links ---------------------------------------------------------------------------------- */

ssize_t root_readlink(const struct root *root, const char *path, char *buf, size_t size)
{
	ssize_t n;
	int fd;

	if (!root->is_prefix) {
		n = readlink(path, buf, size - 1);
	} else {
		fd = root_open_path(root, path, O_NOFOLLOW);
		if (fd < 0)
			return fd;
		n = readlinkat(fd, "", buf, size - 1);
		/* What the kernel says of an O_PATH descriptor of anything else. */
		if (n < 0 && errno == ENOENT)
			errno = EINVAL;
		close(fd);
	}
	if (n < 0)
		return -errno;
	buf[n] = '\0';
	return n;
}

int root_link_name(const struct root *root, const char *path, char *buf, size_t size)
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

static void pop(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

int root_resolve(const struct root *root, const char *path, bool missing_ok,
		 char ret_path[PATH_MAX])
{
	char todo[PATH_MAX], done[PATH_MAX] = "", target[PATH_MAX], *rest = todo;
	int n_links = 0, r;
	ssize_t n;

	if (strlen(path) >= sizeof(todo))
		return -ENAMETOOLONG;
	strcpy(todo, path);

	for (;;) {
		char *component = rest + strspn(rest, "/");
		size_t len = strcspn(component, "/");

		if (!len)
			break;
		rest = component + len;
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
		n = root_readlink(root, done, target, sizeof(target));
		if (n == -EINVAL || (n == -ENOENT && missing_ok))
			continue;
		if (n < 0)
			return (int)n;
		if (++n_links > LINKS_MAX)
			return -ELOOP;
		/* The target comes before what is left to do. */
		r = path_join(target, target, rest);
		if (r < 0)
			return r;
		strcpy(todo, target);
		rest = todo;
		if (target[0] == '/')
			done[0] = '\0';
		else
			pop(done);
	}
	strcpy(ret_path, done[0] ? done : "/");
	return 0;
}

/* ---- Directories ---------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_with(const char *name, const char *suffix)
{
	size_t n = strlen(name), k = strlen(suffix);

	return n >= k && !strcmp(name + n - k, suffix);
}

int root_list(const struct root *root, const char *path, const char *suffix, size_t max,
	      struct root_names *ret_names)
{
	struct root_names names = { 0 };
	const struct dirent *entry;
	DIR *dir = NULL;
	int r = root_opendir(root, path, &dir);

	if (r == -ENOENT || r == -ENOTDIR) {
		*ret_names = names;
		return 0;
	}
	if (r < 0 || !dir)
		return r;
	names.names = calloc(max, sizeof(char *));
	while (names.names && names.count < max && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || !ends_with(entry->d_name, suffix))
			continue;
		names.names[names.count] = strdup(entry->d_name);
		names.count += names.names[names.count] != NULL;
	}
	closedir(dir);
	if (!names.names)
		return -ENOMEM;
	qsort(names.names, names.count, sizeof(char *), by_name);
	*ret_names = names;
	return 0;
}

void root_names_free(struct root_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->names[i]);
	free(names->names);
	*names = (struct root_names){ 0 };
}
