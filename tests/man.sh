#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The manual pages are well formed, and say what the programs do: tpm-probe.1 what --help says, those
# of the modules what the tables in tcti/ hold.
cd "$(dirname "$0")/.." || exit 1
. tests/tap.sh
B=${B:-build/release}

# shown PAGE: as text, wide enough that no tag is wrapped.
shown() {
	mandoc -T ascii -O width=150 "$B/man/$1" | sed 's/.\x08//g'
}

# section NAME <TEXT
section() {
	sed -n "/^$1\$/,/^[^ ]/p" | sed '1d;/^[^ ]/d'
}

pages=(tpm-probe.1 tpm-probe-{bench,doctor,keys,metrics,report,tcti,watch}.1 tpm-probe-tcti-device.7 tss2-tcti-tpmrm.7)
is "$(find "$B/man" -type f -printf "%f\n" | sort | xargs)" "$(printf '%s\n' "${pages[@]}" | sort | xargs)" "every page is looked at"
if command -v mandoc >/dev/null; then
	for page in "${pages[@]}"; do
		is "$(mandoc -T lint -W warning "$B/man/$page")" "" "$page: nothing to complain of"
		is "$(grep -nE '@[A-Za-z-]+(\.inc)?@' "$B/man/$page")" "" "$page: every template filled in"
	done
else
	skip "manual pages" "no mandoc here"
	done_testing
fi

# ---- tpm-probe.1 and --help ---------------------------------------------------------------------
help=$("$B/tpm-probe" --help)
# tags NAME [PAGE]: what a section of the page explains, one a line, as the source has it.
tags() {
	sed -n "/^\.SH $1\$/,/^\.SH/p" "$B/man/${2-tpm-probe.1}" | grep -A1 '^\.TP' |
		sed -nE '/^\.[BI]+ /{s///;s/"//g;s/\\-/-/g;s/  / /;p}'
}
is "$(tags COMMANDS | sort)" \
	"$(sed -n '/^Commands:/,/^$/p' <<<"$help" | sed '1d;/^$/d;/^  (none)/d' |
		sed -E 's/^  ([^ ]+) +(([^a-z ]+)  )? *[^ ].*/\1 \3/;s/ $//' | sort)" \
	"tpm-probe.1 explains the commands that --help lists"
# commands of README.md's table; an operand does not matter.
is "$(sed -nE 's/^\| `tpm-probe ([a-z]+).*/\1/p' README.md | sort)" \
	"$(tags COMMANDS | cut -d ' ' -f 1 | sort)" "README.md has the same commands"
# options COMMAND...: what --help lists.
options() {
	"$B/tpm-probe" "$@" --help | sed -n '/^Options:/,/^$/p' |
		sed -nE 's/^  (-., |    )(--[a-z0-9-]+( [A-Z][^ ]*)?) .*/\1\2/;s/^ *-/-/p' | sort
}
is "$(tags OPTIONS | grep '^-' | sort)" "$(options)" "tpm-probe.1 explains the options that --help lists"
# explains PAGE COMMAND SECTION...: the sections together have the command's options, each once.
explains() {
	local page=$1 command=$2 section
	shift 2
	is "$(for section; do tags "$section" "$page"; done | grep '^-' | sort)" "$(options "$command")" \
		"$page explains the options that $command --help lists"
}
explains tpm-probe-bench.1 bench OPTIONS
explains tpm-probe-doctor.1 doctor OPTIONS
like "$(cat "$B/man/tpm-probe-doctor.1")" "Holds $("$B/tpm-probe" doctor --list-rules --no-legend | wc -l) rules " \
	"tpm-probe-doctor.1 has the number of rules"
explains tpm-probe-metrics.1 metrics OPTIONS
explains tpm-probe-watch.1 watch OPTIONS
is "$(tags EVENTS tpm-probe-watch.1 | sort)" \
	"$(grep -hoE 'draft_event\(now, [^;]*' probe/watch/*.c | grep -oE '"[a-z]+"' | tr -d '"' | sort)" \
	"tpm-probe-watch.1 explains every event"
explains tpm-probe-report.1 report "OPTIONS OF REPORT"
explains tpm-probe-report.1 fleet "OPTIONS OF FLEET"
is "$(tags "THE BUNDLE" tpm-probe-report.1 | sort)" \
	"$({ echo README.txt; sed -nE '/^static const struct part parts/,/^};/s/.*\{ "([a-z.-]+)".*/\1/p' \
		probe/render/bundle.c; } | sort)" "tpm-probe-report.1 explains every file of a bundle"
explains tpm-probe-keys.1 ek "OPTIONS OF EK"
explains tpm-probe-keys.1 attest "OPTIONS OF ATTEST"
# synopsis PAGE
synopsis() {
	shown "$1" | section SYNOPSIS
}
is "$(for page in "${pages[@]}"; do [[ $page != tpm-probe-*.1 ]] || synopsis "$page"; done |
	grep -oE 'tpm-probe [a-z]+' | cut -d ' ' -f 2 | sort -u |
	comm -23 - <(tags COMMANDS | cut -d ' ' -f 1 | sort))" "" "the synopses are of commands that there are"
