#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What the kernel gives on a machine with no TPM: the classes, and nothing in them.
. tests/tap.sh

check "class tpm is there" test -d /sys/class/tpm
is "$(compgen -G "/sys/class/tpm*/tpm*")" "" "the classes have no device"
is "$(compgen -G '/dev/tpm[0-9r]*')" "" "no node in /dev"
done_testing
