/* SPDX-License-Identifier: BSD-2-Clause */
/* What rules say: evidence, commands, and why one could not run. */
#include "rule.h"

#include <stdarg.h>
#include <stdio.h>

#include "connection.h"
#include "finding.h"
#include "host.h"
#include "identity.h"
#include "outcome.h"

/* Formatted and cleaned, however long it is: a command that is cut is another command. */
__attribute__((format(printf, 2, 0))) static const char *
format_clean(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	text = arena_alloc(arena, n < 0 ? 1 : (size_t)n + 1);
	if (n < 0 || vsnprintf(text, (size_t)n + 1, format, args) != n)
		n = 0;
	return arena_clean(arena, text, (size_t)n);
}

static void set_text(struct text_fact *fact, const char *text)
{
	fact->fact = (struct fact){ .presence = PRESENCE_PRESENT };
	fact->value = text;
}

void evidence(struct finding_out *out, const char *source, const char *format, ...)
{
	struct evidence *item =
		list_append(out->arena, &out->finding->evidence, sizeof(struct evidence));
	va_list args;

	set_text(&item->source, arena_clean(out->arena, source, strlen(source)));
	va_start(args, format);
	set_text(&item->value, format_clean(out->arena, format, args));
	va_end(args);
}

void say_title(struct finding_out *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set_text(&out->finding->title, format_clean(out->arena, format, args));
	va_end(args);
}

void say_remedy(struct finding_out *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set_text(&out->finding->remedy, format_clean(out->arena, format, args));
	va_end(args);
}

void say_command(struct finding_out *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*(const char **)list_append(out->arena, &out->finding->commands, sizeof(char *)) =
		format_clean(out->arena, format, args);
	va_end(args);
}

const char *plain_word(const struct text_fact *fact)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				    "_-./:@";
	const char *text = text_of(fact, "");

	return *text && *text != '-' && !text[strspn(text, plain)] && !strstr(text, "..") ? text
											  : NULL;
}

enum rule_status skip(struct finding_out *out, const char *reason)
{
	set_text(&out->finding->reason, arena_clean(out->arena, reason, strlen(reason)));
	return RULE_SKIPPED;
}

/* What only the TPM itself tells. */
static bool is_tpms_own(const struct record_type *type, const char *key)
{
	static const char *const lists[] = { "pcr_values", "nv_indices", "objects",
					     "ek_certificates" };

	for (size_t i = 0; type == &tpm_report_type && i < sizeof(lists) / sizeof(lists[0]); i++)
		if (!strcmp(lists[i], key))
			return true;
	return type == &identity_type || type == &state_type || type == &limits_type ||
	       type == &capabilities_type || type == &nv_index_type || type == &tpm_object_type ||
	       type == &ek_certificate_type;
}

/* Why the TPM itself was not asked, and what would change that. */
static const char *unasked_tpm(const struct finding_out *out)
{
	const struct connection *connection = out->tpm ? out->tpm->connection : NULL;

	if (is_made_of_texts(out->report))
		return "the text does not hold it: tpm-probe doctor -o json, run on the machine itself, "
		       "collects it";
	if (connection && fact_known(&connection->error_text.fact))
		return arena_printf(out->arena, "the TPM could not be asked: %s%s%s",
				    connection->error_text.value,
				    fact_known(&connection->remedy.fact) ? "; " : "",
				    text_of(&connection->remedy, ""));
	if (connection && is_set(&connection->commands))
		return "not collected in this run: tpm-probe doctor collects it";
	return "not collected: run tpm-probe doctor on the machine itself, as a user who may read and "
	       "write /dev/tpmrm0";
}

