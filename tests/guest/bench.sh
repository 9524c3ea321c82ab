# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# For the cases about bench: what a TPM holds, and every tier that leaves it as it was.

# held NODE: objects, sessions, NV indices and PCR 16, seen through the raw node.
held() {
	local what
	for what in handles-transient handles-loaded-session handles-saved-session handles-nv-index; do
		echo "$what: $(tpm2_getcap -T "$device_tcti:$1" $what | xargs)"
	done
	tpm2_pcrread -T "$device_tcti:$1" sha1:16+sha256:16 | xargs
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
	capture "$tpm_probe" "$@" bench --tier all --allow-state -n 6 --warmup 1 -o json
	is "$status" 0 "$name: every tier, status 0${errors:+: $errors}"
	echo "$output" >"$CASE_DIR/bench.json"
	is "$(not_measured 6 <<<"$output")" "" "$name: every operation is measured"
	is "$(held "$raw")" "$before" "$name: nothing is left behind"
}
