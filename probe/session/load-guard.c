/* SPDX-License-Identifier: BSD-2-Clause */
/* Around the part of a command that loads keys. */
#include "load-guard.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capability.h"
#include "cleanup-child.h"
#include "cleanup.h"
#include "cmd.h"
#include "connection.h"
#include "select.h"

struct load_guard {
	struct cleanup_target target;
	struct cleanup_child *undo;
	bool is_clean;
};

int load_guard_begin(struct run *run, const struct target *target, struct load_guard **ret_work)
{
	struct load_guard *work;
	int r;

	if (!run->cmd->work || run->loads_nothing)
		return EXIT_OK;
	work = calloc(1, sizeof(*work));
	if (!work)
		abort();
	work->target = (struct cleanup_target){ target->tcti, target->has_rm };
	work->is_clean = true;
	/* A simulator of our own goes with us. */
	if (!run->options.simulator && !work->target.has_rm) {
		r = cleanup_child_start(&work->target, 1, 1, &work->undo);
		if (r < 0) {
			free(work);
			fact_set_text(run->report, &target->tpm_report->connection->error_text,
				      arena_printf(&run->report->arena,
						   "cannot start the process that would clean up "
						   "after a kill: %s",
						   strerror(-r)));
			return EXIT_GENERAL;
		}
	}
	*ret_work = work;
	return EXIT_OK;
}

/* What is loaded before is somebody else's. */
static void tell_before(struct tpm *tpm, struct load_guard *work)
{
	static const TPM2_HANDLE ranges[][2] = {
		{ TPM2_TRANSIENT_FIRST, TPM2_TRANSIENT_LAST },
		{ TPM2_LOADED_SESSION_FIRST, TPM2_LOADED_SESSION_LAST },
	};
	_cleanup_free_ TPM2_HANDLE *handles = NULL;
	size_t n = 0;

	for (size_t i = 0; i < 2; i++) {
		_cleanup_free_ void *found = NULL;
		size_t count = 0;

		/* Unknown: nothing will be flushed that may not be ours. */
		if (tpm_capability(tpm, TPM2_CAP_HANDLES, ranges[i][0], ranges[i][1], &found,
				   &count))
			return;
		handles = reallocarray(handles, n + count + 1, sizeof(*handles));
		if (!handles)
			abort();
		if (count)
			memcpy(handles + n, found, count * sizeof(*handles));
		n += count;
	}
	cleanup_child_loaded_before(work->undo, 0, handles, n);
}

void load_guard_run(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm,
		    struct load_guard *work)
{
	if (!work)
		return;
	if (work->undo)
		tell_before(tpm, work);
	work->is_clean = run->cmd->work(run, tpm_report, tpm);
}

void load_guard_end(struct load_guard *work)
{
	if (!work)
		return;
	cleanup_child_stop(work->undo, work->is_clean);
	free(work);
}
