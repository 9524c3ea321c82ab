/* SPDX-License-Identifier: BSD-2-Clause */
/* A page's frame, and how it looks. */
#include "page.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include "field-text.h"
#include "verdict.h"

static const char page_style[] =
	":root{color-scheme:light dark;--ink:#17202a;--soft:#4a5563;--page:#f4f6f8;--card:#fff;"
	"--line:#d9dee5;--bad:#b3261e;--good:#00704f;--doubt:#8a5a00;--fine:#3f4a57}\n"
	"@media (prefers-color-scheme:dark){:root{--ink:#e8edf2;--soft:#a9b4c0;--page:#0f1318;"
	"--card:#171d24;--line:#333c47;--bad:#ff8a80;--good:#5fd6ae;--doubt:#f2bf5e;"
	"--fine:#b8c2cd}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;background:var(--page);color:var(--ink);"
	"font:15px/1.5 system-ui,\"Segoe UI\",\"DejaVu Sans\",sans-serif;overflow-wrap:anywhere}\n"
	"main{max-width:1360px;margin:0 auto;padding:16px}\n"
	"h1{font-size:1.5rem;line-height:1.25;margin:.2em 0}\n"
	"h2{font-size:1.15rem;margin:2em 0 .6em}h3{font-size:1rem;margin:0}\n"
	"p{margin:.4em 0}.soft{color:var(--soft)}ul{margin:.4em 0;padding-left:1.3em}\n"
	".card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:14px}\n"
	".banner{border-left:6px solid var(--fine)}.banner>strong{font-size:1.2rem}\n"
	".badge.regressed,.regressed>strong{color:var(--bad)}"
	".badge.improved,.improved>strong{color:var(--good)}"
	".badge.inconclusive,.inconclusive>strong{color:var(--doubt)}.badge.pass{color:var(--fine)}\n"
	".card.regressed{border-color:var(--bad)}.card.improved{border-color:var(--good)}"
	".card.inconclusive{border-color:var(--doubt)}\n"
	".warn{background:var(--doubt);color:var(--card);padding:8px 14px;border-radius:8px;"
	"font-weight:600}\n"
	"dl{display:grid;grid-template-columns:minmax(0,max-content) minmax(0,1fr);gap:4px 16px;"
	"margin:0}dt{color:var(--soft)}dd{margin:0}\n"
	".grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));"
	"gap:14px}.grid>*{min-width:0}\n"
	".chart{display:block;width:100%;height:auto;overflow:visible}\n"
	".swatch{display:inline-block;width:24px;height:10px;vertical-align:middle}\n"
	".scroll{overflow-x:auto}.scroll:focus-visible{outline:2px solid var(--ink)}\n"
	"table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}\n"
	"th,td{padding:3px 10px 3px 0;text-align:left;vertical-align:top}\n"
	"thead th{color:var(--soft);font-weight:600;border-bottom:1px solid var(--line);"
	"white-space:nowrap}\n"
	".numbers td,.numbers th{overflow-wrap:normal;white-space:nowrap;border-bottom:1px solid var(--line)}\n"
	".numbers .right,.key .right{text-align:right}.key{width:100%;margin:6px 0 8px}\n"
	".key td,.key th{padding:1px 8px 1px 0;font-weight:400}.key td:last-child{padding-right:0}\n"
	".key .right{white-space:nowrap}.notes{font-size:.9rem;color:var(--soft)}\n"
	".badge{display:inline-block;font-size:.9rem;font-weight:600;margin-right:.8em}.badge.pass{font-weight:400}\n"
	".narrow{display:none}footer{margin:2.5em 0 1em;font-size:.9rem;color:var(--soft)}\n"
	"@media (max-width:760px){.wide{display:none}.narrow{display:block}main{padding:10px}"
	".card{padding:10px}dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:6px}}\n"
	"@media print{body{background:#fff}.card{break-inside:avoid}}\n";

void page_text(FILE *out, struct arena *arena, const char *text)
{
	/* A report made by hand may hold what XML cannot. */
	for (const char *p = arena_clean(arena, text, strlen(text)); *p; p++) {
		switch (*p) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		case '\'':
			fputs("&#39;", out);
			break;
		default:
			fputc(*p, out);
		}
	}
}

