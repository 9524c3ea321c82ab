/* SPDX-License-Identifier: BSD-2-Clause */
/* Opening a TPM's character device, or taking an open one. */
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "tpmsysfs.h"
#include "wait.h"

/* Documentation/admin-guide/devices.txt */
#define MISC_MAJOR 10
#define TPM_MINOR  224 /* /dev/tpm0 */

/* TPM_NUM_DEVICES of the driver: /dev/tpmrm0 */
#define RM_FIRST_MINOR 65536

/* alloc_chrdev_region() hands out majors from these two ranges (include/linux/fs.h). */
static bool is_dynamic_major(unsigned int n)
{
	return (n >= 234 && n <= 254) || (n >= 384 && n <= 511);
}

/* The driver of the other nodes registers its major under the name "tpm". Returns 1, 0, or -errno
 * if there is no list. */
static int has_tpm_driver(unsigned int wanted)
{
	FILE *f = fopen("/proc/devices", "re");
	char line[128], name[64];
	unsigned int number;
	int found = 0;

	if (!f)
		return -errno;
	while (!found && fgets(line, sizeof(line), f) && line[0] != 'B') {
		if (sscanf(line, "%u %63s", &number, name) == 2)
			found = number == wanted && !strcmp(name, "tpm");
	}
	fclose(f);
	return found;
}

int tcti_node_is_tpm(dev_t devnum)
{
	char name[32];
	int r;

	r = tpmsysfs_identify(NULL, devnum, name);
	if (r >= 0)
		return r > 0;
	if (major(devnum) == MISC_MAJOR)
		return minor(devnum) == TPM_MINOR;
	r = has_tpm_driver(major(devnum));
	return r >= 0 ? r : is_dynamic_major(major(devnum));
}

int tcti_node_is_rm(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && minor(st.st_rdev) >= RM_FIRST_MINOR;
}

static const char *file_type(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return "a regular file";
	case S_IFDIR:
		return "a directory";
	case S_IFIFO:
		return "a FIFO";
	case S_IFSOCK:
		return "a socket";
	case S_IFBLK:
		return "a block device";
	default:
		return "no character device";
	}
}

/* glibc 2.33 to 2.38 makes fstat(2) a newfstatat(2) of an empty path, which takes five times as long
 * on Linux 6.1. The kernel's structure is glibc's here. */
static int stat_open_file(int fd, struct stat *st)
{
#if defined(__x86_64__) && defined(__LP64__)
	return (int)syscall(SYS_fstat, fd, st);
#else
	return fstat(fd, st);
#endif
}

int tcti_node_open(const char *path, int *ret_fd, struct tcti_error *error)
{
	struct stat before, after;
	int fd;

	if (stat(path, &before) < 0)
		return tcti_error_open(error, -errno, path);
	if (!S_ISCHR(before.st_mode))
		return tcti_error_set(error, -ENOTTY,
				      "%s: %s, not a TPM's character device; it was not opened",
				      path, file_type(before.st_mode));
	if (!tcti_node_is_tpm(before.st_rdev))
		return tcti_error_set(error, -ENOTTY,
				      "%s: character device %u:%u is not a TPM's (class tpm or "
				      "tpmrm); it was not opened",
				      path, major(before.st_rdev), minor(before.st_rdev));

	do
		fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	while (fd < 0 && errno == EINTR);
	fd = tcti_fd_above_stdio(fd);
	if (fd < 0)
		return tcti_error_open(error, -errno, path);
	if (stat_open_file(fd, &after) < 0 || !S_ISCHR(after.st_mode) ||
	    after.st_rdev != before.st_rdev) {
		close(fd);
		return tcti_error_set(error, -ENOTTY, "%s: replaced while it was being opened",
				      path);
	}
	*ret_fd = fd;
	return 0;
}

static int duplicate_failed(struct tcti_error *error, int fd)
{
	return tcti_error_set(error, -errno, "fd %d: %s", fd, strerror(errno));
}

int tcti_node_duplicate(int fd, int *ret_fd, int *ret_socket_type, struct tcti_error *error)
{
	int copy, flags, type = 0;
	socklen_t len = sizeof(type);
	struct stat st;

	if (fstat(fd, &st) < 0)
		return tcti_error_set(error, -errno,
				      "fd %d: no open descriptor of this process: %s", fd,
				      strerror(errno));
	if (S_ISSOCK(st.st_mode)) {
		if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) < 0)
			return duplicate_failed(error, fd);
	} else if (!S_ISCHR(st.st_mode) || !tcti_node_is_tpm(st.st_rdev)) {
		return tcti_error_set(error, -ENOTTY,
				      "fd %d: neither a socket nor a TPM's character device", fd);
	}
	copy = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (copy < 0)
		return duplicate_failed(error, fd);
	/* A blocking write(2) would run the command in the caller. */
	if (!type) {
		flags = fcntl(copy, F_GETFL);
		if (flags < 0 || fcntl(copy, F_SETFL, flags | O_NONBLOCK) < 0) {
			duplicate_failed(error, fd);
			flags = -errno;
			close(copy);
			return flags;
		}
	}
	*ret_fd = copy;
	*ret_socket_type = type;
	return 0;
}
