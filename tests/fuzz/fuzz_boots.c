/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Saved boots: the first byte says where the input is cut in two, each a saved boot, a canonical event log or
 * systemd's log of measurements; what was read is written, read back, and compared.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "boot-diff.h"
#include "boot-summary.h"
#include "report.h"
#include "saved-boot-read.h"
#include "saved-boot-write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct saved_boot *read_boot(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *error = NULL;
	struct saved_boot *boot = NULL;

	memcpy(text, data, size);
	text[size] = '\0';
	if (saved_boot_parse(text, size, &boot, &error) < 0) {
		boot = saved_boot_new();
		saved_boot_add_measure_log(boot, text, size);
	}
	free(error);
	free(text);
	return boot;
}

/* What is written is what was read: nothing differs. */
static void write_and_read(const struct saved_boot *boot)
{
	struct report *report = report_new();
	char *text, *error = NULL;
	struct saved_boot *again;
	size_t size;

	text = saved_boot_text(boot, &size);
	if (size > SAVED_BOOT_MAX_SIZE + 65536 || strlen(text) != size ||
	    saved_boot_parse(text, size, &again, &error) < 0)
		abort();
	if (again->log.n_events == boot->log.n_events) {
		boots_compare(report, boot, again);
		if (report->pcrs.count)
			abort();
	}
	saved_boot_free(again);
	free(text);
	report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report *report = report_new();
	struct saved_boot *then, *now;
	size_t cut;

	if (!size) {
		report_free(report);
		return 0;
	}
	cut = (size - 1) * data[0] / 255;
	then = read_boot(data + 1, cut);
	now = read_boot(data + 1 + cut, size - 1 - cut);
	boot_summary_add(report, now, NULL);
	boots_compare(report, then, now);
	boots_brief(report, now, then);
	write_and_read(then);
	write_and_read(now);
	saved_boot_free(then);
	saved_boot_free(now);
	report_free(report);
	return 0;
}
