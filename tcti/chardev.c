/* SPDX-License-Identifier: BSD-2-Clause */
/* The I/O core. */
#include "chardev.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cancel.h"
#include "deadline.h"
#include "node.h"
#include "trace.h"
#include "wait.h"

/* Unasked-for messages that are dropped before a command; more of them is an attack. */
#define DRAIN_MAX 64

/* The kernel drops a response that is not read for 120 s (TPM driver's user_read_timer). */
#define RESPONSE_KEPT_S 100

/* How often a sibling's unread response is looked at, 10 ms apart. */
#define SIBLING_LOOKS 200

void tcti_chardev_init(struct tcti_chardev *dev)
{
	dev->state = TCTI_CHARDEV_CLOSED;
	dev->fd = -1;
	dev->deadline = NULL;
	dev->error.text[0] = '\0';
}

/* A system call on the open node failed. */
static int io_error(struct tcti_chardev *dev, int r, enum tcti_io io)
{
	TCTI_TRACE3(error, dev->name, -r, (int)io);
	return tcti_error_io(&dev->error, r, dev->name, io);
}

static void set_open(struct tcti_chardev *dev, int fd)
{
	dev->kernel = TCTI_KERNEL_UNKNOWN;
	dev->fd = fd;
	dev->deadline = NULL;
	dev->in_flight = false;
	dev->received = 0;
	dev->clock_s = -RESPONSE_KEPT_S;
	dev->error.text[0] = '\0';
	dev->state = TCTI_CHARDEV_IDLE;
}

int tcti_chardev_open(struct tcti_chardev *dev, const char *path)
{
	size_t len = strnlen(path, sizeof(dev->name) - 1);
	int fd, r;

	r = tcti_node_open(path, &fd, &dev->error);
	if (r < 0)
		return r;
	dev->is_socket = false;
	dev->is_stream = false;
	dev->is_adopted = false;
	memcpy(dev->name, path, len);
	dev->name[len] = '\0';
	set_open(dev, fd);
	return 0;
}

int tcti_chardev_adopt(struct tcti_chardev *dev, int fd)
{
	int copy, socket_type, r;

	r = tcti_node_duplicate(fd, &copy, &socket_type, &dev->error);
	if (r < 0)
		return r;
	dev->is_socket = socket_type;
	dev->is_stream = socket_type == SOCK_STREAM;
	dev->is_adopted = true;
	snprintf(dev->name, sizeof(dev->name), "fd %d", fd);
	set_open(dev, copy);
	return 0;
}

/* A child of fork() has no thread that waits: it starts one of its own when it needs one. */
static void drop_inherited_deadline(struct tcti_chardev *dev)
{
	if (!dev->deadline || tcti_deadline_is_owner(dev->deadline))
		return;
	tcti_deadline_stop(dev->deadline);
	dev->deadline = NULL;
}

static int start_deadline(struct tcti_chardev *dev)
{
	int r;

	if (dev->deadline)
		return 0;
	r = tcti_deadline_start(dev->fd, &dev->deadline);
	if (r == 0 && dev->state == TCTI_CHARDEV_WAITING)
		tcti_deadline_expect(dev->deadline);
	return r;
}

/* One look at the clock a command is enough: the one for the command before came before this one was
 * sent. Without one, or after a long pause, the kernel needs its timer. */
static bool response_is_certain(struct tcti_chardev *dev)
{
	if (dev->kernel == TCTI_KERNEL_UNKNOWN)
		dev->kernel = tcti_kernel_signals_failures() ? TCTI_KERNEL_SIGNALS
							     : TCTI_KERNEL_MAY_NOT_SIGNAL;
	dev->clock_s = tcti_now_coarse_s();
	return dev->kernel == TCTI_KERNEL_SIGNALS &&
	       dev->clock_s - dev->sent_after_s < RESPONSE_KEPT_S;
}

/* The blocking path needs no thread, unless there is one that waits already. */
static int wait_for_response(struct tcti_chardev *dev, int timeout_ms)
{
	if (dev->is_socket)
		return tcti_wait_fd(dev->fd, POLLIN, timeout_ms);
	if (timeout_ms < 0 && !dev->deadline)
		return tcti_wait_response(dev->fd, -1, response_is_certain(dev));
	/* What keeps a thread from starting passes, or the caller waits without a timeout. */
	if (start_deadline(dev) < 0)
		return -EAGAIN;
	return tcti_deadline_wait(dev->deadline, timeout_ms);
}

/* A response may carry what only its caller may know: an unsealed secret, a session's nonce. */
static void wipe_response(struct tcti_chardev *dev)
{
	explicit_bzero(dev->response, dev->received);
	dev->received = 0;
}

static void set_idle(struct tcti_chardev *dev)
{
	wipe_response(dev);
	dev->state = TCTI_CHARDEV_IDLE;
	if (dev->deadline)
		tcti_deadline_clear(dev->deadline);
}

static bool interrupted(const struct tcti_chardev *dev)
{
	if (errno != EINTR)
		return false;
	TCTI_TRACE2(retry, dev->name, EINTR);
	return true;
}

