/* SPDX-License-Identifier: BSD-2-Clause */
/* What the PCRs are after all events of a log. */
#include "replay.h"

#include <errno.h>
#include <string.h>

#include "digester.h"
#include "eventlog.h"

static const char locality_signature[16] = "StartupLocality";

bool eventlog_extends(const struct eventlog_event *event, size_t bank, uint32_t pcr)
{
	return event->pcr == pcr && event->type != EV_NO_ACTION && event->digests[bank];
}

long eventlog_startup_locality(const struct eventlog *log, unsigned int *ret_locality)
{
	for (size_t i = 0; i < log->n_events; i++) {
		const struct eventlog_event *event = &log->events[i];

		if (event->type == EV_NO_ACTION && !event->pcr && event->size == 17 &&
		    !memcmp(event->data, locality_signature, 16)) {
			*ret_locality = event->data[16];
			return (long)i;
		}
	}
	return -1;
}

void eventlog_start_value(const struct eventlog *log, size_t bank, uint32_t pcr,
			  uint8_t value[EVENTLOG_MAX_DIGEST])
{
	unsigned int locality = 0;
	size_t i = 0;

	memset(value, 0, EVENTLOG_MAX_DIGEST);
	if (pcr)
		return;
	eventlog_startup_locality(log, &locality);
	/* An H-CRTM comes before TPM2_Startup, and leaves nothing for its locality to do. */
	while (i < log->n_events && !eventlog_extends(&log->events[i], bank, 0))
		i++;
	if (i < log->n_events && log->events[i].type == EV_EFI_HCRTM_EVENT)
		locality = 4;
	value[log->banks[bank].size - 1] = (uint8_t)locality;
}

long eventlog_replay(const struct eventlog *log, size_t bank, uint32_t pcr,
		     uint8_t value[EVENTLOG_MAX_DIGEST])
{
	size_t size = log->banks[bank].size;
	struct digester *digester = log->digesters[bank];
	long n = 0;

	if (!digester)
		return -ENOTSUP;
	eventlog_start_value(log, bank, pcr, value);
	for (size_t i = 0; n >= 0 && i < log->n_events; i++) {
		const struct eventlog_event *event = &log->events[i];

		if (!eventlog_extends(event, bank, pcr))
			continue;
		n = digester_hash(digester, (struct span){ value, size },
				  (struct span){ event->digests[bank], size }, value)
			    ? n + 1
			    : -ENOTSUP;
	}
	return n;
}
