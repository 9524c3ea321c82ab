/* SPDX-License-Identifier: BSD-2-Clause */
/* A page's frame, and how it looks. */
#include "page.h"

#include <string.h>

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