/* What supplies a fact that a text does not hold. NULL: another command is not known to. */
static const char *text_that_tells(const struct record_type *type, const char *key)
{
	static const struct {
		const struct record_type *type;
		const char *key, *program; /* key: NULL for any of the type */
	} programs[] = {
		{ &identity_type, NULL, "tpm2_getcap properties-fixed" },
		{ &state_type, NULL, "tpm2_getcap properties-variable" },
		{ &limits_type, NULL, "tpm2_getcap properties-fixed and properties-variable" },
		{ &capabilities_type, "pcrs", "tpm2_getcap pcrs" },
		{ &capabilities_type, "handles_persistent", "tpm2_getcap handles-persistent" },
		{ &capabilities_type, "handles_nv_index", "tpm2_getcap handles-nv-index" },
		{ &capabilities_type, "algorithms", "tpm2_getcap algorithms" },
		{ &capabilities_type, "commands", "tpm2_getcap commands" },
		{ &capabilities_type, "ecc_curves", "tpm2_getcap ecc-curves" },
		{ &tpm_report_type, "pcr_values", "tpm2_pcrread" },
		{ &tpm_report_type, "nv_indices", "tpm2_nvreadpublic" },
		{ &tpm_report_type, "objects", "tpm2_readpublic" },
		{ &host_type, "kernel_log", "dmesg" },
		{ &account_type, NULL, "id" },
	};

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		if (programs[i].type == type && (!programs[i].key || !strcmp(programs[i].key, key)))
			return programs[i].program;
	return NULL;
}

