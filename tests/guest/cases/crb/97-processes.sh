#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What a process may do to an open context: fork, threads, cancellation, signals, unloading, descriptors.
. tests/guest/lib.sh

start_vtpm healthy
for module in "$device_tcti" "$tpmrm_tcti"; do
	for node in "/dev/$vtpm" "/dev/tpmrm$number"; do
		name="${module##*/libtss2-tcti-} ${node//[0-9]/}"
		for trial in fork threads cancel signals unload closed nofile; do
			# The raw node opens once; a context that is not finalized keeps it.
			[[ $node != "/dev/$vtpm" || ! $trial =~ threads|unload ]] || continue
			[[ ! $trial =~ cancel|unload ]] || echo "delay 1500" >"$vtpm_fifo"
			capture timeout 100 env TSS2_LOG=all+none "$helpers/tcti_process" $trial "$module" "$node"
			is "$status${errors:+ $errors}" 0 "$name: $trial"
			echo "delay 0" >"$vtpm_fifo"
		done
	done
done
# With the modules' own lines on a stderr that is not there.
capture timeout 100 env -u TSS2_LOG "$helpers/tcti_process" closed "$tpmrm_tcti" "/dev/tpmrm$number"
is "$status${errors:+ $errors}" 0 "closed: an error that is logged goes nowhere"
done_testing
