/* SPDX-License-Identifier: BSD-2-Clause */
/* What a process has of something that /proc lists: descriptors, threads. */
#ifndef TESTS_ENTRIES_H
#define TESTS_ENTRIES_H

#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

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

static inline void *tell_tid(void *ret_tid)
{
	*(pid_t *)ret_tid = gettid();
	return NULL;
}

/* The threads that there are before a test starts any. A sanitizer starts one of its own with the first
 * thread of the program, which is therefore made here. */
static inline unsigned int threads_before(void)
{
	char path[64];
	pthread_t thread;
	pid_t tid = 0;

	assert_int_equal(pthread_create(&thread, NULL, tell_tid, &tid), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	snprintf(path, sizeof(path), "/proc/self/task/%d", tid);
	while (!access(path, F_OK))
		sched_yield();
	return entries("/proc/self/task");
}

#endif
