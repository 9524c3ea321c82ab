#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# bench with a TPM behind tpm-crb: every tier, through the raw node, the RM, and both in turn.
. tests/guest/lib.sh
. tests/guest/bench.sh

all_tiers "raw node" /dev/tpm0 -T "$device_tcti:/dev/tpm0"
all_tiers "kernel RM" /dev/tpm0 -d tpm0
capture "$tpm_probe" -T "$device_tcti:/dev/tpm0" -T "$tpmrm_tcti" bench -n 8 -o json
is "$(python3 -c 'import json, sys
report = json.load(sys.stdin)
costs = report["benchmark"]["costs"]
print(len(costs) > 6, {(c["tcti"], c["over"]) for c in costs},
      all(c["more_low_ns"] <= c["more_ns"] <= c["more_high_ns"] for c in costs))' <<<"$output")" \
	"True {('kernel RM', 'raw')} True" "in turn: what the RM costs over the raw node, for each operation"
done_testing
