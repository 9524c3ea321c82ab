#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# bench with several connections at once, and the cost of the resource manager.
. tests/guest/lib.sh
. tests/guest/bench.sh

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
print([c["loaded_objects"] for c in b["costs"]], [s["tcti"] for s in b["slopes"] if s["tcti"] != "raw"])' <<<"$output")" \
	"[0, 1, 2, 3] ['kernel RM']" "--rm-cost: with 0 to 3 objects, and a line for the resource manager"
done_testing
