#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# bench with a TPM behind tpm-crb: raw, RM, both at once, tpm2-abrmd on a real D-Bus; and what ends it
# early.
. tests/guest/lib.sh
. tests/guest/bench.sh

all_tiers "raw node" /dev/tpm0 -T "$device_tcti:/dev/tpm0"
all_tiers "kernel RM" /dev/tpm0 -d tpm0
all_tiers "raw node and kernel RM in turn" /dev/tpm0 -T "$device_tcti:/dev/tpm0" -T "$tpmrm_tcti:/dev/tpmrm0"
is "$(python3 -c 'import json, sys
report = json.load(open(sys.argv[1]))
costs = report["benchmark"]["costs"]
print(len(costs) > 30, {(c["tcti"], c["over"]) for c in costs},
      all(c["more_low_ns"] <= c["more_ns"] <= c["more_high_ns"] for c in costs))' "$CASE_DIR/bench.json")" \
	"True {('kernel RM', 'raw')} True" "in turn: what the RM costs over the raw node, for each operation"

# ---- --jobs, --rate, --rm-cost -------------------------------------------------------------------
capture "$tpm_probe" bench get_random_8 sign_p256 --jobs 8 -n 10 -o json
is "$status" 0 "--jobs 8 on the RM node${errors:+: $errors}"
is "$(python3 -c 'import json, sys
for o in json.load(sys.stdin)["tpms"][0]["bench"]["operations"]:
    print(o["name"], o["status"], len(o["samples_ns"]), len(o["jobs"]), {j["n"] for j in o["jobs"]},
          0.5 < o["fairness"] <= 1, o["per_second"] > 0, o.get("response_codes"))' <<<"$output")" \
	"get_random_8 ok 80 8 {10} True True None
sign_p256 ok 80 8 {10} True True None" "--jobs 8: every job is served, without an error"
capture "$tpm_probe" -d /dev/tpm0 bench get_random_8 --jobs 2
is "$status" 4 "--jobs on the raw node: status 4"
like "$errors" 'serves one opener' "--jobs on the raw node: why"
capture "$tpm_probe" bench --rm-cost -n 10 -T "$device_tcti:/dev/tpm0" -T "$tpmrm_tcti" -o json
is "$status" 0 "--rm-cost${errors:+: $errors}"
is "$(python3 -c 'import json, sys
b = json.load(sys.stdin)["benchmark"]
print([c["loaded_objects"] for c in b["costs"]], [(s["tcti"], s["per_object_ns"] > 100000, s["r_squared"] > 0.9)
      for s in b["slopes"] if s["tcti"] != "raw"])' <<<"$output")" \
	"[0, 1, 2, 3] [('kernel RM', True, True)]" "--rm-cost: with 0 to 3 objects, and the cost of each"

# ---- What ends it early --------------------------------------------------------------------------
is_free() { # /dev/tpm0
	! readlink /proc/[0-9]*/fd/* 2>/dev/null | grep -qx /dev/tpm0
}

# cut HOW OPERATION: a bench that would go on for hours, ended in the middle.
cut() {
	local how=$1 operation=$2 trace=$CASE_DIR/trace tool
	rm -f "$trace"
	start "$CASE_DIR/out" strace -f -e trace=write -P /dev/tpm0 -o "$trace" "$tpm_probe" \
		-T "$device_tcti:/dev/tpm0" bench "$operation" --allow-state -n 1000000 -o json
	# It has been asking for a while: the questions about the TPM are some ten commands.
	wait_for 100 eval "(( \$(grep -c write $trace) > 40 ))" || diag "it does not get going: $(cat "$CASE_DIR/out")"
	tool=$(pgrep -P "$pid" | head -n 1)
	kill -"$how" "$tool"
	wait "$pid"
	status=$?
	wait_for 60 is_free
	is "$(held /dev/tpm0)" "$before" "SIG$how in $operation on the raw node: nothing is left behind"
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
