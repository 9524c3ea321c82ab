#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The first boot is saved: with the PCRs of every bank, the event log, and the TPM's clock. Saving changes
# nothing in the TPM and takes no more than a fifth of a second beside it.
. tests/guest/reboot.sh

check "no boot is saved yet" test ! -e "$saved"
before=$(tpm2_pcrread -T device:/dev/tpmrm0)
capture "$tpm_probe" boots save --boots "$saved"
is "$status $errors" "0 " "boots save"
is "$(tpm2_pcrread -T device:/dev/tpmrm0)" "$before" "the PCRs are as before"
is "$(stat -c %a "$saved"/*.json)" 600 "for root alone"
check "what is in it" python3 - "$saved/$(</proc/sys/kernel/random/boot_id).json" <<'END'
import json, sys
boot = json.load(open(sys.argv[1]))
assert boot["secure_boot"] is False and boot["clock"]["reset_count"] >= 1, boot
assert len(boot["cel"]) > 20 and len(boot["pcrs"]) >= 4, boot
assert boot["pcrs"]["sha256"]["7"].strip("0"), boot
END
capture "$tpm_probe" boots diff "$saved"/*.json
like "$output" 'No PCR changed' "it does not differ from the boot that runs"
capture "$tpm_probe" boots --boots "$saved"
like "$output" "$(uname -r)" "it is listed"
done_testing
