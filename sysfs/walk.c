/* SPDX-License-Identifier: BSD-2-Clause */
/* Resolving a path inside a directory without the kernel's help. */

#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40 /* as the kernel's MAXSYMLINKS */
#define DEPTH_MAX 64

struct walk {
	int root;
	int fds[DEPTH_MAX]; /* of the directories between root and here, here last */
	size_t depth;
	unsigned int links;
	char todo[PATH_MAX], *rest; /* rest: what is left of the path, in todo */
};

static int here(const struct walk *walk)
{
	return walk->depth ? walk->fds[walk->depth - 1] : walk->root;
}

static void up(struct walk *walk)
{
	if (walk->depth)
		close(walk->fds[--walk->depth]);
}

static void to_root(struct walk *walk)
{
	while (walk->depth)
		up(walk);
}

/* Go on with the link's target, then with rest. */
static int follow(struct walk *walk, int link, const char *rest)
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(link, "", target, sizeof(target) - 1);
	size_t len = strlen(rest);

	if (n < 0)
		return -errno;
	if (++walk->links > LINKS_MAX)
		return -ELOOP;
	if ((size_t)n + 1 + len >= sizeof(target))
		return -ENAMETOOLONG;
	target[n] = '/';
	memcpy(target + n + 1, rest, len + 1);
	/* A link at the end of a path asks for a directory only if its target does. */
	if (!len)
		target[n] = '\0';
	if (target[0] == '/')
		to_root(walk);
	strcpy(walk->todo, target);
	walk->rest = walk->todo;
	return 0;
}

/* Take the first component off what is left to do. */
static int step(struct walk *walk, char *name, int flags)
{
	size_t len = strcspn(name, "/");
	char *rest = name + len;
	bool is_last = !rest[strspn(rest, "/")], wants_directory = *rest != '\0';
	struct stat st;
	int fd, r = 0;

	if (*rest)
		*rest++ = '\0';
	if (!strcmp(name, ".") || !strcmp(name, "..")) {
		if (name[1])
			up(walk);
		walk->rest = rest;
		return 0;
	}
	fd = openat(here(walk), name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0)
		r = -errno;
	else if (S_ISLNK(st.st_mode) && !(is_last && !wants_directory && (flags & O_NOFOLLOW)))
		r = follow(walk, fd, rest);
	else if (wants_directory && !S_ISDIR(st.st_mode))
		r = -ENOTDIR;
	else if (walk->depth == DEPTH_MAX)
		r = -ELOOP;
	else {
		walk->fds[walk->depth++] = fd;
		walk->rest = rest;
		return 0;
	}
	close(fd);
	return r;
}

/* A descriptor of where the walk ended, opened as flags say. */
static int arrive(const struct walk *walk, int flags)
{
	struct stat st;
	int fd;

	if (!(flags & O_PATH) || !walk->depth) {
		fd = openat(here(walk), ".", (flags & ~O_NOFOLLOW) | O_CLOEXEC);
	} else {
		if (fstat(here(walk), &st) < 0)
			return -errno;
		if ((flags & O_DIRECTORY) && !S_ISDIR(st.st_mode))
			return -ENOTDIR;
		fd = fcntl(here(walk), F_DUPFD_CLOEXEC, 0);
	}
	return fd < 0 ? -errno : fd;
}

int walk_below(int root, const char *path, int flags)
{
	struct walk walk = { .root = root };
	int r = *path ? 0 : -ENOENT;

	if (strlen(path) >= sizeof(walk.todo))
		return -ENAMETOOLONG;
	strcpy(walk.todo, path);
	walk.rest = walk.todo;
	while (!r) {
		char *name = walk.rest + strspn(walk.rest, "/");

		if (!*name)
			break;
		r = step(&walk, name, flags);
	}
	if (!r)
		r = arrive(&walk, flags);
	to_root(&walk);
	return r;
}
