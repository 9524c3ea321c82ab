/* SPDX-License-Identifier: BSD-2-Clause */
/* The simulator answers, and nothing of it is left, whatever ends its user. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "simulator.h"

/* The directory in which every test's simulator makes its own. */
static char base[] = "/tmp/test_simulator-XXXXXX";

static size_t count_dirs(char *name, size_t size)
{
	DIR *dir = opendir(base);
	struct dirent *entry;
	size_t n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		n++;
		if (name)
			snprintf(name, size, "%s/%s", base, entry->d_name);
	}
	closedir(dir);
	return n;
}

/* The one child of a process; 0 if it has none. */
static pid_t child_of(pid_t parent)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	pid_t found = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) && !found) {
		char path[300], text[512], *end;
		FILE *file;
		int ppid;

		snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
		if (entry->d_name[0] < '0' || entry->d_name[0] > '9')
			continue;
		file = fopen(path, "re");
		if (!file)
			continue;
		if (fgets(text, sizeof(text), file) && (end = strrchr(text, ')')) &&
		    sscanf(end + 2, "%*c %d", &ppid) == 1 && ppid == parent)
			found = atoi(entry->d_name);
		fclose(file);
	}
	closedir(dir);
	return found;
}

static bool wait_end(int pidfd)
{
	struct pollfd poll_fd = { .fd = pidfd, .events = POLLIN };
	int n;

	do
		n = poll(&poll_fd, 1, -1);
	while (n < 0 && errno == EINTR);
	return n == 1;
}

/* TPM2_GetRandom(8); true: eight bytes came. */
static bool get_random(int fd)
{
	static const uint8_t command[] = { 0x80, 1, 0, 0, 0, 12, 0, 0, 1, 0x7b, 0, 8 };
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	uint8_t response[64];

	if (send(fd, command, sizeof(command), MSG_NOSIGNAL) != sizeof(command))
		return false;
	if (poll(&poll_fd, 1, -1) != 1)
		return false;
	return read(fd, response, sizeof(response)) == 20 && response[9] == 0;
}

