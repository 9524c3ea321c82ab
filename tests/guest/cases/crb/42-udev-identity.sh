#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What udev knows of a TPM, with the real systemd-udevd: properties and links of the platform's own
# TPM, also beside the distribution's rules and a newer systemd's.
. tests/guest/lib.sh
. tests/guest/udev.sh

helper=/usr/lib/udev/tpm-probe-id
# state: all that the rules decide, but for the resource manager's owner.
state() {
	local node
	for node in tpm0 tpmrm0; do
		stat -c '%n %a %G' "/dev/$node"
		property "/dev/$node" DEVLINKS | tr ' ' '\n' | sort
		udevadm info --query=property "/dev/$node" | grep -E '^(TAGS|ID_PATH|ID_TPM2_)' | sort
	done
	stat -c '%n %U' /dev/tpm0
}

# ---- At boot ------------------------------------------------------------------------------------
check "udevd settles" start_udevd
path=/dev/tpm/by-path/acpi-MSFT0101:00
is "$(readlink -f $path-tpm $path-tpmrm | xargs)" "/dev/tpm0 /dev/tpmrm0" "by path: both nodes"
kind=$(echo /dev/tpm/by-id/*)
is "$kind $(readlink -f "$kind")" "/dev/tpm/by-id/IBM_SW___TPM-tpmrm /dev/tpmrm0" "by kind: the resource manager's node"
is "$(property /dev/tpmrm0 ID_TPM2_MANUFACTURER)" IBM "the manufacturer"
is "$(property /dev/tpmrm0 ID_TPM2_VENDOR_STRING)" SW___TPM "the vendor string"
modalias=$(property /dev/tpmrm0 ID_TPM2_MODALIAS)
like "$modalias" '^fi2\.0:lv0:rv1\.[0-9]+:sy20[0-9]+:sd[0-9]+:mfIBM:vsSW___TPM:ty1:fw[0-9]+\.[0-9]+\.[0-9]+:$' "the modalias"
is "$("$tpm_probe" info -o json | python3 -c 'import json, sys
print(json.load(sys.stdin)["tpms"][0]["identity"]["modalias"])')" "$modalias" "tpm-probe forms the same"
is "$(property /dev/tpm0 ID_TPM2_MODALIAS)" "" "nothing of it at the raw node"
like "$(property /dev/tpmrm0 TAGS)" ':systemd:' "dev-tpmrm0.device and those of the links will be there"
like "$("$tpm_probe" list -o json)" "$path-tpmrm" "tpm-probe lists the links"
capture tpm2_getrandom -T "device:$path-tpmrm" --hex 8
like "$output" '^[0-9a-f]{16}$' "device:$path-tpmrm"
for tcti in "$device_tcti:$kind" "$tpmrm_tcti:$kind"; do
	capture tpm2_getrandom -T "$tcti" --hex 8
	like "$output" '^[0-9a-f]{16}$' "${tcti##*/}"
done
capture strace -f -e trace=open,openat -o "$CASE_DIR/trace" $helper /dev/tpmrm0
is "$(sort <<<"$output")" "$(udevadm info --query=property /dev/tpmrm0 | grep '^ID_TPM2_' | sort)" \
	"the helper prints what udev has"
is "$(grep -oE '/dev/t[pc]m[a-z0-9]*' "$CASE_DIR/trace" | sort -u)" /dev/tpmrm0 "and opens this node alone"
capture $helper /dev/tpm0
is "$status $output" "1 " "it does not open the raw node"
like "$errors" '^tpm-probe-id: /dev/tpm0: .*it was not opened$' "and says so in a line"

# ---- Beside others' rules -----------------------------------------------------------------------
ours=$(state)
rm /run/udev/rules.d/60-tpm-udev.rules
udevadm control --reload
has_line /usr/lib/udev/rules.d/60-tpm-udev.rules tpmrm "the distribution's rules are there"
settle_tpms
is "$(state)" "$ours" "with tpm-udev's rules: modes, groups, links, tags and properties are the same"
is "$(stat -c %U /dev/tpmrm0)" tss "and its owner prevails"
ln -sfn /dev/null /run/udev/rules.d/60-tpm-udev.rules

cat >/run/udev/rules.d/60-tpm2-id.rules <<'END'
ACTION!="remove", SUBSYSTEM=="tpmrm", ENV{ID_TPM2_MANUFACTURER}="NTC", ENV{ID_TPM2_VENDOR_STRING}="NPCT75x", ENV{ID_TPM2_MODALIAS}="fi2.0:mfNTC:vsNPCT75x:"
END
udevadm control --reload
start_vtpm healthy
come "$number"
echo count >"$vtpm_fifo"
wait_for grep -q commands "$CASE_DIR/vtpm.healthy"
settle_tpms
echo count >"$vtpm_fifo"
# shellcheck disable=SC2317 # called by wait_for
counted_twice() {
	[[ $(grep -c commands "$CASE_DIR/vtpm.healthy") == 2 ]]
}
wait_for counted_twice
is "$(grep commands "$CASE_DIR/vtpm.healthy" | sort -u | wc -l)" 1 "with systemd's rules: no TPM is asked"
is "$(property "/dev/tpmrm$number" ID_TPM2_MODALIAS)" fi2.0:mfNTC:vsNPCT75x: "systemd's properties stay"
is "$(readlink -f /dev/tpm/by-id/NTC_NPCT75x-tpmrm)" /dev/tpmrm0 "the link is made of them"
rm /run/udev/rules.d/60-tpm2-id.rules
udevadm control --reload
settle_tpms
is "$(state)" "$ours" "without them: as before"
is "$(property "/dev/tpmrm$number" ID_TPM2_VENDOR_STRING)" Scripted "a TPM that was asked later"
stop "$pid"

done_testing
