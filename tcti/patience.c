/* SPDX-License-Identifier: BSD-2-Clause */
/* Waiting for a TPM to come, or to be let go. */
#include "patience.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "tpmsysfs.h"
#include "wait.h"

#define BUSY_RECHECK_MS 500

struct tcti_patience {
	const struct tcti_conf *conf;
	int64_t wait_end, busy_end;
	bool waited; /* a TPM may just have come: its permissions come a little later */
	struct tpmsysfs *ctx;
	/* Without udevd only the kernel tells; with it, only udev tells that permissions are set. */
	struct tpmsysfs_monitor *from_kernel, *from_udev;
	int inotify;
};

static int start_monitors(struct tcti_patience *patience)
{
	int r = tpmsysfs_new(NULL, &patience->ctx);

	if (r >= 0)
		r = tpmsysfs_monitor_new(patience->ctx, true, &patience->from_kernel);
	if (r >= 0)
		r = tpmsysfs_monitor_new(patience->ctx, false, &patience->from_udev);
	return r;
}

int tcti_patience_new(const struct tcti_conf *conf, struct tcti_patience **ret_patience)
{
	struct tcti_patience *patience = calloc(1, sizeof(*patience));
	int r = 0;

	if (!patience)
		return -ENOMEM;
	patience->conf = conf;
	patience->wait_end = tcti_now_ms() + conf->wait_ms;
	patience->busy_end = tcti_now_ms() + conf->busy_ms;
	patience->inotify = -1;
	if (conf->wait_ms)
		r = start_monitors(patience);
	if (r >= 0 && conf->busy_ms) {
		patience->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
		if (patience->inotify < 0)
			r = -errno;
	}
	if (r < 0) {
		tcti_patience_free(patience);
		return r;
	}
	*ret_patience = patience;
	return 0;
}

void tcti_patience_free(struct tcti_patience *patience)
{
	if (!patience)
		return;
	tpmsysfs_monitor_free(patience->from_udev);
	tpmsysfs_monitor_free(patience->from_kernel);
	tpmsysfs_free(patience->ctx);
	if (patience->inotify >= 0)
		close(patience->inotify);
	free(patience);
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

static bool wait_for_tpm(struct tcti_patience *patience)
{
	struct pollfd pfds[] = {
		{ .fd = tpmsysfs_monitor_fd(patience->from_kernel), .events = POLLIN },
		{ .fd = tpmsysfs_monitor_fd(patience->from_udev), .events = POLLIN },
	};
	int n, ms;

	do {
		ms = left(patience->wait_end, patience->conf->wait_ms);
		n = ms ? poll(pfds, 2, ms) : 0;
	} while (n < 0 && errno == EINTR);
	patience->waited = true;
	if (n > 0) {
		drain(patience->from_kernel);
		drain(patience->from_udev);
	}
	return n > 0;
}

static bool wait_for_close(struct tcti_patience *patience)
{
	char events[4096];
	int ms = left(patience->busy_end, BUSY_RECHECK_MS);

	if (!ms)
		return false;
	/* Adding it again changes nothing. The event may come a moment before the driver lets go;
	 * the look after it then finds the node busy still, and the next one comes by time. */
	if (patience->conf->select == TCTI_SELECT_PATH)
		inotify_add_watch(patience->inotify, patience->conf->selector,
				  IN_CLOSE_WRITE | IN_CLOSE_NOWRITE);
	if (tcti_wait_fd(patience->inotify, POLLIN, ms) > 0) {
		while (read(patience->inotify, events, sizeof(events)) > 0)
			;
	}
	return true;
}

bool tcti_patience_wait(struct tcti_patience *patience, int r)
{
	switch (r) {
	case -ENOENT:
	case -ENODEV:
	case -ENXIO:
		return patience->conf->wait_ms && wait_for_tpm(patience);
	case -EACCES:
		return patience->waited && wait_for_tpm(patience);
	case -EBUSY:
		return patience->conf->busy_ms && wait_for_close(patience);
	default:
		return false;
	}
}
