/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing metrics: the walk over the table of metrics, labels, numbers. */
#include "openmetrics.h"

#include <errno.h>
#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "field.h"
#include "fields.h"

struct exposition {
	FILE *out;
	struct arena arena;
	const struct report *report;
	bool textfile;
	const struct metric *metric;
	const char *tpm; /* label of the TPM at hand; NULL: the machine */
	bool headed;	 /* the metric's first lines are written */
	void *seen;	 /* tree of the samples of the metric, by name and labels */
};

const struct report *exposition_report(const struct exposition *exposition)
{
	return exposition->report;
}

static const char *type_name(const struct exposition *exposition)
{
	static const char *const names[] = { "gauge", "counter", "info", "summary" };
	enum metric_type type = exposition->metric->type;

	/* The older format has no such type. */
	return names[type == METRIC_INFO && exposition->textfile ? METRIC_GAUGE : type];
}

/* What is behind the metric's name in its samples. */
static const char *suffix(const struct metric *metric)
{
	return metric->type == METRIC_COUNTER ? "_total"
	       : metric->type == METRIC_INFO  ? "_info"
					      : "";
}

/* The two formats call a family otherwise: without the suffix, or as its samples. */
static void write_head(struct exposition *exposition)
{
	const struct metric *metric = exposition->metric;
	const char *tail = exposition->textfile ? suffix(metric) : "";

	if (exposition->headed)
		return;
	exposition->headed = true;
	fprintf(exposition->out, "# TYPE %s%s %s\n", metric->name, tail, type_name(exposition));
	if (metric->unit && !exposition->textfile)
		fprintf(exposition->out, "# UNIT %s %s\n", metric->name, metric->unit);
	fprintf(exposition->out, "# HELP %s%s %s\n", metric->name, tail, metric->help);
}

