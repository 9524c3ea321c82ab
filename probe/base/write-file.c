/* SPDX-License-Identifier: BSD-2-Clause */
/* Into a new file, which then takes the old one's name; in place where there is no file to replace. */
#include "write-file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "cleanup.h"

enum { LINKS_MAX = 40 };

/* Where a path leads. */
struct target {
	int standard;  /* the standard stream that it is, or -1 */
	bool in_place; /* else a regular file, or none yet: name in directory */
	bool exists, is_own;
	mode_t mode;
	int directory;
	char name[NAME_MAX + 1];
};

static void target_close(struct target *target)
{
	cleanup_close(&target->directory);
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static int standard_stream(const struct stat *st)
{
	struct stat stream;

	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		if (!fstat(fd, &stream) && is_same(st, &stream))
			return fd;
	return -1;
}

/* The path that a link leads to: path itself is replaced. 0: it is no link; 1: once more. */
static int follow(char path[PATH_MAX])
{
	char *slash = strrchr(path, '/'), link[PATH_MAX];
	size_t start;
	struct stat st;
	ssize_t n;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISLNK(st.st_mode))
		return 0;
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return -EACCES;
	n = readlink(path, link, sizeof(link));
	if (n < 0)
		return -errno;
	start = n && link[0] != '/' && slash ? (size_t)(slash + 1 - path) : 0;
	if (start + (size_t)n >= PATH_MAX)
		return -ENAMETOOLONG;
	memcpy(path + start, link, (size_t)n);
	path[start + (size_t)n] = '\0';
	return 1;
}

/* The directory and the name of what is to be replaced or made. */
static int find_name(struct target *target, const char *path)
{
	char full[PATH_MAX], *slash, *name;
	int n_links = 0, r;

	if (strlen(path) >= sizeof(full))
		return -ENAMETOOLONG;
	strcpy(full, path);
	while ((r = follow(full)) > 0)
		if (++n_links > LINKS_MAX)
			return -ELOOP;
	if (r < 0)
		return r;
	slash = strrchr(full, '/');
	name = slash ? slash + 1 : full;
	if (!*name)
		return *full ? -EISDIR : -ENOENT;
	if (strlen(name) >= sizeof(target->name))
		return -ENAMETOOLONG;
	strcpy(target->name, name);
	*name = '\0';
	target->directory = open(*full ? full : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return target->directory < 0 ? -errno : 0;
}

/* Clean up with target_close(). */
static int find_target(const char *path, struct target *target)
{
	struct stat st, found;
	int r;

	*target = (struct target){ .standard = -1, .directory = -1 };
	if (stat(path, &st) < 0) {
		if (errno != ENOENT)
			return -errno;
		return find_name(target, path);
	}
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	target->exists = true;
	target->is_own = st.st_uid == geteuid();
	target->mode = st.st_mode & 0777;
	target->standard = standard_stream(&st);
	target->in_place = target->standard >= 0 || !S_ISREG(st.st_mode);
	if (target->in_place)
		return 0;
	r = find_name(target, path);
	if (r < 0)
		return r;
	/* A name below /proc/self/fd says what the file was called. */
	if (fstatat(target->directory, target->name, &found, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	return is_same(&st, &found) ? 0 : -ESTALE;
}

static int check_directory(const struct target *target)
{
	struct stat st;

	if (faccessat(target->directory, ".", W_OK | X_OK, AT_EACCESS) < 0 ||
	    fstat(target->directory, &st) < 0)
		return -errno;
	if (st.st_mode & S_ISVTX && target->exists && !target->is_own && st.st_uid != geteuid() &&
	    geteuid() != 0)
		return -EPERM;
	return 0;
}

int write_file_check(const char *path)
{
	_cleanup_(target_close) struct target target;
	struct stat st;
	int r = find_target(path, &target);

	if (r < 0 || target.standard >= 0)
		return r;
	if (target.in_place && !stat(path, &st) && S_ISSOCK(st.st_mode))
		return -ENXIO;
	/* To replace a file its mode does not matter, other than that it is immutable. */
	if (target.exists && faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0 &&
	    (target.in_place || errno != EACCES))
		return -errno;
	return target.in_place ? 0 : check_directory(&target);
}

int write_all(int fd, const char *data, size_t size)
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

static int set_attributes(int fd, mode_t mode, const struct stat *like)
{
	if (like && fchown(fd, like->st_uid, like->st_gid) < 0 && errno != EPERM)
		return -errno;
	if (fchmod(fd, mode) < 0)
		return -errno;
	if (like) {
		const struct timespec times[2] = { like->st_atim, like->st_mtim };

		if (futimens(fd, times) < 0)
			return -errno;
	}
	return 0;
}

/* The name has to be on the disk too. Not every file system can tell. */
static int sync_directory(int directory)
{
	_cleanup_close_ int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return errno == EACCES ? 0 : -errno;
	return fsync(fd) < 0 && errno != EINVAL ? -errno : 0;
}

static int replace(int directory, const char *name, mode_t mode, const struct stat *like,
		   const void *data, size_t size)
{
	_cleanup_close_ int fd = -1;
	char temporary[64];
	uint64_t random;
	int r;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return -EIO;
	snprintf(temporary, sizeof(temporary), ".tpm-probe.%016llx", (unsigned long long)random);
	fd = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return -errno;
	r = write_all(fd, data, size);
	if (r >= 0)
		r = set_attributes(fd, mode, like);
	if (r >= 0 && (fsync(fd) < 0 || renameat(directory, temporary, directory, name) < 0))
		r = -errno;
	if (r < 0) {
		unlinkat(directory, temporary, 0);
		return r;
	}
	return sync_directory(directory);
}

int write_file_at(int directory, const char *name, mode_t mode, const struct stat *like,
		  const void *data, size_t size)
{
	sigset_t signals, before;
	int r;

	/* They end this program, which would leave the temporary file. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, &before);
	r = replace(directory, name, mode, like, data, size);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return r;
}

int write_file(const char *path, mode_t mode, const void *data, size_t size)
{
	_cleanup_(target_close) struct target target;
	_cleanup_close_ int fd = -1;
	int r = find_target(path, &target);

	if (r < 0)
		return r;
	if (!target.in_place)
		return write_file_at(target.directory, target.name,
				     target.is_own ? target.mode : mode, NULL, data, size);
	if (target.standard >= 0) {
		/* What was printed before comes before. */
		fflush(stdout);
		return write_all(target.standard, data, size);
	}
	fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	return fd < 0 ? -errno : write_all(fd, data, size);
}
