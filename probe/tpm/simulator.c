/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An ephemeral swtpm. Its parent is not the program itself but a janitor: a child that waits for
 * the end of a pipe whose other end only the program holds. Whatever ends the program, SIGKILL
 * included, ends the pipe; the janitor then ends swtpm and removes the directory.
 */
#include "simulator.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long swtpm may take to end by itself, before it is killed. */
#define GRACE_MS 2000

struct simulator {
	pid_t janitor;
	int life; /* the write end of the janitor's pipe */
	int fd;
};

/* What the janitor has. */
struct janitor {
	int life, status, socket;
	int dir_fd;  /* swtpm's directory */
	int base_fd; /* that in which it was made */
	char dir[256];
};

static const char *path_end(const struct janitor *janitor)
{
	return strrchr(janitor->dir, '/') + 1;
}

/* What was made and nothing else, whatever stands in its place by now. Files that somebody put there go
 * with it; a directory in it stays. */
static void remove_dir(const struct janitor *janitor)
{
	DIR *dir = fdopendir(janitor->dir_fd);
	struct dirent *entry;

	if (!dir)
		return;
	while ((entry = readdir(dir)))
		unlinkat(janitor->dir_fd, entry->d_name, 0);
	closedir(dir);
	unlinkat(janitor->base_fd, path_end(janitor), AT_REMOVEDIR);
}

static bool is_ours_alone(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && st.st_uid == geteuid() && !(st.st_mode & (S_IWGRP | S_IWOTH));
}

