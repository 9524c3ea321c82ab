#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What the kernel gives for a TPM 2.0 behind tpm-tis.
. tests/tap.sh

check "both nodes are there" test -c /dev/tpm0 -a -c /dev/tpmrm0
is "$(basename "$(readlink -f /sys/class/tpm/tpm0/device/driver)")" tpm_tis "the driver is tpm_tis"
is "$(cat /sys/class/tpm/tpm0/tpm_version_major)" 2 "it is a TPM 2.0"
capture tpm2_getrandom -T device:/dev/tpmrm0 --hex 8
like "$output" '^[0-9a-f]{16}$' "upstream's TCTI gets random bytes from tpmrm0"
done_testing
