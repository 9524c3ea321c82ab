#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe tcti and tpm2-abrmd on a real system bus: it is opened and asked where it runs, chosen where
# it holds the raw node, and never started.
. tests/guest/lib.sh
. tests/guest/dbus.sh

for name in $(compgen -e | grep -E '^(TPM2|TCTI|TSS2_FAPI|TPM_)'); do
	unset "$name"
done
export TSS2_LOG=all+none

# row PROGRAM KEYS: of the JSON in $output.
row() {
	python3 -c 'import json, sys
print(*(f"{c.get(k)}" for c in json.load(sys.stdin)["consumers"]
	if c["program"] == sys.argv[1] for k in sys.argv[2].split()), sep="|")' "$1" "$2" <<<"$output"
}

check "a system bus" start_dbus
export TPM2TOOLS_TCTI=tabrmd:bus_name=com.intel.tss2.Tabrmd
capture "$tpm_probe" tcti test -o json
like "$(row tpm2-tools 'state reason')" '^(not tried\|it does not run|fails\|com.intel.tss2.Tabrmd is not on the bus)' \
	"tabrmd: it does not run"
is "$(pidof tpm2-abrmd)" "" "tabrmd: and was not started"
start_abrmd "$device_tcti:/dev/tpm0"
capture "$tpm_probe" tcti show -o json
is "$(row tpm2-tools 'node way state')" "com.intel.tss2.Tabrmd|tpm2-abrmd|not tried" "tabrmd: show opens nothing"
is "$(row tpm2-openssl 'tcti state')" "tabrmd|not tried" "tctildr's own order takes it too"
is "$(row systemd 'tcti state')" "device:/dev/tpmrm0|opens" "systemd keeps the kernel's resource manager"
capture "$tpm_probe" tcti test -o json
is "$(row tpm2-tools state) $(row systemd state)" "answers answers" "tabrmd and the kernel's resource manager answer"
capture "$tpm_probe" tcti recommend --for multi-user,boot,bench -o json
is "$(python3 -c 'import json, sys
print(*(a["way"] for a in json.load(sys.stdin)["advice"]), sep="|")' <<<"$output")" \
	"tpm2-abrmd|kernel resource manager|kernel resource manager" "recommend: while tpm2-abrmd holds the raw node"

# What a TPM refuses ends tpm2-abrmd 3.0.0.
for command in info caps pcrs keys nv ek doctor metrics; do
	capture "$tpm_probe" -T tabrmd: $command -o json
	check "-T tabrmd: $command: it answers, and goes on" kill -0 "$abrmd"
	[[ $command == doctor ]] || is "$status" 0 "-T tabrmd: $command: status 0"
done
stop "$abrmd"
done_testing
