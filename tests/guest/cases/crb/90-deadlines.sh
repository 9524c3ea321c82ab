#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# An event loop goes on while the TPM holds six answers back, through both modules and both nodes. It is
# the loop itself that lets the TPM go, after three ticks: one that stands still would stand for ever.
. tests/guest/lib.sh

start_vtpm healthy
for tcti in "$device_tcti:/dev/$vtpm" "$device_tcti:/dev/tpmrm$number" "$tpmrm_tcti:$vtpm"; do
	for way in poll timeout; do
		name="$way, ${tcti##*/}"
		capture "$helpers/async_loop" "$way" "$tcti" "$vtpm_fifo"
		is "$status" 0 "$name: each command is answered"
		read -r _ ticks <<<"$output"
		check "$name: the loop ticked while the TPM worked: $output" test "${ticks:-0}" -ge 18
	done
done
done_testing