static ssize_t read_bytes(struct tcti_chardev *dev, uint8_t *buf, size_t size)
{
	/* With MSG_TRUNC the whole length of a message that is too long is returned. */
	int flags = MSG_DONTWAIT | (dev->is_stream ? 0 : MSG_TRUNC);
	bool cancel = tcti_cancel_hold();
	ssize_t n;

	do {
		if (dev->is_socket)
			n = recv(dev->fd, buf, size, flags);
		else
			n = read(dev->fd, buf, size);
	} while (n < 0 && interrupted(dev));
	tcti_cancel_restore(cancel);
	return n < 0 ? -errno : n;
}

static ssize_t write_bytes(struct tcti_chardev *dev, const uint8_t *buf, size_t size)
{
	bool cancel = tcti_cancel_hold();
	ssize_t n;

	do {
		if (dev->is_socket)
			n = send(dev->fd, buf, size, MSG_DONTWAIT | MSG_NOSIGNAL);
		else
			n = write(dev->fd, buf, size);
	} while (n < 0 && interrupted(dev));
	tcti_cancel_restore(cancel);
	return n < 0 ? -errno : n;
}

static int check_response(struct tcti_chardev *dev)
{
	struct tcti_header header;
	int r = tcti_message_parse(dev->response, dev->received, &header);

	if (r == -ENODATA)
		return tcti_error_set(&dev->error, -EBADMSG,
				      "%s: malformed response: %zu bytes, shorter than a header",
				      dev->name, dev->received);
	if (r < 0)
		return tcti_error_set(
			&dev->error, -EBADMSG,
			"%s: malformed response: %zu bytes received, its header states "
			"%u",
			dev->name, dev->received, header.size);
	TCTI_TRACE3(receive, dev->name, header.code, dev->received);
	dev->response_size = dev->received;
	return 0;
}

/* Read what is there. Returns 1 when the response is complete, 0 when more must come. */
static int read_response(struct tcti_chardev *dev)
{
	size_t room = sizeof(dev->response) - dev->received;
	struct tcti_header header;
	ssize_t n;
	int r;

	n = read_bytes(dev, dev->response + dev->received, room);
	if (dev->is_socket && n == -EAGAIN)
		return 0;
	/* The kernel compares the sizes itself; the resource manager says the same of a lost state. */
	if (n == -EFAULT && !dev->is_socket && !tcti_node_is_rm(dev->fd))
		return tcti_error_set(
			&dev->error, -EBADMSG,
			"%s: malformed response: the TPM sent another number of bytes "
			"than its header states",
			dev->name);
	if (n < 0)
		return io_error(dev, (int)n, TCTI_IO_READ);
	if (n == 0)
		return io_error(dev, dev->is_socket ? -EPIPE : -ENOMSG, TCTI_IO_READ);
	if ((size_t)n > room) {
		dev->received += room;
		return tcti_error_set(&dev->error, -EBADMSG,
				      "%s: malformed response: %zd bytes, more than %d", dev->name,
				      n, TCTI_MESSAGE_SIZE);
	}
	dev->received += (size_t)n;
	if (dev->is_stream) {
		r = tcti_header_parse(dev->response, dev->received, &header);
		if (r == -ENODATA || (r == 0 && dev->received < header.size))
			return 0;
	}
	r = check_response(dev);
	return r < 0 ? r : 1;
}

static int receive_waiting(struct tcti_chardev *dev, int timeout_ms)
{
	int64_t end = timeout_ms > 0 ? tcti_now_ms() + timeout_ms : 0;
	int r;

	do {
		if (timeout_ms > 0 && dev->received) {
			int64_t left = end - tcti_now_ms();

			timeout_ms = left > 0 ? (int)left : 0;
		}
		r = wait_for_response(dev, timeout_ms);
		if (r == -EAGAIN)
			return tcti_error_set(&dev->error, r, "%s: no response yet", dev->name);
		if (r < 0) {
			dev->in_flight = r != -ENOMSG && r != -EOWNERDEAD;
			drop_inherited_deadline(dev);
			set_idle(dev);
			return io_error(dev, r, TCTI_IO_POLL);
		}
		r = read_response(dev);
	} while (r == 0);
	if (r < 0) {
		set_idle(dev);
		return r;
	}
	dev->state = TCTI_CHARDEV_HOLDING;
	return 0;
}

int tcti_chardev_receive(struct tcti_chardev *dev, int timeout_ms)
{
	if (dev->state == TCTI_CHARDEV_HOLDING)
		return 0;
	if (dev->state != TCTI_CHARDEV_WAITING)
		return tcti_error_set(&dev->error, -EPROTO, "%s: no command was sent", dev->name);
	return receive_waiting(dev, timeout_ms);
}

static void set_waiting(struct tcti_chardev *dev)
{
	dev->sent_after_s = dev->clock_s;
	dev->state = TCTI_CHARDEV_WAITING;
	if (dev->deadline)
		tcti_deadline_expect(dev->deadline);
}