/* In base_fd, a new directory of the caller's alone. */
static int make_in(struct janitor *janitor, const char *base)
{
	uint64_t random;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return -EIO;
	snprintf(janitor->dir, sizeof(janitor->dir), "%s/tpm-probe-%016llx", base,
		 (unsigned long long)random);
	if (mkdirat(janitor->base_fd, path_end(janitor), 0700) < 0)
		return -errno;
	janitor->dir_fd = openat(janitor->base_fd, path_end(janitor),
				 O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return janitor->dir_fd < 0 ? -errno : 0;
}

static int make_dir(struct janitor *janitor)
{
	const char *bases[] = { secure_getenv("XDG_RUNTIME_DIR"), "/tmp" };
	int r = -ENOENT;

	for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
		if (!bases[i] || bases[i][0] != '/' || strlen(bases[i]) > 200)
			continue;
		janitor->base_fd = open(bases[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (janitor->base_fd < 0) {
			r = -errno;
			continue;
		}
		r = i || is_ours_alone(janitor->base_fd) ? make_in(janitor, bases[i]) : -EACCES;
		if (!r)
			return 0;
		close(janitor->base_fd);
	}
	return r;
}

/* Become swtpm. The pid is the janitor's, to notice its end before the death signal was set. */
static void run_swtpm(const struct janitor *janitor, pid_t parent)
{
	char fd[16], state[300];
	const char *argv[] = { "swtpm",
			       "socket",
			       "--tpm2",
			       "--tpmstate",
			       state,
			       "--fd",
			       fd,
			       "--flags",
			       "not-need-init,startup-clear",
			       "--terminate",
			       NULL };
	int errnum;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	snprintf(state, sizeof(state), "dir=%s", janitor->dir);
	snprintf(fd, sizeof(fd), "%d", janitor->socket);
	if (fcntl(janitor->socket, F_SETFD, 0) == 0)
		execvp(argv[0], (char *const *)argv);
	errnum = errno;
	if (write(janitor->status, &errnum, sizeof(errnum)) < 0)
		_exit(2);
	_exit(1);
}

static void wait_for_end(const struct janitor *janitor, pid_t swtpm)
{
	int pidfd = pidfd_open(swtpm, 0);
	struct pollfd fds[] = {
		{ .fd = janitor->life, .events = POLLIN },
		{ .fd = pidfd, .events = POLLIN },
	};

	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	kill(swtpm, SIGTERM);
	while (pidfd >= 0 && poll(&fds[1], 1, GRACE_MS) < 0 && errno == EINTR)
		;
	kill(swtpm, SIGKILL);
	while (waitpid(swtpm, NULL, 0) < 0 && errno == EINTR)
		;
}

static void close_others(int a, int b, int c)
{
	int low = a < b ? a : b, high = a < b ? b : a, middle = c;

	if (middle < low) {
		middle = low;
		low = c;
	} else if (middle > high) {
		middle = high;
		high = c;
	}
	if (low > 0)
		close_range(0, low - 1, 0);
	if (middle > low + 1)
		close_range(low + 1, middle - 1, 0);
	if (high > middle + 1)
		close_range(middle + 1, high - 1, 0);
	close_range(high + 1, ~0U, 0);
}

static void run_janitor(struct janitor *janitor)
{
	pid_t swtpm, self = getpid();
	sigset_t none;
	int null, errnum;

	setsid();
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	umask(077);
	/* Nothing of the program's may live on in here: terminals, pipes, our end of the socket. */
	close_others(janitor->life, janitor->status, janitor->socket);
	null = open("/dev/null", O_RDWR);
	while (null >= 0 && null < STDERR_FILENO)
		null = dup(null);

	errnum = -make_dir(janitor);
	if (errnum)
		goto report;
	swtpm = fork();
	if (swtpm < 0) {
		errnum = errno;
		goto remove;
	}
	if (swtpm == 0)
		run_swtpm(janitor, self);
	close(janitor->socket);
	close(janitor->status);
	wait_for_end(janitor, swtpm);
	remove_dir(janitor);
	_exit(0);

remove:
	remove_dir(janitor);
report:
	if (write(janitor->status, &errnum, sizeof(errnum)) < 0)
		_exit(2);
	_exit(1);
}

/* A descriptor that cannot be one of the standard three, which the janitor replaces. */
static int above_standard(int *fd)
{
	int above;

	if (*fd > STDERR_FILENO)
		return 0;
	above = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (above < 0)
		return -errno;
	close(*fd);
	*fd = above;
	return 0;
}

static void wait_janitor(pid_t janitor)
{
	while (waitpid(janitor, NULL, 0) < 0 && errno == EINTR)
		;
}

int simulator_start(struct simulator **ret_simulator)
{
	int sockets[2] = { -1, -1 }, life[2] = { -1, -1 }, status[2] = { -1, -1 };
	struct simulator *simulator;
	struct janitor janitor;
	int errnum = 0, r;
	ssize_t size;

	simulator = calloc(1, sizeof(*simulator));
	if (!simulator)
		return -ENOMEM;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0 ||
	    pipe2(life, O_CLOEXEC) < 0 || pipe2(status, O_CLOEXEC) < 0) {
		r = -errno;
		goto close_fds;
	}
	r = above_standard(&sockets[1]);
	if (!r)
		r = above_standard(&life[0]);
	if (!r)
		r = above_standard(&status[1]);
	if (r)
		goto close_fds;

	janitor = (struct janitor){ .life = life[0], .status = status[1], .socket = sockets[1] };
	simulator->janitor = fork();
	if (simulator->janitor < 0) {
		r = -errno;
		goto close_fds;
	}
	if (simulator->janitor == 0)
		run_janitor(&janitor);
	close(sockets[1]);
	close(life[0]);
	close(status[1]);
	sockets[1] = life[0] = status[1] = -1;

	/* Ends without a word as soon as swtpm has been executed. */
	do
		size = read(status[0], &errnum, sizeof(errnum));
	while (size < 0 && errno == EINTR);
	if (size != 0) {
		r = size == sizeof(errnum) ? -errnum : -EIO;
		goto end_janitor;
	}
	close(status[0]);
	simulator->life = life[1];
	simulator->fd = sockets[0];
	*ret_simulator = simulator;
	return 0;

end_janitor:
	close(life[1]);
	life[1] = -1;
	wait_janitor(simulator->janitor);
close_fds:
	for (size_t i = 0; i < 2; i++) {
		if (sockets[i] >= 0)
			close(sockets[i]);
		if (life[i] >= 0)
			close(life[i]);
		if (status[i] >= 0)
			close(status[i]);
	}
	free(simulator);
	return r;
}

void simulator_stop(struct simulator *simulator)
{
	if (!simulator)
		return;
	close(simulator->fd);
	close(simulator->life);
	wait_janitor(simulator->janitor);
	free(simulator);
}

int simulator_fd(const struct simulator *simulator)
{
	return simulator->fd;
}
