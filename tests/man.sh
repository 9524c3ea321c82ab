#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The manual pages are well formed, and say what the programs do, as the programs themselves tell it:
# tpm-probe by --help and what it prints, the modules by tcti_facts.
cd "$(dirname "$0")/.." || exit 1
. tests/swtpm/lib.sh

# shown PAGE: as text, wide enough that no tag is wrapped.
shown() {
	mandoc -T ascii -O width=150 "$B/man/$1" | sed 's/.\x08//g'
}

# section NAME <TEXT
section() {
	sed -n "/^$1\$/,/^[^ ]/p" | sed '1d;/^[^ ]/d'
}

pages=(tpm-probe.1 tpm-probe-{bench,doctor,keys,metrics,report,tcti,unlock,watch}.1 tpm-probe-tcti-device.7 tss2-tcti-tpmrm.7)
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
export COLUMNS=400
help=$("$B/tpm-probe" --help)
# tags NAME [PAGE]: what a section of the page explains, one a line, as the source has it.
tags() {
	sed -n "/^\.SH $1\$/,/^\.SH/p" "$B/man/${2-tpm-probe.1}" | grep -A1 '^\.TP' |
		sed -nE '/^\.[BI]+ /{s///;s/"//g;s/\\-/-/g;s/  / /;p}'
}
is "$(tags COMMANDS | sort)" \
	"$(sed -n '/^Commands:/,/^$/p' <<<"$help" | sed '1d;/^$/d;/^  (none)/d' |
		sed -E 's/^  ([^ ]+) +(([][A-Z.]+)  )? *[^ ].*/\1 \3/;s/ $//' | sort)" \
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
explains tpm-probe-metrics.1 metrics OPTIONS
explains tpm-probe-watch.1 watch OPTIONS
explains tpm-probe-unlock.1 unlock OPTIONS
# shellcheck disable=SC2016 # Python
is "$(tags EVENTS tpm-probe-watch.1 | sort)" "$("$probe" schema | python3 -c 'import json, re, sys
event = json.load(sys.stdin)["$defs"]["watch_event"]["properties"]["event"]
words = event.get("enum") or re.sub(r" *\([^)]*\)", "", event["description"]).split(", ")
print(*sorted(w for w in words if w), sep="\n")')" "tpm-probe-watch.1 explains every event"
explains tpm-probe-report.1 report "OPTIONS OF REPORT"
explains tpm-probe-report.1 fleet "OPTIONS OF FLEET"
# Its README.txt lists what is in it, and what is not this time.
capture "$probe" --sysroot tests/data/sysroot/crb report --bundle "$work/bundle.tar"
is "$(tags "THE BUNDLE" tpm-probe-report.1 | sort)" "$({ echo README.txt
	tar -xOf "$work/bundle.tar" --wildcards '*/README.txt' |
		sed -nE '/^Files$/,/^$/s/^  ([a-z.-]+) .*/\1/p'; } | sort)" "tpm-probe-report.1 explains every file of a bundle"
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
# exported OPTION...: the metrics of a run.
exported() {
	"$probe" "$@" metrics --textfile - 2>>"$work/errors" | sed -n 's/^# TYPE \([^ ]*\) .*/\1/p'
}
# Reports with every fact, and what they have no sensible value of.
tests/report/make_full.py plain >"$work/full.json"
"$probe" --simulator bench get_random_8 -n 5 -o json >"$work/bench.json"
echo '{ "schema": "tpm-probe/1", "volumes": [ { "source": "/dev/sda3", "verdict": "should_unlock" } ],
	"tpms": [ { "name": "tpm0", "event_log": { "banks": [ "sha256" ],
	"pcrs": [ { "bank": "sha256", "index": 0, "status": "equal" } ] } } ] }' >"$work/log.json"
metrics=$({ for file in full bench log; do exported --from "$work/$file.json"; done
	exported
	exported --simulator
	exported --simulator --max-commands 1
	exported --from "$work/full.json" --identifiers
	exported --sysroot tests/data/sysroot/two; } | sort -u)
is "$(tags METRICS tpm-probe-metrics.1 | sort)" "$metrics" "tpm-probe-metrics.1 explains every metric"
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
# values <NAMES: "NAME 0xVALUE" of return codes, as the header has it.
values() {
	{
		echo '#include <stdio.h>'
		echo '#include <tss2/tss2_tcti.h>'
		echo 'int main(void) {'
		sed -E 's/.*/printf("& 0x%08x\\n", TSS2_TCTI_RC_&);/'
		echo 'return 0; }'
	} | gcc -x c -o "$work/codes" - && "$work/codes"
}
declare -A modules=([tss2-tcti-tpmrm.7]=tpmrm [tpm-probe-tcti-device.7]=device)
for page in tss2-tcti-tpmrm.7 tpm-probe-tcti-device.7; do
	name=${modules[$page]}
	capture "$B/tests/unit/tcti/tcti_facts" "$B/libtss2-tcti-$name.so.0"
	is "$status" 0 "$page: what the module does is known"
	facts=$output
	text=$(shown $page)
	codes=$(section 'RETURN CODES' <<<"$text")
	rows=$(grep -E '^[A-Z_]+ 0x000a[0-9a-f]{4}$' "$B/man/$page")
	is "$rows" "$(cut -d ' ' -f 1 <<<"$rows" | values)" "$page: the values of the return codes"
	is "$(cut -d ' ' -f 2 <<<"$rows" | sort -u)" "$(sed -n 's/^code //p' <<<"$facts" | sort -u)" \
		"$page: every return code that the module gives, and no other"
	missing=
	while read -r errno; do
		grep -qw "$errno" <<<"$codes" || missing+=" $errno"
	done < <(sed -n 's/^errno //p' <<<"$facts")
	is "$missing" "" "$page: every errno that has a text or a code of its own"
	# The page names them in their order.
	is "$(section 'WHICH TPM' <<<"$text" | grep -oE '/dev/[a-z0-9]+' | xargs)" \
		"$(sed -n "s/^$name //p" <<<"$facts" | grep -oE '/dev/[a-z0-9]+' | xargs)" "$page: the nodes that are tried unasked"
	keys=$(sed -n 's/^help //p' <<<"$facts" | grep -oE '\b[a-z]+=' | sort)
	is "$(section CONFIGURATION <<<"$text" | grep -oE '^ +[a-z]+=' | tr -d ' ' | sort -u)" "$keys" \
		"$page: every key of the configuration"
done
done_testing
