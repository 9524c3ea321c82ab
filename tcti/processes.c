/* SPDX-License-Identifier: BSD-2-Clause */
/* Which processes have a device open: /proc/PID/fd. */
#include "processes.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* links: the open directory /proc/PID/fd; closed here. */
static bool has_open(int links, dev_t devnum)
{
	struct dirent *entry;
	bool found = false;
	struct stat st;
	DIR *dir;

	dir = fdopendir(links);
	if (!dir) {
		close(links);
		return false;
	}
	while (!found && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		found = fstatat(links, entry->d_name, &st, 0) == 0 && S_ISCHR(st.st_mode) &&
			st.st_rdev == devnum;
	}
	closedir(dir);
	return found;
}

/* The program's name; a process may choose any bytes for it. */
static void read_name(int process, char ret_name[32])
{
	int fd = openat(process, "comm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, ret_name, 31);

	if (fd >= 0)
		close(fd);
	ret_name[n > 0 ? n : 0] = '\0';
	ret_name[strcspn(ret_name, "\n")] = '\0';
	for (char *p = ret_name; *p; p++) {
		if (*p < ' ' || *p > '~')
			*p = '?';
	}
}

unsigned int tcti_processes_with_open(dev_t devnum, char *ret_text, size_t size)
{
	unsigned int n = 0;
	struct dirent *entry;
	size_t len = 0;
	DIR *proc;

	if (size)
		ret_text[0] = '\0';
	proc = opendir("/proc");
	if (!proc)
		return 0;
	while ((entry = readdir(proc))) {
		char *end, name[32];
		long pid = strtol(entry->d_name, &end, 10);
		int process, links;

		if (*end || pid <= 0 || pid == getpid())
			continue;
		process = openat(dirfd(proc), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (process < 0)
			continue;
		links = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (links >= 0 && has_open(links, devnum)) {
			read_name(process, name);
			if (len < size)
				len += (size_t)snprintf(ret_text + len, size - len,
							"%s%s (pid %ld)", n ? ", " : "", name, pid);
			n++;
		}
		close(process);
	}
	closedir(proc);
	return n;
}
