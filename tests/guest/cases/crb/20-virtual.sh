#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# More TPMs at run time, through the kernel's tpm_vtpm_proxy: healthy and faulty ones, and their end.
. tests/guest/lib.sh

start_vtpm healthy
is "$vtpm" tpm1 "a second TPM appears as tpm1"
check "with both nodes" test -c /dev/tpm1 -a -c /dev/tpmrm1
check "and without a parent device" test ! -e /sys/class/tpm/tpm1/device
capture tpm2_getrandom -T device:/dev/tpmrm1 --hex 8
is "$output" a0a1a2a3a4a5a6a7 "the scripted TPM answers through the resource manager"
capture tpm2_getrandom -T device:/dev/tpmrm0 --hex 8
like "$output" '^[0-9a-f]{16}$' "the first TPM goes on"
stop "$pid"
check "when its server ends both nodes vanish" wait_for test ! -e /dev/tpm1 -a ! -e /dev/tpmrm1
check "and it leaves sysfs" wait_for test ! -e /sys/class/tpm/tpm1 -a ! -e /sys/class/tpmrm/tpmrm1

start_vtpm failure
capture tpm2_getrandom -T "device:/dev/tpmrm$number" --hex 8
like "$errors" '0x101' "a TPM in failure mode says 0x101"
stop "$pid"
start_vtpm malformed
capture tpm2_getrandom -T "device:/dev/tpm$number" --hex 8
check "no random bytes from malformed answers" test "$status" != 0 -a -z "$output"
stop "$pid"
start_vtpm garbage
capture tpm2_getrandom -T "device:/dev/tpm$number" --hex 8
check "no random bytes from nonsense" test "$status" != 0 -a -z "$output"
stop "$pid"

start_swtpm_vtpm
capture tpm2_getrandom -T "device:/dev/tpmrm$number" --hex 8
like "$output" '^[0-9a-f]{16}$' "swtpm behind the proxy gives random bytes"
done_testing
