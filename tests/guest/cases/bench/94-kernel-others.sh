#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The kernel's trace beside other programs, and after a run that was killed.
. tests/guest/lib.sh
. tests/guest/kernel-split.sh

mountpoint -q $tracing || mount -t tracefs tracefs $tracing

# A TPM that takes 20 ms for each command; the kernel looks for its answer each ms or so.
start_vtpm healthy
echo "delay 20" >"$vtpm_fifo"
node=/dev/${vtpm/tpm/tpmrm}
measure random "$device_tcti:$node" 5 2 0
is "$traced $loads $saves" "5 2 2" "a TPM that takes 20 ms: two loads, two saves"
adds_up "a TPM that takes 20 ms"
check "a TPM that takes 20 ms: so long it was" test "$tpm_ns" -ge 20000000 -a "$tpm_ns" -lt 30000000
check "two loads, two saves, two flushes: six times as long" \
	test "$rm_ns" -ge 120000000 -a "$rm_ns" -lt 180000000

measure rival "$device_tcti:$node" 10 0 0
check "a command during which another program's ran is not counted" test "${traced:-10}" -lt 10
check "and one that is counted was not disturbed" \
	test "$traced" = 0 -o "$loads $saves" = "0 0" -a "$tpm_ns" -lt 30000000

start "$CASE_DIR/killed" "$split"
killed=$pid
wait_for 20 grep -q ready "$CASE_DIR/killed"
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
