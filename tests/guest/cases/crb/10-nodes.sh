#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What the kernel gives for a TPM 2.0 behind tpm-crb.
. tests/tap.sh

is "$(stat -c '%F %t:%T' /dev/tpm0)" "character special file a:e0" "tpm0 is misc device 10:224"
is "$(stat -c '%F' /dev/tpmrm0)" "character special file" "tpmrm0 is there"
is "$(readlink -f /sys/class/tpm/tpm0/device)" "$(readlink -f /sys/class/tpmrm/tpmrm0/device)" \
	"both have the same parent device"
is "$(basename "$(readlink -f /sys/class/tpm/tpm0/device/driver)")" tpm_crb "the driver is tpm_crb"
is "$(cat /sys/class/tpm/tpm0/tpm_version_major)" 2 "it is a TPM 2.0"
has_line /sys/class/tpm/tpm0/pcr-sha256/0 '^[0-9A-F]{64}$' "sysfs shows a SHA-256 PCR 0"
unlike "$(cat /sys/class/tpm/tpm0/pcr-sha256/0)" '^0+$' "the firmware measured the boot into it"
like "$(head -c 64 /sys/kernel/security/tpm0/binary_bios_measurements | od -An -tx1 | tr -d " \n")" \
	"53706563204944" "there is an event log, in the TPM 2.0 form"
check "there is an ACPI table TPM2" test -s /sys/firmware/acpi/tables/TPM2
is "$(stat -c '%a %U:%G' /dev/tpmrm0)" "600 root:root" "without udev only root may open it"
capture tpm2_getrandom -T device:/dev/tpmrm0 --hex 8
like "$output" '^[0-9a-f]{16}$' "upstream's TCTI gets random bytes from tpmrm0"
capture tpm2_getrandom -T device:/dev/tpm0 --hex 8
like "$output" '^[0-9a-f]{16}$' "and from tpm0"
done_testing
