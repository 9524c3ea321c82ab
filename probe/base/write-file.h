/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Output goes to the file that was named, or nowhere.
 *
 * A regular file is replaced in one step: whoever reads it sees the old one or the new one, and it is
 * on the disk. The caller's own keeps its permissions. Where the name is a symbolic link, what it leads to is
 * replaced; a link of another user's than the caller and root is refused (-EACCES), as that user would
 * choose what is written. A device, a FIFO, and whatever standard output or standard error is
 * (/dev/stdout), is written in place. "-" has no meaning here.
 *
 * Errors are -errno.
 */
#ifndef BASE_WRITE_FILE_H
#define BASE_WRITE_FILE_H

#include <stddef.h>
#include <sys/stat.h>

/* To a descriptor that waits. Async-signal-safe. 0 or -errno. */
int write_all(int fd, const char *data, size_t size);

/*
 * Could write_file() write there? For before the contents are made, which may take minutes. -EISDIR,
 * -ENOENT: no such directory; -EACCES, -EPERM, -EROFS: the directory, or the device, may not be written;
 * -ENXIO: a socket.
 */
int write_file_check(const char *path);

/* mode: the permissions, whatever the umask, where there is no file of the caller's yet. On an error a
 * regular file is as it was, and nothing is left behind; SIGINT, SIGTERM and SIGHUP wait until it is
 * replaced. */
int write_file(const char *path, mode_t mode, const void *data, size_t size);

/* The same for a name in a directory that is open, whatever has that name: a link is replaced. like:
 * whose owner and time of change to take over, or NULL; who may not change the owner keeps it. */
int write_file_at(int directory, const char *name, mode_t mode, const struct stat *like,
		  const void *data, size_t size);

#endif
