#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# 64 TPMs at one thread, by their poll handles: each answers, and the cost of a command does not grow
# with their number.
. tests/guest/lib.sh

nodes=()
for ((i = 0; i < 64; i++)); do
	start "$CASE_DIR/server.$i" "$helpers/vtpm_server" healthy
done
for ((i = 0; i < 64; i++)); do
	wait_while "${started[i]}" grep '^tpm[0-9]' "$CASE_DIR/server.$i" || diag "$(cat "$CASE_DIR/server.$i")"
	nodes+=("/dev/tpmrm$(grep -o '[0-9]*' "$CASE_DIR/server.$i")")
done
is "$(printf '%s\n' "${nodes[@]}" | sort -u | wc -l)" 64 "64 TPMs"
for module in "$device_tcti" "$tpmrm_tcti"; do
	name=${module##*/libtss2-tcti-}
	name=${name%.so.0}
	declare -A cost=()
	for n in 1 8 64; do
		capture "$helpers/many_tpms" "$module" $((1280 / n)) "${nodes[@]:0:n}"
		is "$status" 0 "$name: $n TPMs, one thread: every answer is right${errors:+: $errors}"
		diag "$name: $output"
		cost[$n]=$(sed -n 's/.* cpu_ns \([0-9]*\) .*/\1/p' <<<"$output")
	done
	check "$name: a command costs no more CPU among 64 (${cost[64]} ns) than among 8 (${cost[8]} ns)" \
		test "$((cost[64] * 100))" -le "$((cost[8] * 105))"
done
done_testing
