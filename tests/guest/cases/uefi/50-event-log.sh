#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The event log of UEFI firmware and of the kernel's EFI stub: it replays to the TPM's PCRs in every
# bank, and a copy with one flipped bit names the event.
. tests/guest/event-log.sh

check "the kernel was started by UEFI firmware" test -d /sys/firmware/efi
replays_in_every_bank "0-7, 9"
agrees_with_tpm2_tools
like "$output" 'EV_EFI_VARIABLE_DRIVER_CONFIG +ok +SecureBoot: off' "the switch of secure boot"
like "$output" 'EV_EFI_BOOT_SERVICES_APPLICATION +- +[^ ]*VenMedia.*kernel' "the kernel's image"
like "$output" 'EV_EFI_VARIABLE_BOOT +ok[[:space:]]+Boot0000: "UiApp" Fv' "a boot option and its path"
like "$output" 'EV_EVENT_TAG +- +Linux initrd' "the initrd, by the EFI stub"
like "$output" 'Exit Boot Services Returned with Success' "the end of the firmware"

# Some; tests/unit/test_event_log.c has one bit of every byte.
flip_names_the_event EV_EFI_ACTION 212 "the data"
flip_names_the_event EV_EFI_BOOT_SERVICES_APPLICATION 60 "the SHA-256 digest"
flip_names_the_event EV_EFI_PLATFORM_FIRMWARE_BLOB 100 "the SHA-384 digest"
flip_names_the_event EV_SEPARATOR 7 "the type"
flip_names_the_event EV_SEPARATOR 0 "the PCR"
flip_names_the_event EV_EFI_ACTION 184 "the size"
done_testing
