/* SPDX-License-Identifier: BSD-2-Clause */
/* Waiting for a TPM to come, or to be let go. */
#include "availability.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "tpmsysfs.h"
#include "wait.h"

#define BUSY_RECHECK_MS 500

struct tcti_availability {
	const struct tcti_conf *conf;
	int64_t wait_end, busy_end;
	bool waited; /* a TPM may just have come: its permissions come a little later */
	struct tpmsysfs *ctx;
	/* Without udevd only the kernel reports a TPM; with it, only udev reports that permissions are set. */
	struct tpmsysfs_monitor *from_kernel, *from_udev;
	int inotify;
};

static int start_monitors(struct tcti_availability *availability)
{
	int r = tpmsysfs_new(NULL, &availability->ctx);

	if (r >= 0)
		r = tpmsysfs_monitor_new(availability->ctx, true, &availability->from_kernel);
	if (r >= 0)
		r = tpmsysfs_monitor_new(availability->ctx, false, &availability->from_udev);
	return r;
}

int tcti_availability_new(const struct tcti_conf *conf, struct tcti_availability **ret_availability)
{
	struct tcti_availability *availability = calloc(1, sizeof(*availability));
	int r = 0;

	if (!availability)
		return -ENOMEM;
	availability->conf = conf;
	availability->wait_end = tcti_now_ms() + conf->wait_ms;
	availability->busy_end = tcti_now_ms() + conf->busy_ms;
	availability->inotify = -1;
	if (conf->wait_ms)
		r = start_monitors(availability);
	if (r >= 0 && conf->busy_ms) {
		availability->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
		if (availability->inotify < 0)
			r = -errno;
	}
	if (r < 0) {
		tcti_availability_free(availability);
		return r;
	}
	*ret_availability = availability;
	return 0;
}

void tcti_availability_free(struct tcti_availability *availability)
{
	if (!availability)
		return;
	tpmsysfs_monitor_free(availability->from_udev);
	tpmsysfs_monitor_free(availability->from_kernel);
	tpmsysfs_free(availability->ctx);
	if (availability->inotify >= 0)
		close(availability->inotify);
	free(availability);
}

/* Time that is left, and no more than most; 0: none. */
static int left(int64_t end, int most)
{
	int64_t ms = end - tcti_now_ms();

	return ms <= 0 ? 0 : ms > most ? most : (int)ms;
}

static void drain(struct tpmsysfs_monitor *monitor)
{
	struct tpmsysfs_event event;

	while (tpmsysfs_monitor_next(monitor, &event) > 0)
		;
}

static bool wait_for_tpm(struct tcti_availability *availability)
{
	struct pollfd pfds[] = {
		{ .fd = tpmsysfs_monitor_fd(availability->from_kernel), .events = POLLIN },
		{ .fd = tpmsysfs_monitor_fd(availability->from_udev), .events = POLLIN },
	};
	int n, ms;

	do {
		ms = left(availability->wait_end, availability->conf->wait_ms);
		n = ms ? poll(pfds, 2, ms) : 0;
	} while (n < 0 && errno == EINTR);
	availability->waited = true;
	if (n > 0) {
		drain(availability->from_kernel);
		drain(availability->from_udev);
	}
	return n > 0;
}

static bool wait_for_close(struct tcti_availability *availability)
{
	char events[4096];
	int ms = left(availability->busy_end, BUSY_RECHECK_MS);

	if (!ms)
		return false;
	/* Adding it again changes nothing. The event may come a moment before the driver lets go;
	 * the look after it then finds the node busy still, and the next one comes by time. */
	if (availability->conf->select == TCTI_SELECT_PATH)
		inotify_add_watch(availability->inotify, availability->conf->selector,
				  IN_CLOSE_WRITE | IN_CLOSE_NOWRITE);
	if (tcti_wait_fd(availability->inotify, POLLIN, ms) > 0) {
		while (read(availability->inotify, events, sizeof(events)) > 0)
			;
	}
	return true;
}

bool tcti_availability_wait(struct tcti_availability *availability, int r)
{
	switch (r) {
	case -ENOENT:
	case -ENODEV:
	case -ENXIO:
		return availability->conf->wait_ms && wait_for_tpm(availability);
	case -EACCES:
		return availability->waited && wait_for_tpm(availability);
	case -EBUSY:
		return availability->conf->busy_ms && wait_for_close(availability);
	default:
		return false;
	}
}
