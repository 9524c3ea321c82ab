#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A TPM 1.2 with the real systemd-udevd: a name by path, and nobody asks it what it is.
. tests/guest/lib.sh

check "udevd settles" start_udevd
is "$(stat -c '%a %U:%G' /dev/tpm0)" "660 tss:root" "the raw node: user tss, mode 0660"
device=$(readlink -f /sys/class/tpm/tpm0/device)
path=$(basename "$(readlink -f "$device/subsystem")")-${device##*/}
is "$(cd /dev/tpm && find . -type l -printf '%p %l\n')" "./by-path/$path-tpm ../../tpm0" "its only name"
is "$(udevadm info --query=property /dev/tpm0 | grep ID_TPM2_)" "" "no properties of a TPM 2.0"
done_testing
