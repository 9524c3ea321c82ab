/* SPDX-License-Identifier: BSD-2-Clause */
/* caps: every capability of a TPM, or one group. */
#include <string.h>

#include "cmd.h"
#include "fields.h"
#include "output.h"
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

static const char *group_name(size_t i)
{
	return i < capabilities_type.n_fields ? capabilities_type.fields[i].key : NULL;
}

static int run_caps(struct run *run)
{
	const char *group = run_operand(run, 0);
	int status;

	if (group && !find_group(group)) {
		status = run_fail(run, EXIT_USAGE, NULL, "there is no capability group \"%s\"",
				  group);
		fprintf(stderr, "  groups:");
		for (size_t i = 0; group_name(i); i++)
			fprintf(stderr, " %s", group_name(i));
		fprintf(stderr, "\n");
		return status;
	}
	run->text_options.group = group ? find_group(group)->key : NULL;
	return output_show(run, collect_selected(run, NULL, COLLECT_CAPABILITIES, false));
}

const struct cmd cmd_caps = {
	.name = "caps",
	.operands = "[GROUP]",
	.help = "every capability, or one group",
	.max_operands = 1,
	.operand_rows = { { .argument = "GROUP",
			    .choices = "@value",
			    .help = "one of these, as tpm2_getcap calls them",
			    .value = group_name } },
	.examples = { { "caps algorithms", "the algorithms that the TPM implements" },
		      { "caps properties-fixed", "manufacturer, firmware version, sizes" },
		      { "caps -o json", "every capability for programs" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_caps,
	.run = run_caps,
};
