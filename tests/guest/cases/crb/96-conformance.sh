#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Every function of both modules in every state, on the kernel's own nodes; beside them the module
# of tpm2-tss, of which nothing is asked.
. tests/guest/lib.sh

upstream=$(ldconfig -p | sed -n 's/.*libtss2-tcti-device\.so\.0 .*=> //p' | head -n 1)
: "${upstream:=/usr/lib/x86_64-linux-gnu/libtss2-tcti-device.so.0}"

for what in raw rm; do
	node=/dev/tpm0
	[[ $what == raw ]] || node=/dev/tpmrm0
	for module in "$device_tcti" "$tpmrm_tcti"; do
		name="${module##*/libtss2-tcti-} $what"
		table=$CASE_DIR/${module##*/}.$what
		capture "$helpers/tcti_conformance" "$module" "$node"
		is "$status" 0 "$name: the table is run"
		printf '%s\n' "$output" >"$table"
		while IFS=$'\t' read -r state call want got usable; do
			is "$got" "$want" "$name: $call in $state"
			[[ $usable == - ]] || is "$usable" usable "$name: $call in $state: goes on"
		done <<<"$output"
	done
	ours=$CASE_DIR/${device_tcti##*/}.$what
	is "$(wc -l <"$ours")" "$(wc -l <"$CASE_DIR/${tpmrm_tcti##*/}.$what")" \
		"$what: as many rows for each module"
	check "$what: the whole table" test "$(wc -l <"$ours")" -ge 70

	# For people: where tpm2-tss' own module does otherwise.
	"$helpers/tcti_conformance" "$upstream" "$node" 60 >"$CASE_DIR/upstream.$what" 2>"$CASE_DIR/errors"
	diag "$(printf '%s: what %s does otherwise (%d rows of %d)\n' "$what" "$upstream" \
		"$(diff "$ours" "$CASE_DIR/upstream.$what" | grep -c '^>')" "$(wc -l <"$ours")")"
	diag "$(printf '%-9s %-36s %-22s %s\n' state call ours "tpm2-tss"
		paste "$ours" "$CASE_DIR/upstream.$what" | awk -F'\t' '$4 != $9 || $5 != $10 {
			printf "%-9s %-36s %-11s%-11s %-13s%s\n", $1, $2, $4, $5, $9, $10 }')"
done
done_testing
