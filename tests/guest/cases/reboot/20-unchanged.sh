#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The same boot again: no PCR differs, and the TPM has counted a reset.
. tests/guest/reboot.sh

differ
is "$changes" "" "no difference"
check "the TPM's counts" python3 - "$saved"/*.json <<'END'
import json, sys
counts = sorted(json.load(open(path))["clock"]["reset_count"] for path in sys.argv[1:])
assert len(counts) == 2 and counts[1] == counts[0] + 1, counts
END
done_testing
