#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What ends bench early leaves nothing behind, on a raw node where nobody else would clean up.
. tests/guest/lib.sh
. tests/guest/bench.sh

# ---- What ends it early --------------------------------------------------------------------------
# shellcheck disable=SC2317 # called by wait_for
is_cleaned_up() { # the process that takes back what was left has ended
	! pgrep -x tpm-probe >/dev/null
}

# cut HOW OPERATION: a bench that would go on for hours, ended in the middle.
cut() {
	local how=$1 operation=$2 trace=$CASE_DIR/trace tool
	rm -f "$trace"
	start "$CASE_DIR/out" env --default-signal=INT strace -f -e trace=write -P /dev/tpm0 -o "$trace" "$tpm_probe" \
		-T "$device_tcti:/dev/tpm0" bench "$operation" --allow-state -n 1000000 -o json
	# It has been asking for a while: the questions about the TPM are some ten commands.
	wait_while "$pid" eval "(( \$(grep -c write $trace) > 40 ))" || diag "it does not get going: $(cat "$CASE_DIR/out")"
	tool=$(pgrep -P "$pid" | head -n 1)
	kill -"$how" "$tool"
	wait "$pid"
	status=$?
	wait_for is_cleaned_up
	is_held /dev/tpm0 "$before" "SIG$how in $operation on the raw node: nothing is left behind"
	[[ $how != KILL ]] || return
	is "$status" "$((128 + $(kill -l "$how")))" "SIG$how in $operation: the status"
	is "$(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
print(r["benchmark"]["interrupted"], len(r["tpms"][0]["bench"]["operations"][0]["samples_ns"]) > 5)' \
		"$CASE_DIR/out")" "True True" "SIG$how in $operation: what was measured is told"
}
before=$(held /dev/tpm0)
for operation in sign_rsa2048 flush_context nv_write pcr_extend; do
	cut KILL $operation
done
cut INT sign_p256
cut TERM nv_read
done_testing