static void test_answers_and_ends(void **state)
{
	struct simulator *simulator = NULL;
	pid_t janitor, swtpm;
	int janitor_fd, swtpm_fd;
	struct stat status;
	char dir[512];

	(void)state;
	assert_int_equal(simulator_start(&simulator), 0);
	assert_true(get_random(simulator_fd(simulator)));
	assert_int_equal(count_dirs(dir, sizeof(dir)), 1);
	assert_int_equal(stat(dir, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	janitor = child_of(getpid());
	swtpm = child_of(janitor);
	janitor_fd = pidfd_open(janitor, 0);
	swtpm_fd = pidfd_open(swtpm, 0);
	assert_true(janitor > 0 && swtpm > 0 && janitor_fd >= 0 && swtpm_fd >= 0);

	simulator_stop(simulator);
	/* All of it is over when simulator_stop() comes back. */
	assert_int_equal(count_dirs(NULL, 0), 0);
	assert_int_equal(kill(swtpm, 0), -1);
	assert_int_equal(kill(janitor, 0), -1);
	close(janitor_fd);
	close(swtpm_fd);
	simulator_stop(NULL);
}

/* A process of its own that starts a simulator, tells who is who, and waits to be ended. */
static pid_t start_user(int *ret_janitor, int *ret_swtpm)
{
	int ready[2];
	char byte;
	pid_t user, janitor, swtpm;

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	user = fork();
	assert_true(user >= 0);
	if (user == 0) {
		struct simulator *simulator;

		setpgid(0, 0);
		byte = simulator_start(&simulator) == 0 && get_random(simulator_fd(simulator));
		if (write(ready[1], &byte, 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	assert_int_equal(byte, 1);
	janitor = child_of(user);
	swtpm = child_of(janitor);
	assert_true(janitor > 0 && swtpm > 0);
	*ret_janitor = pidfd_open(janitor, 0);
	*ret_swtpm = pidfd_open(swtpm, 0);
	assert_true(*ret_janitor >= 0 && *ret_swtpm >= 0);
	return user;
}

static void ends_with(int signal, bool whole_group)
{
	int janitor, swtpm, status;
	pid_t user = start_user(&janitor, &swtpm);

	assert_int_equal(count_dirs(NULL, 0), 1);
	assert_int_equal(kill(whole_group ? -user : user, signal), 0);
	assert_int_equal(waitpid(user, &status, 0), user);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == signal);
	assert_true(wait_end(swtpm));
	assert_true(wait_end(janitor));
	assert_int_equal(count_dirs(NULL, 0), 0);
	close(janitor);
	close(swtpm);
}

static void test_user_is_killed(void **state)
{
	(void)state;
	ends_with(SIGKILL, false);
}

static void test_user_is_interrupted(void **state)
{
	(void)state;
	ends_with(SIGINT, true);
}

static void test_user_is_terminated(void **state)
{
	(void)state;
	ends_with(SIGTERM, true);
}

static void test_janitor_ignores_signals(void **state)
{
	struct simulator *simulator = NULL;
	pid_t janitor;

	(void)state;
	assert_int_equal(simulator_start(&simulator), 0);
	janitor = child_of(getpid());
	kill(janitor, SIGINT);
	kill(janitor, SIGTERM);
	kill(janitor, SIGHUP);
	assert_true(get_random(simulator_fd(simulator)));
	simulator_stop(simulator);
	assert_int_equal(count_dirs(NULL, 0), 0);
}

static void test_swtpm_goes_with_its_janitor(void **state)
{
	struct simulator *simulator = NULL;
	pid_t janitor;
	int swtpm;
	char dir[512], command[600];

	(void)state;
	assert_int_equal(simulator_start(&simulator), 0);
	janitor = child_of(getpid());
	swtpm = pidfd_open(child_of(janitor), 0);
	assert_true(swtpm >= 0);
	kill(janitor, SIGKILL);
	assert_true(wait_end(swtpm));
	close(swtpm);
	simulator_stop(simulator);
	/* Nobody is left who could have removed it. */
	assert_int_equal(count_dirs(dir, sizeof(dir)), 1);
	snprintf(command, sizeof(command), "rm -r '%s'", dir);
	assert_int_equal(system(command), 0);
}

/* A reader of the program's output must see its end, janitor or not. */
static void test_holds_nothing_of_the_users(void **state)
{
	struct simulator *simulator = NULL;
	struct pollfd poll_fd = { .events = POLLIN };
	int output[2];

	(void)state;
	assert_int_equal(pipe(output), 0);
	assert_int_equal(simulator_start(&simulator), 0);
	close(output[1]);
	poll_fd.fd = output[0];
	assert_int_equal(poll(&poll_fd, 1, 0), 1);
	assert_true(poll_fd.revents & POLLHUP);
	close(output[0]);
	simulator_stop(simulator);
}

static void test_not_installed(void **state)
{
	struct simulator *simulator = NULL;
	char *path = strdup(getenv("PATH"));

	(void)state;
	setenv("PATH", "/nonexistent", 1);
	assert_int_equal(simulator_start(&simulator), -ENOENT);
	setenv("PATH", path, 1);
	free(path);
	assert_null(simulator);
	assert_int_equal(count_dirs(NULL, 0), 0);
	assert_int_equal(child_of(getpid()), 0);
}

/* XDG_RUNTIME_DIR of another user's, as with sudo -E, or writable for others. */
static void test_runtime_directory_of_others(void **state)
{
	struct simulator *simulator = NULL;

	(void)state;
	for (int i = 0; i < (geteuid() ? 2 : 3); i++) {
		assert_int_equal(chmod(base, i == 0 ? 0770 : i == 1 ? 0707 : 0700), 0);
		if (i == 2)
			assert_int_equal(chown(base, 65534, 65534), 0);
		assert_int_equal(simulator_start(&simulator), 0);
		assert_true(get_random(simulator_fd(simulator)));
		assert_int_equal(count_dirs(NULL, 0), 0);
		simulator_stop(simulator);
	}
	if (!geteuid())
		assert_int_equal(chown(base, 0, 0), 0);
	assert_int_equal(chmod(base, 0700), 0);
}

/* A link in the place of the directory: what it leads to stays, and what was made goes. */
static void test_planted_link(void **state)
{
	struct simulator *simulator = NULL;
	char dir[512], aside[600], victim[600], file[700];

	(void)state;
	assert_int_equal(simulator_start(&simulator), 0);
	assert_true(get_random(simulator_fd(simulator)));
	assert_int_equal(count_dirs(dir, sizeof(dir)), 1);
	snprintf(aside, sizeof(aside), "%s/aside", base);
	snprintf(victim, sizeof(victim), "%s/victim", base);
	snprintf(file, sizeof(file), "%s/file", victim);
	assert_int_equal(rename(dir, aside), 0);
	assert_int_equal(mkdir(victim, 0700), 0);
	assert_int_equal(close(open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)), 0);
	assert_int_equal(symlink("victim", dir), 0);
	simulator_stop(simulator);
	assert_int_equal(unlink(dir), 0);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(victim), 0);
	assert_int_equal(rmdir(aside), 0);
}

static int set_up(void **state)
{
	(void)state;
	return mkdtemp(base) && setenv("XDG_RUNTIME_DIR", base, 1) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	return rmdir(base);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers_and_ends),
		cmocka_unit_test(test_user_is_killed),
		cmocka_unit_test(test_user_is_interrupted),
		cmocka_unit_test(test_user_is_terminated),
		cmocka_unit_test(test_janitor_ignores_signals),
		cmocka_unit_test(test_swtpm_goes_with_its_janitor),
		cmocka_unit_test(test_holds_nothing_of_the_users),
		cmocka_unit_test(test_not_installed),
		cmocka_unit_test(test_runtime_directory_of_others),
		cmocka_unit_test(test_planted_link),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
