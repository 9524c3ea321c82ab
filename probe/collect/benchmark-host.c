/* SPDX-License-Identifier: BSD-2-Clause */
/* What of this machine bears on a measurement: clock source, frequency governor, CPU. */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bench.h"
#include "cleanup.h"
#include "collect.h"

static const char *read_line(const char *path, char buffer[256])
{
	_cleanup_fclose_ FILE *in = fopen(path, "re");

	if (!in || !fgets(buffer, 256, in))
		return NULL;
	buffer[strcspn(buffer, "\n")] = '\0';
	return buffer;
}

static void collect_clock_source(struct report *report)
{
	char buffer[256];

	fact_set_text(report, &report->benchmark->clock_source,
		      read_line("/sys/devices/system/clocksource/clocksource0/current_clocksource",
				buffer));
}

/* Each governor once: "powersave", or "performance powersave". */
static void collect_governor(struct report *report)
{
	char all[256] = "", buffer[256];
	glob_t paths = { 0 };

	if (glob("/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor", 0, NULL, &paths) == 0) {
		for (size_t i = 0; i < paths.gl_pathc; i++) {
			const char *governor = read_line(paths.gl_pathv[i], buffer);
			size_t used = strlen(all);

			if (governor && !strstr(all, governor))
				snprintf(all + used, sizeof(all) - used, "%s%s", used ? " " : "",
					 governor);
		}
	}
	globfree(&paths);
	fact_set_text(report, &report->benchmark->governor, *all ? all : NULL);
}

static void collect_cpu(struct report *report)
{
	_cleanup_fclose_ FILE *in = fopen("/proc/cpuinfo", "re");
	char line[256];

	report->benchmark->cpu.fact = FACT_ABSENT;
	while (in && fgets(line, sizeof(line), in)) {
		const char *colon = strchr(line, ':');

		if (!strncmp(line, "model name", 10) && colon) {
			fact_set_text(report, &report->benchmark->cpu,
				      colon + 1 + (colon[1] == ' '));
			return;
		}
	}
}

void collect_benchmark_host(struct report *report)
{
	char started[32];
	time_t now = time(NULL);
	struct tm tm;

	if (gmtime_r(&now, &tm) && strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ", &tm))
		fact_set_text(report, &report->benchmark->started, started);
	fact_set_text(report, &report->benchmark->clock, "CLOCK_MONOTONIC");
	collect_clock_source(report);
	collect_governor(report);
	collect_cpu(report);
}
