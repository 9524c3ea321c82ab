#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Every command's text fits the width that COLUMNS or the terminal has, help included, and says the same
# as without a width. Long commands go on behind a backslash.
cd "$(dirname "$0")/.." || exit 1
. tests/swtpm/lib.sh

# too_wide WIDTH <TEXT: the columns of its widest line, if there are more.
too_wide() {
	local columns
	columns=$(wc -L)
	((columns <= $1)) || echo "$columns"
}
# words <TEXT: what it says, however it is broken.
words() {
	tr -d ' \n\134'
}

verbs=$("$probe" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\) .*/\1/p')
check "help: every command is known" test "$(wc -w <<<"$verbs")" -ge 20
export LC_ALL=C.UTF-8
for width in 60 80 200; do
	export COLUMNS=$width
	is "$("$probe" --help | too_wide $width)" "" "$width columns: --help"
	for verb in $verbs; do
		is "$("$probe" "$verb" --help | too_wide $width)" "" "$width columns: $verb --help"
	done
	for tree in crb two tis tpm12 container upgrade none; do
		for command in "" list "list -t" info pcrs keys doctor "doctor --list-rules" tcti "tcti recommend"; do
			# shellcheck disable=SC2086 # words
			is "$("$probe" --sysroot tests/data/sysroot/$tree $command 2>/dev/null | too_wide $width)" "" \
				"$width columns: $tree: ${command:-overview}"
		done
	done
	for report in caps info pcrs bench; do
		for command in "" info caps pcrs nv ek; do
			# shellcheck disable=SC2086
			is "$("$probe" --from tests/fuzz/corpus/fuzz_json/$report $command 2>/dev/null | too_wide $width)" "" \
				"$width columns: report $report: ${command:-overview}"
		done
	done
	is "$("$probe" rc 0x921 | too_wide $width)" "" "$width columns: rc"
done
unset COLUMNS
for command in info doctor "doctor --explain DA-001"; do
	# shellcheck disable=SC2086
	is "$(COLUMNS=60 "$probe" --sysroot tests/data/sysroot/crb $command 2>/dev/null | words)" \
		"$("$probe" --sysroot tests/data/sysroot/crb $command 2>/dev/null | words)" "60 columns: $command says the same"
done
done_testing
