/* SPDX-License-Identifier: BSD-2-Clause */
/* Volumes: the verdict as a sentence, the evidence, and what to do. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "text.h"
#include "volume.h"

enum { DEFAULT_WIDTH = 80, LEAST_WIDTH = 40 };

struct printer {
	FILE *out;
	const struct text_options *options;
	size_t width;
};

/* Columns of a UTF-8 text, as far as each character takes one. */
static size_t columns(const char *text, size_t bytes)
{
	size_t n = 0;

	for (size_t i = 0; i < bytes; i++)
		n += ((unsigned char)text[i] & 0xc0) != 0x80;
	return n;
}

/* A text behind what already stands in `at` columns of the line, wrapped at words to the indent. */
static void print_wrapped(const struct printer *printer, size_t at, size_t indent, const char *text)
{
	bool is_first = true;

	while (*(text += strspn(text, " "))) {
		size_t n = strcspn(text, " "), width = columns(text, n);

		if (!is_first && at + 1 + width > printer->width) {
			fprintf(printer->out, "\n%*s", (int)indent, "");
			at = indent;
			is_first = true;
		}
		fprintf(printer->out, "%s%.*s", is_first ? "" : " ", (int)n, text);
		at += width + !is_first;
		is_first = false;
		text += n;
	}
	fputc('\n', printer->out);
}

static void print_labelled(const struct printer *printer, size_t indent, const char *label,
			   const char *text)
{
	enum { LABEL = 8 };

	fprintf(printer->out, "%*s%-*s", (int)indent, "", LABEL, label);
	print_wrapped(printer, indent + LABEL, indent + LABEL, text);
}

static void print_sentence(const struct printer *printer, size_t indent, struct arena *arena,
			   const char *text)
{
	bool ends = *text && text[strlen(text) - 1] == '.';
	char *sentence = arena_printf(arena, "%s%s", text, ends ? "" : ".");

	if (*sentence >= 'a' && *sentence <= 'z')
		*sentence = (char)(*sentence - 'a' + 'A');
	fprintf(printer->out, "%*s", (int)indent, "");
	print_wrapped(printer, indent, indent, sentence);
}

static void print_differences(const struct printer *printer, size_t indent, struct arena *arena,
			      const struct list_fact *list)
{
	const struct pcr_difference *items = list->items;

	for (size_t i = 0; i < list->count; i++) {
		const char *event = text_of(&items[i].event, NULL);
		const char *why = text_of(&items[i].why, "it has another value");

		print_labelled(printer, indent,
			       arena_printf(arena, "PCR %" PRIu64, items[i].pcr.value),
			       event ? arena_printf(arena, "%s (%s)", why, event) : why);
	}
}

static void print_commands(const struct printer *printer, size_t indent,
			   const struct list_fact *list)
{
	for (size_t i = 0; i < list->count; i++)
		fprintf(printer->out, "%*s%s\n", (int)indent, "",
			((const char *const *)list->items)[i]);
}

static const char *numbers(struct arena *arena, const struct list_fact *list)
{
	const char *text = "";

	for (size_t i = 0; i < list->count; i++)
		text = arena_printf(arena, "%s%s%" PRIu64, text, i ? ", " : "",
				    ((const uint64_t *)list->items)[i]);
	return text;
}

static const char *verdict_words(const struct volume_binding *binding)
{
	return text_is(&binding->verdict, "should_unlock")     ? "should unlock"
	       : text_is(&binding->verdict, "will_not_unlock") ? "will not unlock"
							       : "not known";
}

/* "Token 0, systemd-tpm2, keyslot 1, PCRs 7 (sha256): should unlock" */
static void print_heading(const struct printer *printer, size_t indent, struct arena *arena,
			  const struct volume_binding *binding)
{
	const char *text = text_of(&binding->kind, "-");

	if (fact_known(&binding->token.fact))
		text = arena_printf(arena, "Token %" PRIu64 ", %s", binding->token.value, text);
	if (binding->keyslots.count)
		text = arena_printf(arena, "%s, keyslot %s", text,
				    numbers(arena, &binding->keyslots));
	if (binding->pcrs.count)
		text = arena_printf(
			arena, "%s, PCR%s %s%s%s%s", text, binding->pcrs.count > 1 ? "s" : "",
			numbers(arena, &binding->pcrs), fact_known(&binding->bank.fact) ? " (" : "",
			text_of(&binding->bank, ""), fact_known(&binding->bank.fact) ? ")" : "");
	if (binding->signed_pcrs.count)
		text = arena_printf(arena, "%s, signed PCR%s %s", text,
				    binding->signed_pcrs.count > 1 ? "s" : "",
				    numbers(arena, &binding->signed_pcrs));
	text = arena_printf(arena, "%s%s%s: %s", text, is_set(&binding->pcrlock) ? ", pcrlock" : "",
			    is_set(&binding->pin) ? ", PIN" : "", verdict_words(binding));
	fprintf(printer->out, "%*s", (int)indent, "");
	print_wrapped(printer, indent, indent + 2, text);
}

