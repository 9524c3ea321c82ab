/* SPDX-License-Identifier: BSD-2-Clause */
/* Files below a prefix, resolved by the kernel (openat2(2), Linux 5.6) so that nothing leaves it. */
#include "rooted.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cleanup.h"

int rooted_open(struct rooted *root, const char *prefix)
{
	root->is_prefix = prefix != NULL;
	root->fd = open(prefix ? prefix : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return root->fd < 0 ? -errno : 0;
}

static int open_path(const struct rooted *root, const char *path, int flags)
{
	struct open_how how = { .flags = (uint64_t)(O_PATH | O_CLOEXEC | flags),
				.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	long fd;

	if (!root->is_prefix)
		fd = open(path, (int)how.flags);
	else
		fd = syscall(SYS_openat2, root->fd, path, &how, sizeof(how));
	return fd < 0 ? -errno : (int)fd;
}

/* The file behind an O_PATH descriptor, once it is known what it is. */
static int reopen(int fd, int flags)
{
	char path[32];
	int r;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	r = open(path, flags | O_CLOEXEC);
	return r < 0 ? -errno : r;
}

ssize_t rooted_read(const struct rooted *root, const char *path, size_t max, char **ret_text)
{
	_cleanup_close_ int fd = -1, in = -1;
	_cleanup_free_ char *text = NULL;
	size_t size = 0, capacity = 0;
	struct stat st;
	ssize_t n;

	fd = open_path(root, path, 0);
	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	in = reopen(fd, O_RDONLY | O_NOCTTY | O_NONBLOCK);
	if (in < 0)
		return in;
	do {
		if (capacity - size < 4096) {
			char *more;

			capacity = capacity ? 2 * capacity : 8192;
			more = realloc(text, capacity + 1);
			if (!more)
				return -ENOMEM;
			text = more;
		}
		n = read(in, text + size, capacity - size);
		if (n < 0)
			return -errno;
		size += (size_t)n;
	} while (n && size < max);
	if (size > max)
		size = max;
	text[size] = '\0';
	*ret_text = text;
	text = NULL;
	return (ssize_t)size;
}

int rooted_opendir(const struct rooted *root, const char *path, DIR **ret_dir)
{
	_cleanup_close_ int fd = open_path(root, path, O_DIRECTORY);
	int in;

	if (fd < 0)
		return fd;
	in = reopen(fd, O_RDONLY | O_DIRECTORY);
	if (in < 0)
		return in;
	*ret_dir = fdopendir(in);
	if (*ret_dir)
		return 0;
	close(in);
	return -ENOMEM;
}

int rooted_stat(const struct rooted *root, const char *path, struct stat *ret_st)
{
	_cleanup_close_ int fd = -1;

	if (!root->is_prefix)
		return stat(path, ret_st) < 0 ? -errno : 0;
	fd = open_path(root, path, 0);
	if (fd < 0)
		return fd;
	return fstat(fd, ret_st) < 0 ? -errno : 0;
}

ssize_t rooted_readlink(const struct rooted *root, const char *path, char *buf, size_t size)
{
	_cleanup_close_ int fd = -1;
	ssize_t n;

	if (!root->is_prefix) {
		n = readlink(path, buf, size - 1);
	} else {
		fd = open_path(root, path, O_NOFOLLOW);
		if (fd < 0)
			return fd;
		n = readlinkat(fd, "", buf, size - 1);
	}
	if (n < 0)
		return -errno;
	buf[n] = '\0';
	return n;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_with(const char *name, const char *suffix)
{
	size_t n = strlen(name), k = strlen(suffix);

	return n >= k && !strcmp(name + n - k, suffix);
}

int rooted_list(const struct rooted *root, const char *path, const char *suffix, size_t max,
		struct rooted_names *ret_names)
{
	struct rooted_names names = { 0 };
	const struct dirent *entry;
	DIR *dir;
	int r = rooted_opendir(root, path, &dir);

	*ret_names = names;
	if (r == -ENOENT || r == -ENOTDIR)
		return 0;
	if (r < 0)
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

void rooted_names_free(struct rooted_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->names[i]);
	free(names->names);
	*names = (struct rooted_names){ 0 };
}
