/* SPDX-License-Identifier: BSD-2-Clause */
/* The one screen: each TPM's identity, nodes, access, state, and what is to be said of it. */
#include <inttypes.h>
#include <string.h>

#include "text-sources.h"
#include "text.h"
#include "connection.h"
#include "device.h"
#include "fields.h"
#include "identity.h"
#include "tpm-state.h"

/* Appends ", part" to a line, or begins it. */
static const char *join(struct arena *arena, const char *line, const char *part)
{
	return *line ? arena_printf(arena, "%s, %s", line, part) : part;
}

static void row(const char *label, const char *text, FILE *out)
{
	if (*text)
		fprintf(out, "  %-10s %s\n", label, text);
}

static const char *identity_of(struct arena *arena, const struct tpm_report *tpm)
{
	const struct identity *identity = tpm->identity;
	const char *manufacturer = text_of(&identity->manufacturer, NULL), *line = "", *model;

	if (!manufacturer)
		manufacturer = text_property(tpm, "ID_TPM2_MANUFACTURER");
	if (!manufacturer)
		manufacturer = text_of(&tpm->tpm12->manufacturer, NULL);
	if (manufacturer)
		line = arena_printf(arena, "manufacturer %s", manufacturer);
	if (manufacturer && fact_known(&identity->manufacturer_name.fact) &&
	    strcmp(manufacturer, identity->manufacturer_name.value) != 0)
		line = arena_printf(arena, "%s (%s)", line, identity->manufacturer_name.value);
	model = text_of(&identity->vendor_string, text_property(tpm, "ID_TPM2_VENDOR_STRING"));
	if (model && *model)
		line = join(arena, line, arena_printf(arena, "model %s", model));
	if (fact_known(&identity->firmware.fact))
		line = join(arena, line,
			    arena_printf(arena, "firmware %s", identity->firmware.value));
	if (fact_known(&identity->revision.fact))
		line = join(arena, line,
			    arena_printf(arena, "specification revision %" PRIu64 ".%02" PRIu64,
					 identity->revision.value / 100,
					 identity->revision.value % 100));
	return line;
}

static const char *driver_of(struct arena *arena, const struct device *device)
{
	const char *line = text_of(&device->driver, "");

	if (fact_known(&device->bus.fact) && fact_known(&device->parent.fact))
		line = join(arena, line,
			    arena_printf(arena, "%s device %s", device->bus.value,
					 device->parent.value));
	else if (fact_known(&device->bus.fact))
		line = join(arena, line, device->bus.value);
	return line;
}

static const char *hierarchies_of(struct arena *arena, const struct state *state)
{
	const struct {
		const char *name;
		const struct number_fact *enabled;
	} hierarchies[] = { { "platform", &state->platform_hierarchy },
			    { "storage", &state->storage_hierarchy },
			    { "endorsement", &state->endorsement_hierarchy } };
	const char *on = "", *off = "", *line = "";

	for (size_t i = 0; i < 3; i++) {
		if (is_set(hierarchies[i].enabled))
			on = *on ? arena_printf(arena, "%s, %s", on, hierarchies[i].name)
				 : hierarchies[i].name;
		else if (is_clear(hierarchies[i].enabled))
			off = *off ? arena_printf(arena, "%s, %s", off, hierarchies[i].name)
				   : hierarchies[i].name;
	}
	if (*on)
		line = arena_printf(arena, "enabled %s", on);
	if (*off)
		line = arena_printf(arena, "%s%sdisabled %s", line, *line ? "; " : "", off);
	return line;
}

static const char *lockout_of(struct arena *arena, const struct state *state)
{
	if (!fact_known(&state->in_lockout.fact))
		return "";
	if (!fact_known(&state->lockout_counter.fact) || !fact_known(&state->max_auth_fail.fact))
		return state->in_lockout.value ? "locked" : "not locked";
	return arena_printf(arena, "%s, %" PRIu64 " of %" PRIu64 " tries failed",
			    state->in_lockout.value ? "locked" : "not locked",
			    state->lockout_counter.value, state->max_auth_fail.value);
}

static const char *history_of(struct arena *arena, const struct state *state)
{
	const struct field *clock = record_field(&state_type, "clock_ms");

	if (!fact_known(&state->reset_count.fact) || !fact_known(&state->restart_count.fact))
		return "";
	return arena_printf(arena, "clock %s%s, reset count %" PRIu64 ", restart count %" PRIu64,
			    text_of_field(arena, clock, state),
			    is_clear(&state->clock_safe) ? " (not safe)" : "",
			    state->reset_count.value, state->restart_count.value);
}

static void print_tpm(struct arena *arena, const struct tpm_report *tpm,
		      const struct text_options *options, FILE *out)
{
	const struct node *nodes = tpm->nodes.items;

	fprintf(out, "%s%s%s%s%s\n", text_escape(options, TEXT_BOLD), text_of(&tpm->name, ""),
		text_escape(options, TEXT_PLAIN), fact_known(&tpm->name.fact) ? ": " : "",
		text_kind(arena, tpm));
	row("identity", identity_of(arena, tpm), out);
	row("driver", driver_of(arena, tpm->device), out);
	for (size_t i = 0; i < tpm->nodes.count; i++)
		row("node",
		    arena_printf(arena, "%-12s %s",
				 text_of(&nodes[i].path, text_of(&nodes[i].name, "-")),
				 text_node(arena, &nodes[i])),
		    out);
	if (fact_known(&tpm->connection->tcti.fact))
		row("access",
		    arena_printf(arena, "%s through %s (%s)",
				 fact_known(&tpm->connection->error_text.fact) ? "failed" : "ok",
				 tpm->connection->tcti.value,
				 text_of(&tpm->connection->chosen_by, "-")),
		    out);
	row("self test", text_of(&tpm->state->self_test.text, ""), out);
	row("lockout", lockout_of(arena, tpm->state), out);
	row("hierarchy", hierarchies_of(arena, tpm->state), out);
	row("history", history_of(arena, tpm->state), out);
	text_verdicts(&tpm->verdicts, options, out);
}

int render_text_overview(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };
	size_t n = report_count_tpms(report);

	text_warn_simulator(report, out);
	text_sources(report, options, out);
	for (size_t i = 0; i < n; i++) {
		if (i)
			fputc('\n', out);
		print_tpm(&arena, report_tpm(report, i), options, out);
	}
	if (report->verdicts.count)
		fprintf(out, "%s%smachine%s\n", n ? "\n" : "", text_escape(options, TEXT_BOLD),
			text_escape(options, TEXT_PLAIN));
	text_verdicts(&report->verdicts, options, out);
	arena_clear(&arena);
	return 0;
}
