#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The last case of its machine: the TPM goes and comes back, and then has another number.
# No driver, several TPMs, a boot that waits.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

mkdir -p /usr/lib/systemd/system-generators
touch /usr/lib/systemd/system-generators/systemd-tpm2-generator
diagnose
traced
quiet DEV-001 DEV-002 DEV-012 DEV-014
start_vtpm healthy
diagnose_only
caught DEV-012 "$vtpm"
stop "$pid"
device=$(basename "$(readlink -f /sys/class/tpm/tpm0/device)")
echo "$device" >/sys/bus/acpi/drivers/tpm_crb/unbind
wait_for test ! -e /sys/class/tpmrm/tpmrm0
diagnose_only
caught DEV-002 'start method'
caught DEV-014 'systemd-tpm2-generator'
quiet DEV-001
is "$status" 6 "no driver: status 6"
echo "$device" >/sys/bus/acpi/drivers/tpm_crb/bind
# answers: it is there again, under whatever name ($tpm), and may be asked.
# shellcheck disable=SC2317 # called by wait_for
answers() {
	tpm=$(cd "/sys/bus/acpi/devices/$device/tpm" && echo tpm*)
	"$tpm_probe" -d "$tpm" caps
}
wait_for answers
diagnose -d "$tpm"
quiet DEV-002
done_testing
