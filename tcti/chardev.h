/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The I/O core: commands and responses through one open descriptor, a TPM's character device or a
 * socket with a TPM at its far end (a simulator, a test).
 *
 * A device is idle, waiting for a response, or holding one:
 *
 *	idle --transmit--> waiting --receive--> holding --release--> idle
 *
 * Every error leads back to idle, -EAGAIN of receive excepted; the response to a command that was
 * given up that way is dropped before the next command goes out, never handed out as the answer to
 * it. A normal command takes three system calls on a TPM node: write, poll, read. With the first
 * finite timeout, or the first poll handle, a thread begins to wait in the caller's place
 * (deadline.h), for as long as the device is open.
 *
 * Errors are -errno and leave a text in error. Not thread-safe: one thread at a time. After fork()
 * parent and child share the open node, with its objects and sessions, and both may use it: a command
 * goes out when the other one has taken its response. A command in flight at fork() is the parent's.
 *
 * Kernel behaviour: drivers/char/tpm/tpm-dev-common.c.
 */
#ifndef TCTI_CHARDEV_H
#define TCTI_CHARDEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "error.h"
#include "wire.h"

enum tcti_chardev_state {
	TCTI_CHARDEV_CLOSED = 0,
	TCTI_CHARDEV_IDLE,
	TCTI_CHARDEV_WAITING,
	TCTI_CHARDEV_HOLDING,
};

/* Closed after tcti_chardev_init(). Members are read only for the users of this header. */
struct tcti_chardev {
	enum tcti_chardev_state state;
	int fd;		/* owned; valid unless closed */
	bool is_socket; /* else a TPM node */
	bool is_stream; /* a socket without message boundaries */
	bool is_adopted;
	bool in_flight; /* idle, but the response to the last command may still come */
	struct tcti_deadline *deadline; /* owned; NULL until it is needed */
	char name[128];			/* for messages: the path, cut if it is long, or "fd N" */
	time_t clock_s;			/* the last look at tcti_now_coarse_s() */
	time_t sent_after_s;		/* waiting: the one before the command went out */
	enum tcti_chardev_kernel {
		TCTI_KERNEL_UNKNOWN = 0,
		TCTI_KERNEL_SIGNALS,
		TCTI_KERNEL_MAY_NOT_SIGNAL
	} kernel;

	size_t received; /* bytes in response, so far (streams); 0: none, and response is wiped */
	size_t response_size;
	struct tcti_error error; /* of the last call that failed */
	uint8_t response[TCTI_MESSAGE_SIZE];
};

/* It may be opened then. Not all of it is written: opening must not cost a page of memory. */
void tcti_chardev_init(struct tcti_chardev *dev);

/*
 * Open a TPM node. No TPM command is sent.
 * Errors: those of tcti_node_open(). dev stays closed.
 */
int tcti_chardev_open(struct tcti_chardev *dev, const char *path);

/*
 * Use a duplicate of fd, which stays the caller's. A TPM node's open file is set to O_NONBLOCK, which
 * all its duplicates share. Errors: those of tcti_node_duplicate(). dev stays closed.
 */
int tcti_chardev_adopt(struct tcti_chardev *dev, int fd);

/*
 * Send one command. dev must be idle. While another process that shares the open node has not taken
 * its response, waits for that.
 * Errors: -EBUSY: 2 s were too short for that. -EINVAL: size is not 10 to 4096 or not what the header states; nothing was sent.
 * -EPIPE and the like: the TPM is gone. Otherwise what write(2) says.
 */
int tcti_chardev_transmit(struct tcti_chardev *dev, const uint8_t *command, size_t size);

/*
 * Wait at most timeout_ms (-1: for ever) for the response to the command that was sent. On success
 * dev holds it: response_size bytes in response, complete and of the size that its header states.
 * 0 at once if dev holds it already.
 * Signals neither end nor lengthen the wait.
 * Errors: -EAGAIN: not there yet, dev still waits; -EBADMSG: no well-formed response; -ENOMSG: the
 * kernel dropped the response; -EPIPE: the far end closed. Otherwise what poll(2) and read(2) say.
 */
int tcti_chardev_receive(struct tcti_chardev *dev, int timeout_ms);

/*
 * A descriptor for poll(2) with POLLIN: readable when tcti_chardev_receive() would not say -EAGAIN.
 * It stays the same, and dev's, until dev is closed. A socket is its own: once its response is read
 * it is not readable, though dev holds the response.
 * Errors: those of tcti_deadline_start().
 */
int tcti_chardev_poll_fd(struct tcti_chardev *dev);

/* Wipe the response that dev holds; it is idle then. */
void tcti_chardev_release(struct tcti_chardev *dev);

/* Also in any other state, and again. A response that dev holds is wiped. On a TPM node close(2)
 * waits for a command in flight. */
void tcti_chardev_close(struct tcti_chardev *dev);

#endif