/* What is in the way, or not known; and for a PCR that differs, that the key itself is intact. */
static bool is_told(const struct volume_binding *binding, const struct volume_answer *answer)
{
	bool is_policy = text_is(&answer->question, "policy");

	if (is_policy && binding->pcrs_differ.count && !binding->bindings.count)
		return false;
	if (text_is(&answer->answer, "yes"))
		return text_is(&answer->question, "load") && binding->pcrs_differ.count;
	return !text_is(&answer->answer, "not tried");
}

static void print_leaf(const struct printer *printer, size_t indent, struct arena *arena,
		       const struct volume_leaf *leaf)
{
	const struct volume_answer *answers = leaf->answers.items;
	const struct volume_binding binding = {
		.kind = leaf->kind,
		.bank = leaf->bank,
		.pcrs = leaf->pcrs,
		.verdict = leaf->verdict,
		.pcrs_differ = leaf->pcrs_differ,
	};

	print_heading(printer, indent, arena, &binding);
	print_differences(printer, indent + 2, arena, &leaf->pcrs_differ);
	for (size_t i = 0; i < leaf->answers.count; i++)
		if (is_told(&binding, &answers[i]))
			print_sentence(printer, indent + 2, arena,
				       text_of(&answers[i].evidence, "-"));
}

static void print_binding(const struct printer *printer, size_t indent, struct arena *arena,
			  const struct volume_binding *binding, bool with_heading)
{
	const struct volume_answer *answers = binding->answers.items;
	const struct volume_leaf *leaves = binding->bindings.items;

	if (with_heading) {
		print_heading(printer, indent, arena, binding);
		indent += 2;
	}
	if (!binding->bindings.count)
		print_differences(printer, indent, arena, &binding->pcrs_differ);
	for (size_t i = 0; i < binding->answers.count; i++)
		if (is_told(binding, &answers[i]))
			print_sentence(printer, indent, arena, text_of(&answers[i].evidence, "-"));
	for (size_t i = 0; i < binding->bindings.count; i++)
		print_leaf(printer, indent, arena, &leaves[i]);
	if (fact_known(&binding->remedy.fact))
		print_sentence(printer, indent, arena, binding->remedy.value);
	print_commands(printer, indent + 2, &binding->commands);
}

static void print_attempts(const struct printer *printer, struct arena *arena,
			   const struct list_fact *list)
{
	const struct volume_attempt *items = list->items;

	if (list->count)
		fprintf(printer->out, "  The journal of this boot:\n");
	for (size_t i = 0; i < list->count; i++) {
		const char *meaning = text_of(&items[i].meaning, NULL);

		fprintf(printer->out, "    ");
		print_wrapped(printer, 4, 6,
			      arena_printf(arena, "\"%s\"%s%s", text_of(&items[i].message, ""),
					   meaning ? ": " : "", meaning ? meaning : ""));
	}
}

static void print_volume(const struct printer *printer, const struct volume *volume)
{
	const struct volume_binding *bindings = volume->bindings.items;
	const char *name = text_of(&volume->name, NULL), *source = text_of(&volume->source, "-");
	struct arena arena = { 0 };
	const char *subject = name && strcmp(name, source) != 0
				      ? arena_printf(&arena, "%s (%s): ", source, name)
				      : arena_printf(&arena, "%s: ", source);

	fprintf(printer->out, "%s%s%s", text_escape(printer->options, TEXT_BOLD), subject,
		text_escape(printer->options, TEXT_PLAIN));
	print_wrapped(printer, columns(subject, strlen(subject)), 2,
		      arena_printf(&arena, "%s.", text_of(&volume->summary, "-")));
	for (size_t i = 0; i < volume->bindings.count; i++)
		print_binding(printer, 2, &arena, &bindings[i],
			      volume->bindings.count > 1 || !text_is(&bindings[i].kind, "none"));
	print_attempts(printer, &arena, &volume->attempts);
	for (size_t i = 0; i < volume->notes.count; i++)
		print_sentence(printer, 2, &arena,
			       arena_printf(&arena, "note: %s",
					    ((const char *const *)volume->notes.items)[i]));
	arena_clear(&arena);
}

int render_text_unlock(const struct report *report, const struct text_options *options, FILE *out)
{
	const struct volume *volumes = report->volumes.items;
	struct printer printer = { out, options, DEFAULT_WIDTH };

	if (options->width)
		printer.width = options->width < LEAST_WIDTH ? LEAST_WIDTH : (size_t)options->width;
	text_warn_simulator(report, out);
	for (size_t i = 0; i < report->volumes.count; i++) {
		if (i)
			fputc('\n', out);
		print_volume(&printer, &volumes[i]);
	}
	if (fact_known(&report->volumes.fact) && !report->volumes.count && !options->no_legend)
		fprintf(out, "No encrypted volume is known to udev, /etc/crypttab or the kernel "
			     "command line.\n");
	return ferror(out) ? -EIO : 0;
}
