#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe tcti on the kernel's nodes: what each program gets is looked at without opening anything, and
# asked, for root and for others.
. tests/guest/lib.sh

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

# ---- The kernel's nodes -------------------------------------------------------------------------
programs='tpm2-tools|tss2 (FAPI)|tpm2-pkcs11|tpm2-openssl|tpm2-tss-engine|tpm2-pytss|systemd|keylime'
start "$CASE_DIR/trace" strace -f --seccomp-bpf -y -e trace=openat,read,write -o "$CASE_DIR/calls" "$tpm_probe" tcti show -o json
wait "$pid"
is "$?" 0 "show: status 0"
output=$(<"$CASE_DIR/trace")
IFS='|' read -ra list <<<"$programs"
for program in "${list[@]}"; do
	is "$(row "$program" 'tcti node way state')" "device:/dev/tpmrm0|/dev/tpmrm0|kernel resource manager|opens" \
		"show: $program may open the resource manager's node"
done
# O_PATH names a node and does not open it.
is "$(grep '^[0-9]* *openat.*"/dev/tpm' "$CASE_DIR/calls" | grep -v O_PATH)" "" "show: no node is opened"
is "$(grep '^[0-9]* *openat.*libtss2-tcti-' "$CASE_DIR/calls" | grep -v O_PATH | grep -v tctildr)" "" "show: no module is loaded"
is "$(grep -cE '(read|write)\([0-9]+</dev/tpm' "$CASE_DIR/calls")" 0 "show: no command is sent"
capture "$tpm_probe" tcti test -o json
is "$status" 0 "test: status 0"
for program in "${list[@]}"; do
	like "$(row "$program" 'state round_trip_ns')" '^answers\|[1-9][0-9]*$' "test: $program gets an answer, timed"
done
export TPM2TOOLS_TCTI=device:/dev/tpm0 TPM_INTERFACE_TYPE=dev TPM_DEVICE=/dev/tpm0
capture "$tpm_probe" tcti test -o json
is "$(row tpm2-tools 'way state')" "raw node|not tried" "a raw node is not opened unasked"
is "$(row 'IBM TSS' 'way state')" "raw node|not tried" "for IBM's TSS neither"
capture "$tpm_probe" tcti test --raw -o json
is "$(row tpm2-tools state) $(row 'IBM TSS' state)" "answers answers" "--raw asks through it"
exec {raw}<>/dev/tpm0
capture "$tpm_probe" tcti show --raw -o json
like "$(row tpm2-tools 'state reason')" '^fails\|/dev/tpm0: process [0-9]+ \(bash\) has it open' "who holds it is named"
exec {raw}>&-
unset TPM2TOOLS_TCTI TPM_INTERFACE_TYPE TPM_DEVICE
capture as_user 65534 "" "$tpm_probe" tcti show -o json
like "$(row systemd 'state reason')" '^fails\|/dev/tpmrm0: permission denied' "a user without the group: denied"
for tcti in "$tpmrm_tcti:" "$device_tcti:/dev/tpmrm0" tpmrm:tpm0; do
	capture env LD_LIBRARY_PATH="$B" TPM2TOOLS_TCTI="$tcti" "$tpm_probe" tcti test -o json
	case $tcti in
	tpmrm:*) like "$(row tpm2-tools 'state reason')" 'fails.*no libtss2-tcti-tpmrm|answers' "$tcti: as the loader's folders have it" ;;
	*) is "$(row tpm2-tools 'node way state')" "/dev/tpmrm0|kernel resource manager|answers" "$tcti: our module" ;;
	esac
done
done_testing
