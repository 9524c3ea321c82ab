/* SPDX-License-Identifier: BSD-2-Clause */
/* The I/O core of both modules: see chardev.h. */
#include "chardev.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tpmsysfs.h"

void chardev_init(struct chardev *dev)
{
	memset(dev, 0, offsetof(struct chardev, response));
	dev->fd = -1;
}

__attribute__((format(printf, 3, 4))) static int fail(struct chardev *dev, int errnum,
						      const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(dev->error, sizeof(dev->error), format, args);
	va_end(args);
	return -errnum;
}

static const char *open_advice(int errnum)
{
	switch (errnum) {
	case ENOENT:
		return "no such node; is the driver loaded, and in a container is the node passed in?";
	case EACCES:
		return "permission denied; see the node's owner and group (usually: join group tss)";
	case EPERM:
		return "not permitted; see the cgroup's device policy and the security module";
	case EBUSY:
		return "in use by another program; the raw node serves one opener, use the resource "
		       "manager's (/dev/tpmrm0)";
	case ENODEV:
	case ENXIO:
		return "there is no TPM behind this node any more";
	default:
		return strerror(errnum);
	}
}

static int check_node(struct chardev *dev, const struct stat *st)
{
	char name[32];

	if (!S_ISCHR(st->st_mode))
		return fail(dev, ENOTTY, "%s: not a character device, so not a TPM; left untouched",
			    dev->node);
	if (!tpmsysfs_identify(NULL, st->st_rdev, name))
		return fail(dev, ENOTTY, "%s: a character device, but not a TPM's; left untouched",
			    dev->node);
	return 0;
}

int chardev_open(struct chardev *dev, const char *path)
{
	struct stat st;
	dev_t devnum;
	int r;

	if (snprintf(dev->node, sizeof(dev->node), "%s", path) >= (int)sizeof(dev->node))
		return fail(dev, ENAMETOOLONG, "%s...: the path is too long", dev->node);
	/* Looked at before it is opened: opening some devices does something. */
	if (stat(path, &st))
		return fail(dev, errno, "%s: %s", dev->node, open_advice(errno));
	r = check_node(dev, &st);
	if (r < 0)
		return r;
	devnum = st.st_rdev;
	do
		dev->fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	while (dev->fd < 0 && errno == EINTR);
	if (dev->fd < 0)
		return fail(dev, errno, "%s: %s", dev->node, open_advice(errno));
	if (fstat(dev->fd, &st) || !S_ISCHR(st.st_mode) || st.st_rdev != devnum) {
		chardev_close(dev);
		return fail(dev, ENOTTY, "%s: it was replaced while being opened", dev->node);
	}
	dev->stream = false;
	return 0;
}

int chardev_adopt(struct chardev *dev, int fd)
{
	struct stat st;
	int type = 0, flags, r;
	socklen_t n = sizeof(type);

	snprintf(dev->node, sizeof(dev->node), "fd=%d", fd);
	if (fstat(fd, &st))
		return fail(dev, errno, "%s: %s", dev->node, strerror(errno));
	if (S_ISSOCK(st.st_mode)) {
		if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &n) ||
		    (type != SOCK_STREAM && type != SOCK_SEQPACKET))
			return fail(dev, ENOTTY, "%s: neither a stream nor a seqpacket socket",
				    dev->node);
	} else {
		r = check_node(dev, &st);
		if (r < 0)
			return r;
	}
	flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return fail(dev, errno, "%s: %s", dev->node, strerror(errno));
	dev->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (dev->fd < 0)
		return fail(dev, errno, "%s: %s", dev->node, strerror(errno));
	dev->stream = type == SOCK_STREAM;
	return 0;
}

void chardev_close(struct chardev *dev)
{
	if (dev->fd >= 0)
		close(dev->fd);
	dev->fd = -1;
	dev->in_flight = false;
	dev->received = 0;
}

static uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

