/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine around the TPMs: the order of its parts, and what they share. */
#include "collect-host.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cleanup.h"
#include "fapi.h"
#include "host-abrmd.h"
#include "host-holders.h"
#include "host-log.h"
#include "host-modules.h"
#include "host-settings.h"
#include "host-system.h"
#include "packages.h"
#include "collect.h"
#include "host.h"

int collect_host(struct report *report, const char *prefix)
{
	struct timespec uptime;
	struct root root;
	int r = root_open(&root, prefix);

	if (r < 0)
		return r;
	report->host->time = FACT_NUMBER((uint64_t)time(NULL));
	if (!root.is_prefix && !clock_gettime(CLOCK_BOOTTIME, &uptime))
		report->host->uptime = FACT_NUMBER((uint64_t)uptime.tv_sec);
	collect_host_kernel(report, &root);
	collect_host_account(report, &root);
	collect_host_settings(report, &root);
	collect_host_modules(report, &root);
	collect_host_holders(report, &root);
	collect_host_abrmd(report, &root);
	collect_host_fapi(report, &root);
	collect_host_files(report, &root);
	collect_host_packages(report, &root);
	collect_host_log(report, &root);
	root_close(&root);
	return 0;
}