static const char *add_label(struct exposition *exposition, const char *labels, const char *name,
			     size_t name_size, const char *value)
{
	char *escaped, *out;

	if (!value || !*value)
		return labels;
	escaped = out = arena_alloc(&exposition->arena, 2 * strlen(value) + 1);
	for (; *value; value++) {
		if (*value == '\\' || *value == '"' || *value == '\n')
			*out++ = '\\';
		*out++ = *value == '\n' ? 'n' : *value;
	}
	return arena_printf(&exposition->arena, "%s%s%.*s=\"%s\"", labels, *labels ? "," : "",
			    (int)name_size, name, escaped);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void do_nothing(void *key)
{
	(void)key;
}

/* A series may come once only; a report from elsewhere can name two things alike. */
static bool is_new(struct exposition *exposition, const char *labels)
{
	const void **found = tsearch(labels, &exposition->seen, by_text);

	return found && *found == labels;
}

/* value counts 10 to the power of -decimals. */
static void write_sample(struct exposition *exposition, const char *labels, uint64_t value,
			 int decimals)
{
	const struct metric *metric = exposition->metric;
	uint64_t whole = 1;

	/* A text of its own: labels may be the constant "". */
	labels = arena_strdup(&exposition->arena, labels);
	if (!is_new(exposition, labels))
		return;
	write_head(exposition);
	fprintf(exposition->out, *labels ? "%s%s{%s}" : "%s%s", metric->name, suffix(metric),
		labels);
	for (int i = 0; i < decimals; i++)
		whole *= 10;
	fprintf(exposition->out, " %" PRIu64, value / whole);
	if (decimals)
		fprintf(exposition->out, ".%0*" PRIu64, decimals, value % whole);
	fputc('\n', exposition->out);
}

static const char *first_label(struct exposition *exposition)
{
	return add_label(exposition, "", "tpm", 3, exposition->tpm);
}

void exposition_sample(struct exposition *exposition, const char *const *labels, uint64_t value)
{
	const char *text = first_label(exposition);

	for (; *labels; labels += 2)
		text = add_label(exposition, text, labels[0], strlen(labels[0]), labels[1]);
	write_sample(exposition, text, value, 0);
}

const struct fact *metric_find(const struct record_type *type, const void *record, const char *key,
			       size_t key_size, const struct field **ret_field)
{
	for (;;) {
		const char *dot = memchr(key, '.', key_size);
		size_t n = dot ? (size_t)(dot - key) : key_size;
		const struct field *field = NULL;

		for (size_t i = 0; i < type->n_fields && !field; i++)
			if (strlen(type->fields[i].key) == n &&
			    !memcmp(type->fields[i].key, key, n))
				field = &type->fields[i];
		if (!field || !dot != (field->type != FIELD_RECORD))
			return NULL;
		if (!dot) {
			if (ret_field)
				*ret_field = field;
			return field_fact(field, record);
		}
		record = field_member(field, record);
		type = field->record;
		key = dot + 1;
		key_size -= n + 1;
	}
}

bool metric_next_word(const char **words, struct metric_word *ret_word)
{
	const char *word = *words + strspn(*words, " ");
	size_t size = strcspn(word, " ");
	const char *equals = memchr(word, '=', size);

	*words = word + size;
	*ret_word = (struct metric_word){ .key = word, .key_size = size };
	if (equals) {
		ret_word->name = word;
		ret_word->name_size = (size_t)(equals - word);
		ret_word->key = equals + 1;
		ret_word->key_size = size - ret_word->name_size - 1;
	}
	return size > 0;
}

/* The value of a label; NULL where it is not known. */
static const char *label_text(struct exposition *exposition, const struct field *field,
			      const struct fact *fact)
{
	uint64_t value;

	if (!fact_known(fact))
		return NULL;
	if (field->type == FIELD_TEXT || field->type == FIELD_ENUM)
		return ((const struct text_fact *)fact)->value;
	value = ((const struct number_fact *)fact)->value;
	return arena_printf(&exposition->arena,
			    field->unit == UNIT_HEX ? "0x%08" PRIx64 : "%" PRIu64, value);
}

static const char *add_labels(struct exposition *exposition, const char *labels,
			      const struct record_type *type, const void *record)
{
	const char *words = exposition->metric->labels;
	const struct field *field = NULL;
	struct metric_word word;

	while (words && metric_next_word(&words, &word)) {
		const struct fact *fact =
			metric_find(type, record, word.key, word.key_size, &field);

		labels = add_label(exposition, labels, word.name, word.name_size,
				   label_text(exposition, field, fact));
	}
	return labels;
}

static int decimals_of(const struct field *field)
{
	switch (field->unit) {
	case UNIT_MILLISECONDS:
		return 3;
	case UNIT_MICROSECONDS:
		return 6;
	case UNIT_NANOSECONDS:
		return 9;
	default:
		return 0;
	}
}

static void write_values(struct exposition *exposition, const char *labels,
			 const struct record_type *type, const void *record)
{
	const struct metric *metric = exposition->metric;
	const char *words = metric->value;
	const struct field *field = NULL;
	struct metric_word word;

	if (!words)
		write_sample(exposition, labels, 1, 0);
	while (words && metric_next_word(&words, &word)) {
		const struct fact *fact =
			metric_find(type, record, word.key, word.key_size, &field);
		const char *all = labels;

		if (!fact_known(fact))
			continue;
		if (metric->by)
			all = add_label(exposition, labels, metric->by, strlen(metric->by),
					arena_strndup(&exposition->arena, word.name,
						      word.name_size));
		if (field->type == FIELD_NUMBER || field->type == FIELD_BOOL)
			write_sample(exposition, all, ((const struct number_fact *)fact)->value,
				     decimals_of(field));
		else
			write_sample(exposition, all, ((const struct list_fact *)fact)->count, 0);
	}
}

static void write_record(struct exposition *exposition, const struct record_type *type,
			 const void *record)
{
	write_values(exposition, add_labels(exposition, first_label(exposition), type, record),
		     type, record);
}

/* One metric of a machine or of a TPM. */
static void write_metric(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct metric *metric = exposition->metric;
	const struct record_type *type = tpm ? &tpm_report_type : &report_type;
	const void *record = tpm ? (const void *)tpm : (const void *)exposition->report;
	const struct list_fact *list;
	const struct field *field;

	if (metric->get) {
		metric->get(exposition, tpm);
		return;
	}
	if (!metric->list) {
		write_record(exposition, type, record);
		return;
	}
	list = (const struct list_fact *)metric_find(type, record, metric->list,
						     strlen(metric->list), &field);
	for (size_t i = 0; i < list->count; i++)
		write_record(exposition, field->record,
			     (const char *)list->items + i * field->record->size);
}

/* What a TPM is called: by the kernel's name, which one behind a TCTI does not have. */
static const char *tpm_label(struct exposition *exposition, size_t i)
{
	const struct text_fact *name = &report_tpm(exposition->report, i)->name;
	const char *label = fact_known(&name->fact) && *name->value ? name->value : "tcti";

	for (size_t other = 0; other < i; other++) {
		const struct text_fact *taken = &report_tpm(exposition->report, other)->name;

		if (!strcmp(fact_known(&taken->fact) && *taken->value ? taken->value : "tcti",
			    label))
			return arena_printf(&exposition->arena, "%s #%zu", label, i);
	}
	return label;
}

static int render(const struct report *report, const struct text_options *options, bool textfile,
		  FILE *out)
{
	struct exposition exposition = { .out = out, .report = report, .textfile = textfile };

	for (size_t i = 0; i < metrics_all.count; i++) {
		const struct metric *metric = &metrics_all.metrics[i];

		if (metric->identifies && !options->identifiers)
			continue;
		exposition.metric = metric;
		exposition.headed = false;
		exposition.tpm = NULL;
		if (metric->machine)
			write_metric(&exposition, NULL);
		for (size_t t = 0; !metric->machine && t < report_count_tpms(report); t++) {
			exposition.tpm = tpm_label(&exposition, t);
			write_metric(&exposition, report_tpm(report, t));
		}
		tdestroy(exposition.seen, do_nothing);
		exposition.seen = NULL;
	}
	fputs("# EOF\n", out);
	arena_clear(&exposition.arena);
	return ferror(out) ? -EIO : 0;
}

int render_openmetrics(const struct report *report, const struct text_options *options, FILE *out)
{
	return render(report, options, false, out);
}

int render_metrics_textfile(const struct report *report, const struct text_options *options,
			    FILE *out)
{
	return render(report, options, true, out);
}
