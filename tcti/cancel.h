/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pthread_cancel(3) of a thread that is in a module. It takes effect while the thread waits, in
 * poll(2), where nothing has changed that a later call would miss; around every other system call that
 * is a cancellation point it is held off. A process with one thread has nobody to cancel it.
 */
#ifndef TCTI_CANCEL_H
#define TCTI_CANCEL_H

#include <stdbool.h>

#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#define TCTI_IS_SINGLE_THREADED __libc_single_threaded
#endif
#endif
#ifndef TCTI_IS_SINGLE_THREADED
#define TCTI_IS_SINGLE_THREADED 0
#endif

/* Whether the calling thread can be cancelled from now on. Returns whether it could until now. */
bool tcti_cancel_set_state(bool is_enabled);

/* Returns what tcti_cancel_restore() wants. */
static inline bool tcti_cancel_hold(void)
{
	return !TCTI_IS_SINGLE_THREADED && tcti_cancel_set_state(false);
}

/* errno stays. */
static inline void tcti_cancel_restore(bool was_enabled)
{
	if (was_enabled)
		tcti_cancel_set_state(true);
}

#endif