/* Wait for one event until the deadline (0: none). 1 ready, 0 not yet, -errno. */
static int wait_for(struct chardev *dev, short events, int timeout_ms, uint64_t deadline)
{
	struct pollfd p = { .fd = dev->fd, .events = events };

	for (;;) {
		int left = timeout_ms, r;

		if (timeout_ms > 0) {
			uint64_t now = now_ms();

			left = now < deadline ? (int)(deadline - now) : 0;
		}
		r = poll(&p, 1, left);
		if (r >= 0)
			return r;
		if (errno != EINTR)
			return -errno;
	}
}

int chardev_send(struct chardev *dev, const uint8_t *command, size_t size)
{
	struct wire_header header;
	size_t sent = 0;
	int r = wire_check(command, size, &header);

	if (r < 0)
		return fail(dev, -r,
			    "%s: not a TPM command: %zu bytes; it must have 10 to 4096, as many as "
			    "its header says",
			    dev->node, size);
	if (dev->fd < 0)
		return fail(dev, ENOLINK, "%s: not open", dev->node);
	if (dev->in_flight)
		return fail(dev, EBUSY, "%s: the last command's response was not received yet",
			    dev->node);
	while (sent < size) {
		ssize_t n = write(dev->fd, command + sent, size - sent);

		if (n > 0) {
			sent += (size_t)n;
		} else if (n < 0 && errno == EAGAIN) {
			r = wait_for(dev, POLLOUT, -1, 0);
			if (r < 0)
				return fail(dev, -r, "%s: poll: %s", dev->node, strerror(-r));
		} else if (n == 0 || errno != EINTR) {
			r = n ? errno : EIO;
			return fail(dev, r, "%s: the command was not taken: %s", dev->node,
				    strerror(r));
		}
	}
	dev->in_flight = true;
	dev->received = 0;
	return 0;
}

static int give_up(struct chardev *dev, int errnum, const char *why)
{
	dev->in_flight = false;
	dev->received = 0;
	/* In a byte stream nobody can tell where the next response would begin. */
	if (dev->stream)
		chardev_close(dev);
	return fail(dev, errnum, "%s: no response: %s", dev->node, why);
}

/*
 * How far is the response? Its size when complete, 0 when more must come. A node gives the whole
 * message in one read; a stream socket may not.
 */
static int progress(struct chardev *dev)
{
	struct wire_header header;

	if (dev->received < WIRE_HEADER_SIZE && dev->stream)
		return 0;
	if (wire_read_header(dev->response, dev->received, &header) < 0 ||
	    dev->received > header.size || (dev->received < header.size && !dev->stream))
		return give_up(dev, EBADMSG, "what the TPM sent is not one: the header is wrong");
	return dev->received == header.size ? (int)header.size : 0;
}

int chardev_wait(struct chardev *dev, int timeout_ms)
{
	uint64_t deadline = timeout_ms > 0 ? now_ms() + (uint64_t)timeout_ms : 0;
	int r;

	if (!dev->in_flight)
		return fail(dev, EINVAL, "%s: no command is in flight", dev->node);
	if (dev->received && (r = progress(dev)) != 0)
		return r;
	for (;;) {
		ssize_t n;

		r = wait_for(dev, POLLIN, timeout_ms, deadline);
		if (r < 0)
			return give_up(dev, -r, strerror(-r));
		if (!r)
			return -EAGAIN;
		n = read(dev->fd, dev->response + dev->received,
			 sizeof(dev->response) - dev->received);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return give_up(dev, errno, strerror(errno));
		if (!n)
			return give_up(
				dev, ENOLINK,
				"the far end is gone, or the response stayed unread for 120 s "
				"and the kernel dropped it");
		dev->received += (size_t)n;
		r = progress(dev);
		if (r)
			return r;
	}
}

void chardev_fetch(struct chardev *dev, uint8_t *buf, size_t size)
{
	memcpy(buf, dev->response, size);
	dev->in_flight = false;
	dev->received = 0;
}