for row in "tpm-probe-tcti.1 tcti show recommend test emit" "tpm-probe-tcti.1 fapi check emit" \
	"tpm-probe-bench.1 bench compare export"; do
	read -r page command verbs <<<"$row"
	like "$("$B/tpm-probe" "$command" --help | sed -n '/^Operands:/,/^$/p' | tr -s '\n ' ' ')" "${verbs// /.* }" \
		"$command --help has the verbs $verbs"
	like "$(synopsis "$page" | grep "tpm-probe $command" | tr -s '\n ' ' ')" "${verbs// /.* }" "and so has the synopsis of $page"
done
explains tpm-probe.1 list "OPTIONS OF LIST"
explains tpm-probe.1 pcrs "OPTIONS OF PCRS"
for command in info caps keys nv rc completion schema; do
	is "$(options $command)" "" "$command has no options of its own"
done
explains tpm-probe-tcti.1 fapi "OPTIONS OF EMIT"
explains tpm-probe-tcti.1 tcti "OPTIONS OF EMIT" "OPTIONS OF TCTI"
is "$(tags FORMATS tpm-probe-tcti.1 | xargs)" \
	"$("$B/tpm-probe" tcti emit 2>&1 | sed -n 's/^  formats: //p')" "tpm-probe-tcti.1 explains the formats of emit"
# The metrics as the table has them, with the suffixes of their types.
is "$(tags METRICS tpm-probe-metrics.1 | sort)" \
	"$(grep -oE '\b(GAUGE|SECONDS|BYTES|COUNTER|INFO)\("[a-z0-9_]+"' probe/render/openmetrics-table.c |
		sed -E '/^COUNTER/s/"$/_total"/;/^INFO/s/"$/_info"/;s/.*\("(.*)"/\1/' | sort)" \
	"tpm-probe-metrics.1 explains every metric"
is "$(tags ALERTS tpm-probe-metrics.1 | sort)" \
	"$(sed -n 's/^ *- alert: //p' probe/monitoring/tpm-probe-alerts.yml | sort)" \
	"tpm-probe-metrics.1 explains every alert"
is "$(tags 'EXIT STATUS' | grep -oE '^[0-9]+')" \
	"$(sed -n '/^Exit status:/,$p' <<<"$help" | grep -oE '\b[0-9]+\b')" \
	"tpm-probe.1 explains the exit statuses that --help lists"
is "$(tags 'EXIT STATUS' | xargs)" \
	"$(sed -nE 's/^\| ([0-9]+) \|.*/\1/p' README.md | xargs)" \
	"README.md has the same exit statuses"
# shellcheck disable=SC2016 # Markdown's quotation marks
is "$(sed -nE 's/^\| `([a-z/]+)\/`.*/\1/p' CONTRIBUTING.md | sort)" \
	"$(printf '%s\n' tcti sysfs udev tests probe probe/*/ | sed 's,/$,,' | sort)" \
	"CONTRIBUTING.md says what is in each folder"

# ---- The modules --------------------------------------------------------------------------------
# "NAME 0xVALUE" of each code that the sources use, as the header has it.
codes_used() {
	{
		echo '#include <stdio.h>'
		echo '#include <tss2/tss2_tcti.h>'
		echo 'int main(void) {'
		grep -ohE 'TSS2_TCTI_RC_[A-Z_]+' tcti/binding.c | sort -u |
			sed -E 's/TSS2_TCTI_RC_(.*)/printf("\1 0x%08x\\n", &);/'
		echo 'return 0; }'
	} | gcc -x c -o "$work/codes" - && "$work/codes"
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
used=$(codes_used)
like "$used" 'NO_CONNECTION 0x000a0008' "the return codes that the modules use are known"
for page in tss2-tcti-tpmrm.7 tpm-probe-tcti-device.7; do
	text=$(shown $page)
	codes=$(section 'RETURN CODES' <<<"$text")
	missing=
	# The value stands beside the name.
	while read -r name value; do
		grep -qx "$name $value" "$B/man/$page" || missing+=" $name=$value"
	done <<<"$used"
	is "$missing" "" "$page: every return code, by name and value"
	missing=
	for errno in $(sed -nE 's/.*\{ -(E[A-Z0-9]+), TSS2_TCTI_RC.*/\1/p' tcti/binding.c) \
		$(grep -oE 'case E[A-Z0-9]+' tcti/error.c | cut -d ' ' -f 2); do
		grep -qw "$errno" <<<"$codes" || missing+=" $errno"
	done
	is "$missing" "" "$page: every errno that has a text or a code of its own"
done
missing=
conf=$(shown tss2-tcti-tpmrm.7 | section CONFIGURATION)
keys=$(sed -n '/^} keys\[\]/,/^};/p' tcti/conf.c | grep -oE '\{ "[a-z]+"' | tr -d '{ "')
for key in ${keys:?}; do
	grep -qE "^ +$key=" <<<"$conf" || missing+=" $key="
done
is "$missing" "" "tss2-tcti-tpmrm.7: every key of the configuration"
# nodes FUNCTION: the nodes that it tries unasked.
nodes() {
	sed -n "/$1(/,/^}/p" tcti/open-*.c | grep 'usual\[\] = ' | grep -oE '/dev/[a-z0-9]+'
}
for row in "tss2-tcti-tpmrm.7 open_any" "tpm-probe-tcti-device.7 tcti_open_device"; do
	# The page names them in their order.
	is "$(shown "${row% *}" | section 'WHICH TPM' | grep -oE '/dev/[a-z0-9]+' | xargs)" \
		"$(nodes "${row#* }" | xargs)" "${row% *}: the nodes that are tried unasked"
done
done_testing
