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

pages=(tpm-probe.1 tpm-probe-bench.1 tpm-probe-doctor.1 tpm-probe-tcti-device.7 tss2-tcti-tpmrm.7)
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
		sed -E 's/^  ([^ ]+) +([^a-z ]+ )? *[^ ].*/\1 \2/;s/ $//' | sort)" \
	"tpm-probe.1 explains the commands that --help lists"
# options COMMAND...: what --help lists.
options() {
	"$B/tpm-probe" "$@" --help | sed -n '/^Options:/,/^$/p' | sed '1d;/^$/d' |
		sed -E 's/^ +//;s/(  +| [a-z]+:).*//' | sort
}
is "$(tags OPTIONS | grep '^-' | sort)" "$(options)" "tpm-probe.1 explains the options that --help lists"
is "$(tags OPTIONS tpm-probe-bench.1 | grep '^-' | sort)" "$(options bench)" \
	"tpm-probe-bench.1 explains the options that bench --help lists"
is "$(tags OPTIONS tpm-probe-doctor.1 | grep '^-' | sort)" "$(options doctor)" \
	"tpm-probe-doctor.1 explains the options that doctor --help lists"
is "$(tags 'EXIT STATUS' | grep -oE '^[0-9]+')" \
	"$(sed -n '/^Exit status:/,$p' <<<"$help" | grep -oE '\b[0-9]+\b')" \
	"tpm-probe.1 explains the exit statuses that --help lists"
is "$(tags 'EXIT STATUS' | xargs)" \
	"$(sed -nE 's/^\| ([0-9]+) \|.*/\1/p' README.md | xargs)" \
	"README.md has the same exit statuses"

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
	sed -n "/$1(/,/^}/p" tcti/choose-*.c | grep 'usual\[\] = ' | grep -oE '/dev/[a-z0-9]+'
}
for row in "tss2-tcti-tpmrm.7 choose_any" "tpm-probe-tcti-device.7 tcti_choose_path"; do
	# The page names them in their order.
	is "$(shown "${row% *}" | section 'WHICH TPM' | grep -oE '/dev/[a-z0-9]+' | xargs)" \
		"$(nodes "${row#* }" | xargs)" "${row% *}: the nodes that are tried unasked"
done
done_testing
