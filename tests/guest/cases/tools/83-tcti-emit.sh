#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What tpm-probe tcti emit writes into the guest's own /etc is what a login shell then has, and is gone
# after --undo; what it prints for containers is enough for a process with nothing else.
# shellcheck disable=SC2016,SC2046 # texts for other shells; lists of words
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

etc >"$CASE_DIR/before"
capture "$tpm_probe" tcti emit profile.d --write
is "$status" 0 "emit profile.d --write"
is "$(env -i HOME=/root bash --login -c 'echo $TPM2TOOLS_TCTI')" "device:/dev/tpmrm0" "a new login shell has the value"
capture env -i HOME=/root PATH="$PATH" bash --login -c "$tpm_probe tcti test -o json"
is "$(row tpm2-tools 'source state')" "TPM2TOOLS_TCTI, as /etc/profile.d/tpm-probe.sh:2 sets it|answers" "and show says where from"
capture "$tpm_probe" tcti emit generator
is "$(env -i sh <<<"$output" | head -n 1)" "TPM2TOOLS_TCTI=device:/dev/tpmrm0" "the generator finds the node"
capture as_user 65534 "" "$tpm_probe" tcti emit profile.d --undo
is "$status" 3 "undo without the right to: status 3"
capture "$tpm_probe" tcti emit --undo
is "$status" 0 "emit --undo"
check "undo: /etc is as it was" diff "$CASE_DIR/before" <(etc)
is "$(find /var/lib/tpm-probe 2>/dev/null)" "" "undo: nothing of its own stays"
# A device and a group are all that a container needs: nothing else of the host's.
chmod 0660 /dev/tpmrm0
capture setpriv --reuid 65534 --regid 65534 --groups "$(stat -c %g /dev/tpmrm0)" --inh-caps=-all \
	env -i PATH="$PATH" $("$tpm_probe" tcti emit docker 2>/dev/null | sed -n 's/^--env=//p') \
	tpm2_getrandom --hex 4
is "$status" 0 "emit docker: the group and the variables are enough"
done_testing
