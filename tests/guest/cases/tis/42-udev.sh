#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A TPM on another bus than ACPI's, with the real systemd-udevd: its names by path and kind.
. tests/guest/lib.sh

check "udevd settles" start_udevd
device=$(readlink -f /sys/class/tpm/tpm0/device)
path=$(basename "$(readlink -f "$device/subsystem")")-${device##*/}
# What lies between it and the root is told before it.
like "$(cd /dev/tpm && find by-* -type l -printf '%p %l\n' | sort)" "^by-id/IBM_SW___TPM-tpmrm ../../tpmrm0
by-path/([a-z]+-[0-9a-f:.]+-)?$path-tpm ../../tpm0
by-path/([a-z]+-[0-9a-f:.]+-)?$path-tpmrm ../../tpmrm0\$" "each name leads to its node"
done_testing
