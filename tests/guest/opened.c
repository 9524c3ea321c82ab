/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a command and tells which of the watched files were opened meanwhile, by anybody: as strace
 * would, but without its price.
 *
 *   opened OUTPUT PATH... -- COMMAND...
 *
 * Writes each opened path to OUTPUT. Its exit status is the command's.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

static int tell(int fd, char **paths, const int *watches, int n, FILE *out)
{
	char buffer[64 * (sizeof(struct inotify_event) + NAME_MAX + 1)]
		__attribute__((aligned(__alignof__(struct inotify_event))));
	ssize_t size;

	while ((size = read(fd, buffer, sizeof(buffer))) > 0) {
		for (char *p = buffer; p < buffer + size;) {
			const struct inotify_event *event = (const struct inotify_event *)p;

			for (int i = 0; i < n; i++)
				if (watches[i] == event->wd)
					fprintf(out, "%s\n", paths[i]);
			p += sizeof(*event) + event->len;
		}
	}
	return fclose(out);
}

int main(int argc, char **argv)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), watches[64], n = 0, status;
	FILE *out = argc > 1 ? fopen(argv[1], "we") : NULL;
	pid_t child;

	if (fd < 0 || !out)
		return 125;
	for (; n < 64 && argv[2 + n] && strcmp(argv[2 + n], "--") != 0; n++) {
		watches[n] = inotify_add_watch(fd, argv[2 + n], IN_OPEN);
		if (watches[n] < 0) {
			perror(argv[2 + n]);
			return 125;
		}
	}
	child = fork();
	if (!child) {
		execvp(argv[3 + n], argv + 3 + n);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0 || tell(fd, argv + 2, watches, n, out))
		return 125;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
