/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls that fail on demand, and TPM nodes that are not there. */
#include "inject.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define PENDING_MAX 8
#define NODES_MAX   4

/* Numbers that no real device has, one for each node: major 10 is misc, and misc has no such
 * minors. */
#define MINOR_RAW 65000
#define MINOR_RM  1048000

static struct {
	struct {
		unsigned int at; /* 0: unused */
		int value, error_number;
	} pending[INJECT_CALLS][PENDING_MAX];
	unsigned int counts[INJECT_CALLS];
	struct node {
		const char *path; /* NULL: unused */
		int fd, error_number, opened_fd;
		unsigned int openings;
	} nodes[NODES_MAX];
	unsigned int first_minor;
	bool is_replaced;
} state;
static __thread bool is_test_thread;

void inject_reset(void)
{
	memset(&state, 0, sizeof(state));
	state.first_minor = MINOR_RM;
	is_test_thread = true;
}

static void add(enum inject_call call, unsigned int times, int value, int error_number)
{
	for (size_t i = 0; i < PENDING_MAX; i++) {
		if (state.pending[call][i].at)
			continue;
		state.pending[call][i].at = state.counts[call] + times;
		state.pending[call][i].value = value;
		state.pending[call][i].error_number = error_number;
		return;
	}
	abort();
}

void inject_errno(enum inject_call call, unsigned int times, int error_number)
{
	add(call, times, -1, error_number);
}

void inject_value(enum inject_call call, unsigned int times, int value)
{
	add(call, times, value, 0);
}

unsigned int inject_count(enum inject_call call)
{
	return state.counts[call];
}

void inject_node(const char *path, int fd, int error_number)
{
	for (struct node *node = state.nodes; node < state.nodes + NODES_MAX; node++) {
		if (node->path && strcmp(node->path, path) != 0)
			continue;
		*node = (struct node){ path, fd, error_number, -1, node->openings };
		return;
	}
	abort();
}

static struct node *report_find_node(const char *path)
{
	for (struct node *node = state.nodes; is_test_thread && node < state.nodes + NODES_MAX;
	     node++) {
		if (node->path && !strcmp(node->path, path))
			return node;
	}
	return NULL;
}

unsigned int inject_openings(const char *path)
{
	const struct node *node = report_find_node(path);

	return node ? node->openings : 0;
}

void inject_node_is_rm(bool is_rm)
{
	state.first_minor = is_rm ? MINOR_RM : MINOR_RAW;
}

void inject_node_replaced(void)
{
	state.is_replaced = true;
}

/* Is this call to be replaced? Then *ret_value is what it returns. */
static bool replaced(enum inject_call call, int *ret_value)
{
	if (!is_test_thread)
		return false;
	state.counts[call]++;
	for (size_t i = 0; i < PENDING_MAX; i++) {
		if (state.pending[call][i].at != state.counts[call])
			continue;
		*ret_value = state.pending[call][i].value;
		errno = state.pending[call][i].error_number;
		state.pending[call][i].at = 0;
		return true;
	}
	return false;
}

/* One of this machine's own. */
static bool is_hidden(const char *path)
{
	return is_test_thread && (!strncmp(path, "/dev/tpm", 8) || !strncmp(path, "/dev/tcm", 8));
}

static void be_node(const struct node *node, struct stat *st)
{
	st->st_mode = S_IFCHR | 0660;
	st->st_rdev = makedev(10, state.first_minor + (unsigned int)(node - state.nodes));
}

ssize_t __real_read(int fd, void *buf, size_t size);
ssize_t __wrap_read(int fd, void *buf, size_t size);
ssize_t __real_write(int fd, const void *buf, size_t size);
ssize_t __wrap_write(int fd, const void *buf, size_t size);
int __real_poll(struct pollfd *fds, nfds_t n, int timeout);
int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout);
int __real_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
int __real_stat64(const char *path, struct stat *st);
int __wrap_stat64(const char *path, struct stat *st);
int __real_fstat64(int fd, struct stat *st);
int __wrap_fstat64(int fd, struct stat *st);
long __real_syscall(long number, ...);
long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f);
int __real_tpmsysfs_identify(const char *root, dev_t devnum, char *name);
int __wrap_tpmsysfs_identify(const char *root, dev_t devnum, char *name);

ssize_t __wrap_read(int fd, void *buf, size_t size)
{
	int value;

	return replaced(INJECT_READ, &value) ? value : __real_read(fd, buf, size);
}

ssize_t __wrap_write(int fd, const void *buf, size_t size)
{
	int value;

	return replaced(INJECT_WRITE, &value) ? value : __real_write(fd, buf, size);
}

int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout)
{
	int value;

	return replaced(INJECT_POLL, &value) ? value : __real_poll(fds, n, timeout);
}

int __wrap_open64(const char *path, int flags, ...)
{
	struct node *node = report_find_node(path);
	va_list args;
	mode_t mode;
	int value;

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	if (replaced(INJECT_OPEN, &value))
		return value;
	if (!node && !is_hidden(path))
		return __real_open64(path, flags, mode);
	if (!node || node->fd < 0) {
		errno = node ? node->error_number : ENOENT;
		return -1;
	}
	node->openings++;
	node->opened_fd = fcntl(node->fd, F_DUPFD_CLOEXEC, 0);
	/* The number may have been another node's before. */
	for (struct node *other = state.nodes; other < state.nodes + NODES_MAX; other++) {
		if (other != node && other->opened_fd == node->opened_fd)
			other->opened_fd = -1;
	}
	fcntl(node->opened_fd, F_SETFL, O_RDWR | O_NONBLOCK);
	return node->opened_fd;
}

int __wrap_stat64(const char *path, struct stat *st)
{
	const struct node *node = report_find_node(path);

	if (node) {
		be_node(node, st);
		return 0;
	}
	if (is_hidden(path)) {
		errno = ENOENT;
		return -1;
	}
	return __real_stat64(path, st);
}

int __wrap_fstat64(int fd, struct stat *st)
{
	int r = __real_fstat64(fd, st);

	for (size_t i = 0; r == 0 && is_test_thread && !state.is_replaced && i < NODES_MAX; i++) {
		if (state.nodes[i].path && state.nodes[i].opened_fd == fd)
			be_node(&state.nodes[i], st);
	}
	return r;
}

/* Node files are looked at by number. */
long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	if (number == SYS_fstat)
		return __wrap_fstat64((int)a, (struct stat *)b);
	return __real_syscall(number, a, b, c, d, e, f);
}

/* The kernel's name of a node is the last part of its path. */
int __wrap_tpmsysfs_identify(const char *root, dev_t devnum, char *name)
{
	unsigned int node = minor(devnum) - state.first_minor;

	if (!is_test_thread || major(devnum) != 10 || node >= NODES_MAX || !state.nodes[node].path)
		return __real_tpmsysfs_identify(root, devnum, name);
	strcpy(name, strrchr(state.nodes[node].path, '/') + 1);
	return state.first_minor == MINOR_RM ? 2 : 1;
}