/* Whatever still comes for an earlier command must not be taken for the answer to the next. */
static int drop_unread(struct tcti_chardev *dev)
{
	uint8_t rest[512];
	ssize_t n = 0;
	int r;

	if (dev->in_flight) {
		dev->in_flight = false;
		set_waiting(dev);
		r = tcti_chardev_receive(dev, -1);
		set_idle(dev);
		if (r < 0 && dev->in_flight)
			return r;
	}
	for (int i = 0; dev->is_socket && i < DRAIN_MAX; i++) {
		n = read_bytes(dev, rest, sizeof(rest));
		explicit_bzero(rest, sizeof(rest));
		if (n == -EAGAIN)
			return 0;
		if (n <= 0)
			return io_error(dev, n ? (int)n : -EPIPE, TCTI_IO_WRITE);
	}
	if (n > 0)
		return tcti_error_set(&dev->error, -EBADMSG,
				      "%s: the far end sends without being asked", dev->name);
	return 0;
}

/* The node has the response to a command that another copy of this descriptor sent. One that was
 * handed to us may have been left by its earlier owner; otherwise parent or child of fork() will take
 * it, and the kernel wakes nobody then. */
static bool clear_foreign_response(struct tcti_chardev *dev)
{
	int r = -EAGAIN;

	if (dev->is_adopted) {
		read_bytes(dev, dev->response, sizeof(dev->response));
		explicit_bzero(dev->response, sizeof(dev->response));
		return false;
	}
	for (int i = 0; r == -EAGAIN && i < SIBLING_LOOKS; i++)
		r = tcti_wait_fd(dev->fd, POLLOUT, 10);
	return r > 0;
}

static int write_command(struct tcti_chardev *dev, const uint8_t *command, size_t size)
{
	bool is_last_try = false;
	size_t done = 0;
	ssize_t n;
	int r;

	while (done < size) {
		n = write_bytes(dev, command + done, size - done);
		if (n == -EBUSY && !dev->is_socket && !is_last_try) {
			TCTI_TRACE2(retry, dev->name, EBUSY);
			is_last_try = !clear_foreign_response(dev);
			continue;
		}
		if (n == -EAGAIN && dev->is_socket) {
			r = tcti_wait_fd(dev->fd, POLLOUT, -1);
			if (r < 0)
				return r;
			continue;
		}
		if (n < 0)
			return (int)n;
		if (!dev->is_socket && (size_t)n != size)
			return -EIO;
		done += (size_t)n;
	}
	return 0;
}

int tcti_chardev_transmit(struct tcti_chardev *dev, const uint8_t *command, size_t size)
{
	struct tcti_header header;
	int r;

	if (dev->state != TCTI_CHARDEV_IDLE)
		return tcti_error_set(
			&dev->error, -EPROTO, "%s: not ready for a command: %s", dev->name,
			dev->state == TCTI_CHARDEV_CLOSED ? "closed" : "one is in flight");
	r = tcti_message_parse(command, size, &header);
	if (r == -ENODATA)
		return tcti_error_set(&dev->error, -EINVAL,
				      "%s: command not sent: %zu bytes, shorter than a header",
				      dev->name, size);
	if (r < 0)
		return tcti_error_set(&dev->error, -EINVAL,
				      "%s: command not sent: %zu bytes, its header states %u "
				      "(allowed: %d to %d)",
				      dev->name, size, header.size, TCTI_HEADER_SIZE,
				      TCTI_MESSAGE_SIZE);
	drop_inherited_deadline(dev);
	r = dev->in_flight || dev->is_socket ? drop_unread(dev) : 0;
	if (r < 0)
		return r;
	r = write_command(dev, command, size);
	if (r < 0)
		return io_error(dev, r, TCTI_IO_WRITE);
	TCTI_TRACE3(transmit, dev->name, header.code, size);
	set_waiting(dev);
	return 0;
}

int tcti_chardev_poll_fd(struct tcti_chardev *dev)
{
	int r;

	if (dev->state == TCTI_CHARDEV_CLOSED)
		return tcti_error_set(&dev->error, -ENODEV, "no TPM is open");
	if (dev->is_socket)
		return dev->fd;
	drop_inherited_deadline(dev);
	r = start_deadline(dev);
	if (r < 0)
		return tcti_error_set(&dev->error, r, "%s: cannot start a thread that waits: %s",
				      dev->name, strerror(-r));
	return tcti_deadline_fd(dev->deadline);
}

void tcti_chardev_release(struct tcti_chardev *dev)
{
	if (dev->state == TCTI_CHARDEV_HOLDING)
		set_idle(dev);
}

void tcti_chardev_close(struct tcti_chardev *dev)
{
	bool cancel;

	if (dev->state == TCTI_CHARDEV_CLOSED)
		return;
	wipe_response(dev);
	tcti_deadline_stop(dev->deadline);
	dev->deadline = NULL;
	/* Linux has closed the descriptor also when close(2) says EINTR. */
	cancel = tcti_cancel_hold();
	close(dev->fd);
	tcti_cancel_restore(cancel);
	dev->fd = -1;
	dev->state = TCTI_CHARDEV_CLOSED;
}
