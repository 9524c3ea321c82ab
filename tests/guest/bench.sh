# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154 # variables of tests/guest/lib.sh
# For the cases about bench: what a TPM holds, and every tier that leaves it as it was.

# held NODE: every capability (handles, free slots, NV counters) and PCR 16, seen through the raw node.
held() {
	"$tpm_probe" -d "$1" caps -o json | sed '/"open_ns"/d'
	"$tpm_probe" -d "$1" pcrs | grep -w 16
}

# is_held NODE BEFORE NAME
is_held() {
	check "$3" diff <(echo "$2") <(held "$1")
}

# not_measured N <JSON: the operations that were not measured N times, and why.
not_measured() {
	python3 -c 'import json, sys
n = int(sys.argv[1])
for tpm in json.load(sys.stdin)["tpms"]:
    operations = tpm["bench"]["operations"]
    for o in operations:
        good = o["status"] == "ok" and len(o["samples_ns"]) == n and not o.get("response_codes")
        if not good and not (o["status"] == "skipped" and o["name"] in ("nv_read_public", "read_public")):
            print(o["name"], o["status"], o["reason"], o.get("response_codes"))
    if len(operations) < 40:
        print("only", len(operations), "operations")' "$1"
}

# all_tiers NAME RAW-NODE ARGUMENT...: every tier, with nothing left behind and nothing failed. The
# raw node must be free to be opened. The report is in $CASE_DIR/bench.json.
all_tiers() {
	local name=$1 raw=$2 before
	shift 2
	before=$(held "$raw")
	capture "$tpm_probe" "$@" bench --tier all --allow-state -n 3 --warmup 1 -o json
	is "$status" 0 "$name: every tier, status 0${errors:+: $errors}"
	echo "$output" >"$CASE_DIR/bench.json"
	is "$(not_measured 3 <<<"$output")" "" "$name: every operation is measured"
	is_held "$raw" "$before" "$name: nothing is left behind"
}