void page_begin(FILE *out, struct arena *arena, const struct report *report, const char *title,
		const char *style)
{
	fprintf(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		     "<title>");
	page_text(out, arena, title);
	fprintf(out, "</title>\n<style>\n%s%s</style>\n</head>\n<body>\n<main>\n<h1>", page_style,
		style);
	page_text(out, arena, title);
	fprintf(out, "</h1>\n");
	if (is_set(&report->simulator))
		fprintf(out, "<p class=\"warn\">SIMULATOR: an ephemeral swtpm, not a TPM of this "
			     "machine</p>\n");
}

void page_end(FILE *out, struct arena *arena, const struct report *report)
{
	fprintf(out, "<footer><p>Written by tpm-probe ");
	if (fact_known(&report->version.fact))
		page_text(out, arena, report->version.value);
	fprintf(out, ". This page needs nothing else, and runs nothing.</p></footer>\n"
		     "</main>\n</body>\n</html>\n");
}

/* With the variables of page_style. */
const char page_report_style[] =
	".badge.critical,.badge.error,.badge.no{color:var(--bad)}"
	".badge.warning,.badge.unknown{color:var(--doubt)}"
	".badge.ok,.badge.yes{color:var(--good)}.badge.info{color:var(--fine)}\n"
	".card.critical,.card.error{border-left:6px solid var(--bad)}"
	".card.warning{border-left:6px solid var(--doubt)}"
	".card.info{border-left:6px solid var(--fine)}.card.ok{border-left:6px solid var(--good)}\n"
	".card{margin:0 0 12px}h3{margin:1.2em 0 .4em}.card>h3:first-child{margin-top:0}\n"
	"pre{margin:.4em 0;padding:8px 10px;background:var(--page);border-radius:6px;"
	"overflow-x:auto;font:.85rem/1.5 ui-monospace,\"DejaVu Sans Mono\",monospace}\n"
	"details{margin:.4em 0}summary{cursor:pointer;color:var(--soft)}\n"
	"summary:focus-visible{outline:2px solid var(--ink)}\n"
	"ul.plain{list-style:none;padding:0}ul.plain>li{margin:.3em 0}\n"
	"td.wrap{min-width:14em;white-space:normal}\n"
	".code{font-family:ui-monospace,\"DejaVu Sans Mono\",monospace;font-size:.85em}\n";

void page_put(struct page *page, const char *text)
{
	page_text(page->out, &page->arena, text);
}

void page_printf(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(page->out, format, arguments);
	va_end(arguments);
}

void page_element(struct page *page, const char *name, const char *text)
{
	page_printf(page, "<%s>", name);
	page_put(page, text);
	page_printf(page, "</%.*s>\n", (int)strcspn(name, " "), name);
}

const char *page_time(struct page *page, const struct number_fact *fact)
{
	time_t seconds = (time_t)fact->value;
	char text[32];
	struct tm tm;

	if (!fact_known(&fact->fact) || !gmtime_r(&seconds, &tm) ||
	    !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
		return "-";
	return arena_strdup(&page->arena, text);
}

static bool is_in(const char *const *keys, const char *key)
{
	for (; keys && *keys; keys++)
		if (!strcmp(*keys, key))
			return true;
	return false;
}

/* Points in time are no durations. */
static const char *value_of(struct page *page, const struct field *field, const void *record)
{
	static const char *const times[] = { "time", "not_before", "not_after", NULL };

	if (field->unit == UNIT_SECONDS && is_in(times, field->key))
		return page_time(page, (const struct number_fact *)field_fact(field, record));
	return text_of_field(&page->arena, field, record);
}

static bool is_told(const struct field *field, const void *record)
{
	const struct fact *fact = field_fact(field, record);

	return fact && fact->presence != PRESENCE_NOT_COLLECTED &&
	       fact->presence != PRESENCE_ABSENT;
}

bool page_facts(struct page *page, const struct record_type *type, const void *record,
		const char *const *without)
{
	bool any = false;

	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		if (field->type == FIELD_RECORDS || !is_told(field, record) ||
		    is_in(without, field->key))
			continue;
		if (!any)
			page_printf(page, "<dl>\n");
		any = true;
		page_element(page, "dt", field->label);
		page_element(page, "dd", value_of(page, field, record));
	}
	if (any)
		page_printf(page, "</dl>\n");
	return any;
}

