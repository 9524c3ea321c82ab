/* SPDX-License-Identifier: BSD-2-Clause */
/* What a process has of something that /proc lists: descriptors, threads. */
#ifndef TESTS_ENTRIES_H
#define TESTS_ENTRIES_H

#include <dirent.h>
#include <sched.h>

static inline unsigned int entries(const char *path)
{
	DIR *dir = opendir(path);
	unsigned int n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

/*
 * Wait until no more threads are left than that. pthread_join(3) returns when the thread has let go of
 * its memory; the kernel takes it out of /proc a little later. A thread that stays is a test that does
 * not end.
 */
static inline void wait_threads(unsigned int n)
{
	while (entries("/proc/self/task") > n)
		sched_yield();
	assert_int_equal(entries("/proc/self/task"), n);
}

#endif
