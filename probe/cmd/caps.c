/* SPDX-License-Identifier: BSD-2-Clause */
/* caps: every capability of a TPM, or one group. */
#include <string.h>

#include "cmd.h"
#include "render.h"
#include "collect-selected.h"

/* "properties-fixed", as tpm2_getcap spells it, is our key "properties_fixed". NULL: unknown. */
static const struct field *find_group(const char *group)
{
	char key[64];
	size_t n = strlen(group);

	if (n >= sizeof(key))
		return NULL;
	for (size_t i = 0; i <= n; i++)
		key[i] = group[i] == '-' ? '_' : group[i];
	return record_field(&capabilities_type, key);
}

static int show_caps(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);
	const char *group = run_operand(run, 0);

	return render_text_caps(report, group ? find_group(group)->key : NULL, &options, stdout);
}

static int run_caps(struct run *run)
{
	const char *group = run_operand(run, 0);
	int status;

	if (group && !find_group(group)) {
		status = run_fail(run, EXIT_USAGE, NULL, "there is no capability group \"%s\"",
				  group);
		fprintf(stderr, "  groups:");
		for (size_t i = 0; i < capabilities_type.n_fields; i++)
			fprintf(stderr, " %s", capabilities_type.fields[i].key);
		fprintf(stderr, "\n");
		return status;
	}
	status = collect_selected(run, NULL, COLLECT_CAPABILITIES, false);
	return run_show(run, status, show_caps);
}

const struct cmd cmd_caps = { .name = "caps",
			      .operands = "[GROUP]",
			      .help = "every capability, or one group",
			      .max_operands = 1,
			      .run = run_caps };
