#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# An event loop goes on while the TPM makes six RSA keys, through both modules and both nodes.
. tests/guest/lib.sh

for tcti in "$device_tcti:/dev/tpm0" "$device_tcti:/dev/tpmrm0" "$tpmrm_tcti"; do
	for way in poll timeout; do
		name="$way, ${tcti##*/}"
		capture timeout 60 "$helpers/async_loop" "$way" "$tcti"
		is "$status" 0 "$name: the keys are made"
		read -r _ ticks _ _ _ finish _ work <<<"$output"
		diag "$name: $output$errors"
		# A loop that stands still while the TPM works ticks once for each key.
		check "$name: the loop ticked while the TPM worked" test "${ticks:-0}" -ge 18
		check "$name: _Finish never waited for a key" test $((${finish:-9999} * 6)) -lt "${work:-0}"
	done
done
done_testing
