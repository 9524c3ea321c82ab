#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What is shown of a benchmark, read by those for whom it is: exports by consumers of their formats,
# pages by an HTML checker, and every number held against the report's. Each check has to refuse an
# output in which something was changed.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
B=${B:-build/release}
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

show() { "$B/tests/bench/bench_show" "$@"; }
make_report() { tests/bench/make_report.py "${@:2}" >"$work/$1.json"; }

make_report plain || exit 1
make_report base --baseline
make_report hostile --hostile
make_report one --one --samples 3
make_report jobs --jobs
make_report many --one --samples 20000

for name in plain base hostile one jobs many; do
	check "$name: a report by the schema" /usr/bin/python3 -c '
import json, sys, jsonschema
schema, report = (json.load(open(path)) for path in sys.argv[1:])
jsonschema.validate(report, schema)' "$B/tpm-probe-1.schema.json" "$work/$name.json"
	for format in gab bmf go csv html svg; do
		baseline=()
		[[ $format != html && $format != svg || $name == one ]] || baseline=("$work/base.json")
		show "$work/$name.json" $format "${baseline[@]}" >"$work/$name.$format"
		check "$name: $format, as it is read" \
			tests/bench/consume.py $format "$work/$name.json" "$work/$name.$format"
	done
	check "$name: the page is valid HTML" tidy -e -q "$work/$name.html"
done

# refuses FORMAT SED_PROGRAM NAME
refuses() {
	sed -E "$2" "$work/plain.$1" >"$work/changed"
	if cmp -s "$work/plain.$1" "$work/changed"; then
		not_ok "$3" "the change changes nothing"
	elif tests/bench/consume.py "$1" "$work/plain.json" "$work/changed" >/dev/null 2>&1; then
		not_ok "$3" "accepted"
	else
		ok "$3"
	fi
}
refuses gab '0,/"value":[0-9]+/s//"value":7/' "gab: another value is seen"
refuses gab '0,/± /s//+- /' "gab: a range of another form is seen"
refuses bmf '0,/"upper_value":[0-9]+/s//"upper_value":7/' "bmf: another bound is seen"
refuses go '0,/ns\/op/s//ns op/' "go: a line of another form is seen"
refuses go '/BenchmarkTpm\/sign_p256/{s/\t[0-9]+ ns/\t7 ns/;}' "go: another mean is seen"
refuses csv '100d' "csv: a missing sample is seen"
refuses html 's/<article/<script><\/script><article/' "html: a script is seen"
refuses html 's/<article/<article onclick="x()"/' "html: a handler is seen"
refuses html 's/<style>/<style>@import "x";/' "html: a reference is seen"
refuses svg 's/<desc>/<image href="x"\/><desc>/' "svg: a reference is seen"
refuses svg '0,/<desc>/s//<des>/' "svg: markup that is not closed is seen"
sed 's/<article/<p><table><article/' "$work/plain.html" >"$work/changed"
capture tidy -e -q "$work/changed"
like "$status" '[12]' "tidy sees a page that is not valid"

capture show "$work/plain.json" text
like "$output" '^Started +2026-03-04T05:06:07Z' "text: the header comes first"
like "${output##*$'\n'}" '^Verdict: regressed \(2 regressed, 2 inconclusive, 2 improved, 34 pass\)$' \
	"text: the verdict is the last line"
is "$(grep -c '^sign_p256 .*1 object loaded$' <<<"$output")" 2 "text: a row for each connection"
like "$output" $'\n  unsupported sign_p384, verify_p384: the TPM lacks the curve' \
	"text: what was not measured is told below"
like "$output" 'each loaded object adds 3.40 ms to get_random_8 through kernel RM \(R² 0.999\)' \
	"text: what an object costs is a sentence"
capture show "$work/jobs.json" text
like "$output" ', 3 connections at once' "text: the header tells of jobs"
like "$output" $'\nget_random_8 +[0-9.]+ +0.987 +0 +67 +[0-9.]+ ms' "text: throughput, fairness, first job"
is "$(sed -n '/^Connections at once/,/^$/p' <<<"$output" | grep -cE '^ +[12] +[0-9]+ ')" 42 \
	"text: a line for each further job"
like "$(<"$work/jobs.html")" '<h2>Connections at once</h2>' "html: a table of the jobs"
LC_ALL=C capture show "$work/plain.json" text
unlike "$output" [^$'\t\n'\ -~] "text: nothing but ASCII where the locale has no more"

capture show "$work/plain.json" gabb
is "$status" 2 "a format that does not exist is an error"
unlike "$output" . "and nothing is written"
done_testing
