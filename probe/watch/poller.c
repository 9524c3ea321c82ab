/* SPDX-License-Identifier: BSD-2-Clause */
/* One round of questions: properties and clock, and what a failure means. */
#include "poller.h"

#include <stdlib.h>
#include <string.h>

#include "capability.h"
#include "cleanup.h"
#include "clock.h"
#include "connection.h"
#include "rc.h"
#include "records.h"
#include "tpm-connection.h"
#include "tpm-state.h"
#include "tpm.h"

struct poller {
	char *tcti;
	struct tpm *tpm; /* NULL: not open */
	TPMS_TAGGED_PROPERTY *fixed;
	size_t n_fixed;
	bool has_fixed;
	bool has_clock;
	uint32_t reset_count;
};

void watch_sample_clear(struct watch_sample *sample)
{
	report_free(sample->report);
	*sample = (struct watch_sample){ 0 };
}

unsigned int watch_pause(unsigned int commands)
{
	return commands <= WATCH_COMMANDS ? 1 : (commands + WATCH_COMMANDS - 1) / WATCH_COMMANDS;
}

struct poller *poller_new(const char *tcti)
{
	struct poller *poller = calloc(1, sizeof(*poller));

	if (!poller)
		abort();
	poller->tcti = strdup(tcti);
	if (!poller->tcti)
		abort();
	return poller;
}

static void forget_fixed(struct poller *poller)
{
	free(poller->fixed);
	poller->fixed = NULL;
	poller->n_fixed = 0;
	poller->has_fixed = false;
}

static void close_tpm(struct poller *poller)
{
	tpm_close(poller->tpm);
	poller->tpm = NULL;
	poller->has_clock = false;
	forget_fixed(poller);
}

void poller_free(struct poller *poller)
{
	if (!poller)
		return;
	close_tpm(poller);
	free(poller->tcti);
	free(poller);
}

/* The properties of one group, whatever a TPM puts behind it. */
static TSS2_RC ask_group(struct tpm *tpm, uint32_t group, TPMS_TAGGED_PROPERTY **ret_items,
			 size_t *ret_count)
{
	void *data = NULL;
	TSS2_RC rc = tpm_capability(tpm, TPM2_CAP_TPM_PROPERTIES, group, group + TPM2_PT_GROUP,
				    &data, ret_count);

	if (!rc)
		*ret_items = data;
	return rc;
}

static void add_items(struct known_properties *properties, const TPMS_TAGGED_PROPERTY *items,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		properties->items[properties->count++] =
			(struct known_property){ items[i].property, items[i].value, UINT32_MAX };
}

static void record(const struct poller *poller, struct report *report,
		   const TPMS_TAGGED_PROPERTY *variable, size_t n_variable)
{
	struct known_properties properties = { .fixed.presence = PRESENCE_PRESENT,
					       .variable.presence = PRESENCE_PRESENT };
	_cleanup_free_ struct known_property *items =
		calloc(poller->n_fixed + n_variable + 1, sizeof(*items));

	if (!items)
		abort();
	properties.items = items;
	add_items(&properties, poller->fixed, poller->n_fixed);
	add_items(&properties, variable, n_variable);
	record_identity(report, report_tpm(report, 0), &properties);
}

static TSS2_RC ask_properties(struct poller *poller, struct report *report)
{
	_cleanup_free_ TPMS_TAGGED_PROPERTY *variable = NULL;
	size_t n_variable = 0;
	TSS2_RC rc = TSS2_RC_SUCCESS;

	if (!poller->has_fixed)
		rc = ask_group(poller->tpm, TPM2_PT_FIXED, &poller->fixed, &poller->n_fixed);
	if (rc)
		return rc;
	poller->has_fixed = true;
	rc = ask_group(poller->tpm, TPM2_PT_VAR, &variable, &n_variable);
	if (!rc)
		record(poller, report, variable, n_variable);
	return rc;
}

static TSS2_RC ask_clock(struct poller *poller, struct watch_sample *sample)
{
	struct state *state = report_tpm(sample->report, 0)->state;
	uint64_t start = now_ns();
	TPMS_TIME_INFO info;
	TSS2_RC rc = tpm_clock(poller->tpm, &info);

	if (rc)
		return rc;
	sample->latency_ns = now_ns() - start;
	sample->latency_ns += !sample->latency_ns;
	state->time_ms = FACT_NUMBER(info.time);
	state->clock_ms = FACT_NUMBER(info.clockInfo.clock);
	state->reset_count = FACT_NUMBER(info.clockInfo.resetCount);
	state->restart_count = FACT_NUMBER(info.clockInfo.restartCount);
	state->clock_safe = FACT_NUMBER(info.clockInfo.safe == TPM2_YES);
	/* Another firmware, or another TPM behind the same name, needs a reset. */
	if (poller->has_clock && poller->reset_count != info.clockInfo.resetCount)
		forget_fixed(poller);
	poller->has_clock = true;
	poller->reset_count = info.clockInfo.resetCount;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC sample_once(struct poller *poller, struct watch_sample *sample)
{
	TSS2_RC rc = TSS2_RC_SUCCESS;
	unsigned int before;

	if (!poller->tpm)
		rc = tpm_open(poller->tcti, -1, &poller->tpm);
	if (rc)
		return rc;
	before = tpm_commands(poller->tpm);
	rc = ask_properties(poller, sample->report);
	if (!rc)
		rc = ask_clock(poller, sample);
	sample->commands = tpm_commands(poller->tpm) - before;
	return rc;
}

static enum watch_availability judge(TSS2_RC rc, const struct rc_info *info)
{
	if (!rc)
		return WATCH_ANSWERING;
	if ((rc & TSS2_RC_LAYER_MASK) == TSS2_TCTI_RC_LAYER ||
	    (rc & TSS2_RC_LAYER_MASK) == TSS2_SYS_RC_LAYER)
		return WATCH_NO_ANSWER;
	switch (info->code & ~TSS2_RC_LAYER_MASK) {
	case TPM2_RC_FAILURE:
		return WATCH_FAILURE;
	case TPM2_RC_RETRY:
	case TPM2_RC_YIELDED:
	case TPM2_RC_TESTING:
		return WATCH_BUSY;
	default:
		return WATCH_REFUSED;
	}
}

void poller_poll(struct poller *poller, struct watch_sample *ret_sample)
{
	struct watch_sample sample = { .report = report_new() };
	struct connection *connection = report_add_tpm(sample.report)->connection;
	TSS2_RC rc = sample_once(poller, &sample);
	struct rc_info info;

	rc_decode(rc, &info);
	sample.availability = judge(rc, &info);
	fact_set_text(sample.report, &connection->tcti, poller->tcti);
	if (rc) {
		connection->error = FACT_NUMBER(rc);
		fact_set_text(sample.report, &connection->error_text,
			      arena_printf(&sample.report->arena, "%s: %s (0x%x)", info.layer,
					   info.meaning ? info.meaning : info.text, info.code));
		fact_set_text(sample.report, &connection->remedy, info.remedy);
		sample.message = connection->error_text.value;
	}
	if (sample.availability == WATCH_NO_ANSWER)
		close_tpm(poller);
	*ret_sample = sample;
}
