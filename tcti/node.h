/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opening a TPM's character device, and nothing else: what a path names is looked at before it is
 * opened, so that a file, a FIFO or another device that was named by mistake stays untouched.
 */
#ifndef TCTI_NODE_H
#define TCTI_NODE_H

#include <sys/types.h>

#include "error.h"

/*
 * Open a TPM node, raw or of the resource manager, for reading and writing, non-blocking and
 * close-on-exec. No TPM command is sent.
 * Without sysfs (a container may hide it) the driver list of /proc names what the device is, and
 * without that its major number must be one of those that Linux hands out to drivers like this.
 * Errors: -ENOTTY: not a TPM node; what stat(2) and open(2) say. error says why.
 */
int tcti_node_open(const char *path, int *ret_fd, struct tcti_error *error);

/*
 * A duplicate of fd, which is an open TPM node or a socket, close-on-exec and none of stdin, stdout and
 * stderr. A node's open file is set to O_NONBLOCK. ret_socket_type: SOCK_STREAM and the like, 0: a node.
 * Errors: -EBADF: fd is not open; -ENOTTY: neither of them. error says why.
 */
int tcti_node_duplicate(int fd, int *ret_fd, int *ret_socket_type, struct tcti_error *error);

/* Is the open TPM node one of the kernel's resource manager? Returns 1 or 0. */
int tcti_node_is_rm(int fd);

/* Is the character device of this number a TPM node? Returns 1 or 0. */
int tcti_node_is_tpm(dev_t devnum);

#endif
