#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A TPM that comes late, goes in the middle of a command and comes back, for one TCTI context.
. tests/guest/lib.sh

random8=80010000000c0000017b0008
# TPM2_GetTestResult, for which the kernel waits two minutes, and not two seconds.
held=80010000000a0000017c
good8='0x00000000 800100000014000000000008a0a1a2a3a4a5a6a7'

# wait=: no TPM yet.
start "$CASE_DIR/late" "$helpers/tcti_open" "$tpmrm_tcti" wait=86400s
waiter=$pid
check "wait= listens for a TPM" wait_while "$waiter" grep -E " 15 +$waiter " /proc/net/netlink
start_vtpm healthy
wait "$waiter"
is "$?" 0 "and takes the one that comes"
capture "$helpers/tcti_open" "$tpmrm_tcti" tpm77,wait=100ms
is "$status" 1 "wait=100ms ends when its time is over"

start_drive "$tpmrm_tcti" reopen=yes,wait=86400s
order command $random8
is "$answer" "$good8" "a command"
echo hold >"$vtpm_fifo"
order transmit $held
order receive 0
stop "$(pgrep -n vtpm_server)"
order receive -1
is "$answer" 0x000a0008 "unplugged in mid-command: NO_CONNECTION"
echo "command $random8" >&"$drive_in"
start_vtpm healthy
take_answer
is "$answer" "$good8" "plugged in again: the next command is answered"
like "$(cat "$drive_log")" 'opened anew; objects and sessions of the earlier connection are lost' \
	"and the log says what is lost"
end_drive
is "$status" 0 "the context ends as it should"
done_testing
