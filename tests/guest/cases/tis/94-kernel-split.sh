#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Where a command's time goes, by probes in the kernel: driver tpm_tis.
. tests/guest/lib.sh
. tests/guest/kernel-split.sh

mountpoint -q $tracing || mount -t tracefs tracefs $tracing
measure test "$device_tcti:/dev/tpm0" 10 0 0
is "$traced $rm_ns $loads $saves" "10 0 0 0" "the raw node: every command is traced, no resource manager"
adds_up "the raw node"
check "the raw node: a self-test is the TPM's affair" test "$tpm_ns" -gt $((whole_ns / 2))
measure random "$device_tcti:/dev/tpm0" 50 0 0
is "$traced $rm_ns" "50 0" "the shortest commands, on the raw node: every one is traced"
adds_up "the shortest commands"

measure random "$device_tcti:/dev/tpmrm0" 10 1 1
adds_up "the kernel's resource manager"
is "$traced $loads $saves" "10 2 2" "the kernel's resource manager: an object and a session"
is "$(left)" "* 0" "nothing is left"
umount $tracing
done_testing
