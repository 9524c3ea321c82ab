#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# keys, nv, ek and attest with a TPM behind tpm-crb: through the kernel's resource manager, the raw node and
# our modules' strings; what SeaBIOS measured is quoted.
. tests/guest/lib.sh
. tests/guest/bench.sh

# failed: the steps of the JSON in $output that failed, or "none" where every one else passed.
failed() {
	python3 -c 'import json, sys
steps = json.load(sys.stdin)["tpms"][0]["attestation"]["steps"]
print([s["name"] for s in steps if s["status"] == "fail"] or "none",
      sum(s["status"] == "pass" for s in steps))' <<<"$output" 2>&1
}
mountpoint -q /sys/kernel/security || mount -t securityfs securityfs /sys/kernel/security
before=$(held /dev/tpm0)
for way in "-d tpm0" "-d /dev/tpm0" "-T device:/dev/tpmrm0" "-T $device_tcti:/dev/tpm0" "-T $tpmrm_tcti"; do
	# shellcheck disable=SC2086
	capture "$tpm_probe" $way attest --self-test -o json
	is "$status,$(failed)" "0,none 12" "attest $way: passes, the firmware's event log too"
	is_held /dev/tpm0 "$before" "attest $way: nothing is left behind"
done
capture "$tpm_probe" attest --self-test --ek rsa2048 -o json
is "$status,$(failed)" "0,none 12" "attest with an RSA EK: passes"
capture "$tpm_probe" ek
like "$output" 'EK-002 the TPM has no certificate for its endorsement key' "ek: none here"

export TPM2TOOLS_TCTI=device:/dev/tpmrm0
tpm2_createprimary -Q -C o -g sha256 -G ecc -c "$CASE_DIR/srk" \
	-a 'restricted|decrypt|fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda'
tpm2_evictcontrol -Q -C o -c "$CASE_DIR/srk" 0x81000001
tpm2_nvdefine 0x01800100 -C o -s 16 -a "authread|authwrite|no_da" >/dev/null
capture "$tpm_probe" keys
like "$output" '0x81000001  SRK, ecc p256.*hierarchy +owner.*as made by +TCG provisioning guidance, systemd' "keys: the SRK"
capture "$tpm_probe" nv
like "$output" '0x01800100 platform owner +- +ordinary 16 +no ' "nv: the index"
capture "$tpm_probe" attest --self-test
like "$output" 'PASS +storage key.*the SRK at 0x81000001' "attest: below the SRK"
unset TPM2TOOLS_TCTI

# A user of the group may; another one may not.
chgrp tss /dev/tpmrm0 && chmod 0660 /dev/tpmrm0
capture as_user 1234 tss "$tpm_probe" attest --self-test -o json
is "$status,$(failed)" "0,none 11" "attest as a member of group tss: passes"
capture as_user 1234 "" "$tpm_probe" attest --self-test
is "$status" 3 "attest as anybody else: no permission"
done_testing
