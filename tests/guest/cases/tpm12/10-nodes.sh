#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What the kernel gives for a TPM 1.2.
. tests/tap.sh

check "tpm0 is there" test -c /dev/tpm0
check "there is no tpmrm0" test ! -e /dev/tpmrm0
is "$(cat /sys/class/tpm/tpm0/tpm_version_major)" 1 "it is a TPM 1.2"
for attribute in pcrs caps enabled active owned temp_deactivated durations timeouts; do
	check "sysfs has $attribute" test -e /sys/class/tpm/tpm0/$attribute -o \
		-e /sys/class/tpm/tpm0/device/$attribute
done
like "$(cat /sys/class/tpm/tpm0/caps 2>&1)" 'TCG version: 1\.2' "caps tells TCG version 1.2"
like "$(head -n 1 /sys/class/tpm/tpm0/pcrs 2>&1)" '^PCR-00: ([0-9A-F]{2} ?){20}' "pcrs has PCR 0"
done_testing