/* "the firmware version", by its key, or by what it is part of. */
static const char *words_of(const struct record_type *type, const char *key)
{
	static const struct {
		const char *key, *words;
	} words[] = {
		{ "firmware_raw", "the firmware version" },
		{ "manufacturer", "the manufacturer" },
		{ "vendor_string", "the vendor string" },
		{ "in_lockout", "the lockout state" },
		{ "pcrs", "the PCR banks that are allocated" },
		{ "pcr_values", "the PCR values" },
		{ "kernel_log", "the kernel's log" },
		{ "handles_persistent", "the persistent handles" },
		{ "handles_nv_index", "the NV indices" },
		{ "algorithms", "the algorithms" },
		{ "commands", "the commands" },
		{ "ecc_curves", "the ECC curves" },
		{ "nv_indices", "the attributes of NV indices" },
		{ "objects", "the public areas of persistent keys" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (type != &limits_type && !strcmp(words[i].key, key))
			return words[i].words;
	return type == &identity_type  ? "the TPM's identity"
	       : type == &state_type   ? "the TPM's state"
	       : type == &limits_type  ? "the TPM's limits"
	       : type == &account_type ? "the user and the groups"
				       : NULL;
}

/* The report is made of texts, which hold no more than they do. */
static const char *not_in_text(const struct finding_out *out, const struct record_type *type,
			       const char *key)
{
	const char *program = text_that_tells(type, key), *words = words_of(type, key);

	if (!program || !words)
		return "the text does not hold it: tpm-probe doctor -o json, run on the machine itself, "
		       "collects it";
	return arena_printf(out->arena, "the text does not hold %s, as printed by %s", words,
			    program);
}

bool is_made_of_texts(const struct report *report)
{
	return report->sources.count;
}

const char *text_source(const struct report *report, const char *kind, const char *otherwise)
{
	const struct source *sources = report->sources.items;

	for (size_t i = 0; i < report->sources.count; i++)
		if (text_is(&sources[i].kind, kind))
			return otherwise;
	return report->sources.count ? NULL : otherwise;
}

static const char *reason_of(const struct finding_out *out, const struct record_type *type,
			     const char *key, const struct fact *fact)
{
	if (type == &latency_type && fact->presence == PRESENCE_NOT_COLLECTED)
		return "needs timing measurements (--active)";
	switch (fact->presence) {
	case PRESENCE_DENIED:
		return "this user may not read it: run it as root (sudo tpm-probe doctor)";
	case PRESENCE_FAILED:
		if (fact->error_is_rc)
			return arena_printf(
				out->arena,
				"the TPM did not answer that: tpm-probe rc 0x%x says why",
				fact->error);
		return arena_printf(out->arena, "it could not be read: %s",
				    strerror((int)fact->error));
	case PRESENCE_ABSENT:
		return is_tpms_own(type, key) ? "this TPM does not tell"
					      : "this machine does not tell";
	case PRESENCE_WITHHELD:
		return "it was left out of this report, because it tells whose it is";
	case PRESENCE_NOT_COLLECTED:
	case PRESENCE_PRESENT:
		break;
	}
	if (is_made_of_texts(out->report))
		return not_in_text(out, type, key);
	if (is_tpms_own(type, key))
		return unasked_tpm(out);
	if (out->tpm && !fact_known(&out->tpm->name.fact) &&
	    fact_known(&out->tpm->connection->tcti.fact))
		return "this TPM was reached by a TCTI, and not by a node of this machine's";
	if (is_set(&out->report->simulator) && (type == &device_type || type == &node_type))
		return "the simulator is no device of the kernel's";
	if (is_set(&out->report->simulator))
		return "--simulator leaves this machine's settings out: tpm-probe doctor without it "
		       "collects them";
	return "not collected: run tpm-probe doctor -o json on the machine itself";
}

static const char *presence_name(const struct fact *fact)
{
	switch (fact->presence) {
	case PRESENCE_DENIED:
		return "no permission";
	case PRESENCE_FAILED:
		return "failed";
	case PRESENCE_ABSENT:
		return "there is none";
	case PRESENCE_WITHHELD:
		return "left out";
	case PRESENCE_NOT_COLLECTED:
	case PRESENCE_PRESENT:
		break;
	}
	return "not collected";
}

enum rule_status skip_lacking(struct finding_out *out, const struct record_type *type,
			      const void *record, const struct fact *fact)
{
	size_t offset = (size_t)((const char *)fact - (const char *)record);
	const char *key = "";

	for (size_t i = 0; i < type->n_fields; i++)
		if (type->fields[i].offset == offset)
			key = type->fields[i].key;
	evidence(out, arena_printf(out->arena, "%s.%s", type->name, key), "%s",
		 presence_name(fact));
	return skip(out, reason_of(out, type, key, fact));
}

enum rule_status skip_unasked(struct finding_out *out)
{
	return skip(out, unasked_tpm(out));
}

enum rule_status need_answers(struct finding_out *out)
{
	return is_set(&out->tpm->connection->commands) ? RULE_OK : skip_unasked(out);
}

bool list_has_number(const struct list_fact *list, uint64_t number)
{
	for (size_t i = 0; i < list->count; i++)
		if (((const uint64_t *)list->items)[i] == number)
			return true;
	return false;
}

bool is_software(const struct tpm_report *tpm)
{
	const struct identity *identity = tpm->identity;
	const char *vendor = text_of(&identity->vendor_string, "");

	/* swtpm and Microsoft's simulator */
	return state_is(&tpm->kind, TPM_KIND_VIRTUAL) || state_is(&tpm->kind, TPM_KIND_SIMULATOR) ||
	       (text_is(&identity->manufacturer, "IBM") && !strncmp(vendor, "SW", 2)) ||
	       (text_is(&identity->manufacturer, "MSFT") && strstr(vendor, "xCG"));
}

static bool matches(const char *line, const char *patterns)
{
	char pattern[128];

	while (*patterns) {
		size_t n = strcspn(patterns, "|");

		snprintf(pattern, sizeof(pattern), "%.*s", (int)n, patterns);
		if (strstr(line, pattern))
			return true;
		patterns += n + (patterns[n] == '|');
	}
	return false;
}

const char *line_in_log(const struct report *report, const char *patterns)
{
	const char *const *lines = report->host->kernel_log.items;

	for (size_t i = 0; i < report->host->kernel_log.count; i++)
		if (matches(lines[i], patterns))
			return lines[i];
	return NULL;
}

enum rule_status found_in_log(struct finding_out *out, const char *patterns)
{
	enum { SHOWN = 3 };
	const struct host *host = out->report->host;
	const char *const *lines = host->kernel_log.items;
	size_t n = 0;

	NEED(host, kernel_log);
	for (size_t i = 0; i < host->kernel_log.count; i++) {
		if (!matches(lines[i], patterns))
			continue;
		if (n++ < SHOWN)
			evidence(out, text_of(&host->kernel_log_source, "kernel log"), "%s",
				 lines[i]);
	}
	if (n > SHOWN)
		evidence(out, text_of(&host->kernel_log_source, "kernel log"),
			 "%zu such lines in all", n);
	/* Of a log that somebody attached nobody knows what else was in it. */
	if (!n && is_made_of_texts(out->report))
		return skip(
			out,
			arena_printf(
				out->arena,
				"the text holds %zu lines of the kernel's log, none of them about "
				"this: dmesg prints all",
				host->kernel_log.count));
	return found_if(n);
}
