/* SPDX-License-Identifier: BSD-2-Clause */
/* Each component of a path, as far as links lead, by its owner and mode. */
#include "guarded-path.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINKS_MAX = 40 };

static bool is_guarded(const struct stat *st)
{
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return false;
	return S_ISLNK(st->st_mode) || !(st->st_mode & (S_IWGRP | S_IWOTH)) ||
	       (S_ISDIR(st->st_mode) && st->st_mode & S_ISVTX);
}

/* What is left of the path, with the link's target ahead of it. */
static int follow(const char *link, char rest[PATH_MAX], bool *ret_absolute)
{
	char target[PATH_MAX], joined[PATH_MAX];
	ssize_t n = readlink(link, target, sizeof(target) - 1);

	if (n < 0)
		return -errno;
	target[n] = '\0';
	if ((size_t)n + 1 + strlen(rest) >= sizeof(joined))
		return -ENAMETOOLONG;
	strcpy(joined, target);
	strcat(joined, "/");
	strcat(joined, rest);
	strcpy(rest, joined);
	*ret_absolute = *target == '/';
	return 0;
}

/* The next component of rest onto done; 0: there is none. */
static int take_component(char done[PATH_MAX], char rest[PATH_MAX])
{
	size_t skip = strspn(rest, "/"), n = strcspn(rest + skip, "/"), used = strlen(done);

	if (!n)
		return 0;
	if (used + 1 + n >= PATH_MAX)
		return -ENAMETOOLONG;
	done[used] = '/';
	memcpy(done + used + 1, rest + skip, n);
	done[used + 1 + n] = '\0';
	memmove(rest, rest + skip + n, strlen(rest + skip + n) + 1);
	return 1;
}

int path_is_guarded(const char *path, struct path_writer *ret_writer)
{
	char done[PATH_MAX] = "", rest[PATH_MAX];
	int links = 0, r;

	if (*path != '/')
		return -EINVAL;
	if (strlen(path) >= sizeof(rest))
		return -ENAMETOOLONG;
	strcpy(rest, path);
	for (;;) {
		char *last;
		struct stat st;
		bool absolute = false;

		if (lstat(*done ? done : "/", &st) < 0)
			return -errno;
		if (!is_guarded(&st)) {
			strcpy(ret_writer->path, *done ? done : "/");
			ret_writer->owner = st.st_uid;
			ret_writer->mode = st.st_mode;
			return 0;
		}
		if (S_ISLNK(st.st_mode)) {
			if (++links > LINKS_MAX)
				return -ELOOP;
			r = follow(done, rest, &absolute);
			if (r < 0)
				return r;
			last = strrchr(done, '/');
			*(absolute ? done : last) = '\0';
		}
		r = take_component(done, rest);
		if (r <= 0)
			return r < 0 ? r : 1;
	}
}