void page_table_begin(struct page *page, const char *label, const char *const *headings, size_t n)
{
	page_printf(page, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	page_put(page, label);
	page_printf(page, "\"><table class=\"numbers\"><thead><tr>");
	for (size_t i = 0; i < n; i++)
		page_element(page, "th scope=\"col\"", headings[i]);
	page_printf(page, "</tr></thead><tbody>\n");
}

void page_table_row(struct page *page, const char *const *cells, size_t n)
{
	enum { LONG = 60 };

	page_printf(page, "<tr>");
	for (size_t i = 0; i < n; i++) {
		const char *element = i == 0 ? "th scope=\"row\""
				      : strlen(cells[i]) > LONG && strchr(cells[i], ' ')
					      ? "td class=\"wrap\""
					      : "td";

		page_element(page, element, cells[i]);
	}
	page_printf(page, "</tr>\n");
}

void page_table_end(struct page *page)
{
	page_printf(page, "</tbody></table></div>\n");
}

void page_table(struct page *page, const char *label, const struct record_type *type,
		const struct list_fact *list, const char *const *keys)
{
	enum { MOST = 24 };
	const struct field *fields[MOST];
	const char *cells[MOST];
	size_t n = 0;

	if (!list->count)
		return;
	for (; *keys && n < MOST; keys++) {
		const struct field *field = record_field(type, *keys);
		bool any = false;

		for (size_t i = 0; field && i < list->count && !any; i++)
			any = is_told(field, (const char *)list->items + i * type->size);
		if (!any)
			continue;
		cells[n] = field->label;
		fields[n++] = field;
	}
	page_table_begin(page, label, cells, n);
	for (size_t i = 0; i < list->count; i++) {
		for (size_t j = 0; j < n; j++)
			cells[j] = value_of(page, fields[j],
					    (const char *)list->items + i * type->size);
		page_table_row(page, cells, n);
	}
	page_table_end(page);
}

void page_section(struct page *page, const char *heading, const char *name,
		  const struct record_type *type, const struct list_fact *list,
		  const char *const *keys)
{
	if (!list->count)
		return;
	page_element(page, heading, name);
	page_printf(page, "<div class=\"card\">");
	page_table(page, name, type, list, keys);
	page_printf(page, "</div>\n");
}

void page_fold_begin(struct page *page, const char *summary)
{
	page_printf(page, "<details>");
	page_element(page, "summary", summary);
}

void page_fold_end(struct page *page)
{
	page_printf(page, "</details>\n");
}

void page_badge(struct page *page, const char *severity)
{
	static const char *const signs[][2] = {
		{ "critical", "✖" }, { "error", "✖" }, { "warning", "▲" }, { "info", "●" },
		{ "ok", "✓" },	     { "yes", "✓" },   { "no", "✖" },	   { "unknown", "?" },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (strcmp(signs[i][0], severity) != 0)
			continue;
		page_printf(page, "<span class=\"badge %s\">%s %s</span>\n", severity, signs[i][1],
			    severity);
		return;
	}
	page_element(page, "span class=\"badge\"", severity);
}

void page_lines(struct page *page, const struct list_fact *texts)
{
	if (!texts->count)
		return;
	page_printf(page, "<pre tabindex=\"0\">");
	for (size_t i = 0; i < texts->count; i++) {
		page_put(page, ((const char *const *)texts->items)[i]);
		page_printf(page, "\n");
	}
	page_printf(page, "</pre>\n");
}

void page_verdicts(struct page *page, const struct list_fact *verdicts)
{
	const struct verdict *items = verdicts->items;

	if (!verdicts->count)
		return;
	page_printf(page, "<ul class=\"plain\">\n");
	for (size_t i = 0; i < verdicts->count; i++) {
		page_printf(page, "<li>");
		page_badge(page, text_of(&items[i].level.text, "-"));
		page_put(page, text_of(&items[i].text, "-"));
		if (fact_known(&items[i].remedy.fact)) {
			page_printf(page, "<br><span class=\"soft\">what to do: ");
			page_put(page, items[i].remedy.value);
			page_printf(page, "</span>");
		}
		page_printf(page, "</li>\n");
	}
	page_printf(page, "</ul>\n");
}
