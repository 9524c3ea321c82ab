/* SPDX-License-Identifier: BSD-2-Clause */
/* Volumes beside what a run asks its TPMs. */
#include "machine-volumes.h"

#include <string.h>

#include "connection.h"

int machine_volumes_open(struct run *run, const struct volumes_request *request)
{
	struct volumes_request own = *request;
	int r;

	own.sysroot = run->options.sysroot;
	if (run->options.from || (run->options.simulator && !own.n_named))
		return EXIT_OK;
	r = volumes_open(run->report, &own, &run->volumes);
	if (r < 0)
		return run_fail(run, EXIT_GENERAL, NULL, "cannot look at this machine: %s",
				strerror(-r));
	return EXIT_OK;
}

void machine_volumes_ask(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm)
{
	if (run->volumes && volumes_want_tpm(run->volumes))
		volumes_ask(run->volumes, tpm_report, tpm);
}

/* Why no TPM was asked, as far as one was to be. */
static const char *why_not(const struct run *run)
{
	for (size_t i = 0; i < report_count_tpms(run->report); i++) {
		const struct connection *connection = report_tpm(run->report, i)->connection;

		if (fact_known(&connection->error_text.fact))
			return connection->error_text.value;
	}
	return run->options.sysroot ? "below --sysroot there is no TPM to ask" : NULL;
}

void machine_volumes_answer(struct run *run)
{
	bool is_absent = !run->options.sysroot && fact_known(&run->report->tpms.fact) &&
			 !report_count_tpms(run->report);

	if (!run->volumes)
		return;
	volumes_no_tpm(run->volumes, is_absent, why_not(run));
	volumes_answer(run->volumes);
	volumes_free(run->volumes);
	run->volumes = NULL;
}
