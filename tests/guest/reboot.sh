# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What the cases of machine reboot share. Each runs in a boot of its own, one after the other, of one
# machine: the TPM and the firmware's variables are as the boot before left them, and so is $keep. Lines of a
# case's head say what its boot has more: "# append: WORD..." of the kernel's command line, "# device: X..." a
# device for QEMU.
. tests/guest/lib.sh

keep=/run/keep
saved=$keep/boots

# differ: what changed since the boot before, as "PCR KIND TEXT" lines in $changes; then this boot is saved.
differ() {
	capture "$tpm_probe" boots diff --boots "$saved" -o json
	changes=$(python3 -c '
import json, sys
report = json.load(sys.stdin)
for pcr in report["pcrs"]:
    for change in pcr["changes"]:
        print(pcr["pcr"], change["kind"], change["text"])' <<<"$output")
	is "$status" 0 "boots diff: status 0"
	diag "$changes"
	check "boots save" "$tpm_probe" boots save --boots "$saved"
}
