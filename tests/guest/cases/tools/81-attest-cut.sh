#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What ends attest early leaves nothing behind, on a raw node where nobody else would clean up.
. tests/guest/lib.sh
. tests/guest/bench.sh

# shellcheck disable=SC2317 # called by wait_for
is_cleaned_up() { # the process that takes back what was left has ended
	! pgrep -x tpm-probe >/dev/null
}
before=$(held /dev/tpm0)
for signal in KILL INT TERM; do
	trace=$CASE_DIR/trace.$signal
	start "$CASE_DIR/out" env --default-signal=INT strace -f -e trace=write -P /dev/tpm0 \
		-e inject=write:delay_enter=50000 \
		-o "$trace" "$tpm_probe" -d /dev/tpm0 attest --self-test --ek rsa2048
	# Each command is delayed, so that there is a middle to be hit. TPM2_CreatePrimary, of the EK, is
	# 00 00 01 31.
	wait_while "$pid" grep -F '\0011' "$trace" || diag "it does not get going: $(cat "$CASE_DIR/out")"
	tool=$(pgrep -P "$pid" | head -n 1)
	kill -$signal "$tool"
	wait "$pid"
	wait_for is_cleaned_up
	is_held /dev/tpm0 "$before" "SIG$signal: nothing is left behind"
done
done_testing
