#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The kernel's trace beside other programs, and after a run that was killed.
. tests/guest/lib.sh
. tests/guest/kernel-split.sh

mountpoint -q $tracing || mount -t tracefs tracefs $tracing
start "$CASE_DIR/killed" "$split"
killed=$pid
wait_while "$pid" grep ready "$CASE_DIR/killed"
is "$(left)" "tpm_probe_$killed 22" "while it runs: an instance of its own, and its probes"
measure random "$device_tcti:/dev/tpmrm0" 5 0 0
is "$traced" 5 "two at a time"
is "$(left)" "tpm_probe_$killed 22" "and the one leaves the other's alone"
kill -KILL "$killed"
wait "$killed" 2>/dev/null
is "$(left)" "tpm_probe_$killed 22" "killed: they are left"
measure random "$device_tcti:/dev/tpmrm0" 5 0 0
is "$(left)" "* 0" "the next run takes them away, and its own"
umount $tracing
done_testing
