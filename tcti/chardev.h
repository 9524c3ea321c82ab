/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The I/O core: one open TPM node, one command at a time.
 *
 * Opening sends no TPM command. A command is one write(2). Its response is read whole, with one
 * read(2) where the far end keeps messages together (every kernel since 4.20 does), into a buffer
 * of the structure, and stays there until it is fetched: asking for its size costs nothing and may
 * be repeated. Whatever fails, the structure can take the next command or says that the node is
 * gone; it never waits for a response that will not come.
 *
 * Errors are -errno; `error` then holds one or two sentences: which node, what, why, what to do.
 * A structure is used by one thread at a time. After fork(2) only the parent may use it.
 */
#ifndef CHARDEV_H
#define CHARDEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

#define CHARDEV_ERROR_MAX 512

struct chardev {
	int fd;		 /* -1: closed */
	bool in_flight;	 /* a command was written, its response not yet read */
	bool stream;	 /* the far end is a byte stream: a response may come in pieces */
	size_t received; /* bytes of the response in `response` */
	char node[256];	 /* for messages */
	char error[CHARDEV_ERROR_MAX];
	uint8_t response[WIRE_MAX_SIZE];
};

void chardev_init(struct chardev *dev);

/*
 * Open a node. Only the character device of a TPM is opened, everything else is refused without
 * being touched: -ENOTTY. Where there is no sysfs to ask, any character device is taken.
 * Other errors: what stat(2) and open(2) give (-ENOENT, -EACCES, -EPERM, -EBUSY, -ENODEV ...);
 * -ENAMETOOLONG.
 */
int chardev_open(struct chardev *dev, const char *path);

/*
 * Use a descriptor that is open already: a TPM's node, or a connected socket. It is duplicated
 * (close-on-exec) and made non-blocking; the caller keeps its own.
 * Errors: -EBADF, -ENOTTY it is neither.
 */
int chardev_adopt(struct chardev *dev, int fd);

void chardev_close(struct chardev *dev);

/*
 * Send a command of `size` bytes, as checked by wire_check() here.
 * Errors: -EBADMSG or -EMSGSIZE not a command, nothing was sent; -EBUSY a command is in flight;
 * errors of write(2).
 */
int chardev_send(struct chardev *dev, const uint8_t *command, size_t size);

/*
 * Wait for the response. timeout_ms: -1 for ever, 0 not at all.
 * Returns its size; -EAGAIN: not there yet, ask again. Every other error ends the command:
 * -EBADMSG the TPM answered what is no response; -ENOLINK the far end is gone, or the kernel has
 * dropped the response (unread for 120 s); errors of read(2) and poll(2).
 */
int chardev_wait(struct chardev *dev, int timeout_ms);

/* Take the response that chardev_wait() announced. `size` must be what it returned. */
void chardev_fetch(struct chardev *dev, uint8_t *buf, size_t size);

#endif
