#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# TPMs that do not answer well, with the real systemd-udevd: their nodes get what all get, the helper
# says why there is no more and ends in time.
. tests/guest/lib.sh
. tests/guest/udev.sh

helper=/usr/lib/udev/tpm-probe-id
check "udevd settles" start_udevd

# ---- TPMs that do not answer well ---------------------------------------------------------------
for mode in silent failure malformed garbage short; do
	start_vtpm $mode
	node=/dev/tpmrm$number
	check "$mode: udevd settles" come "$number"
	is "$(stat -c '%a %G' "$node")" "660 tss" "$mode: the node's group and mode"
	is "$(udevadm info --query=property "$node" | grep -E '^(ID_TPM2_|DEVLINKS)')" "" "$mode: no properties, no links"
	capture $helper "$node"
	is "$status/$output" "1/" "$mode: the helper ends, fails, and prints nothing"
	like "$errors" "^tpm-probe-id: $node: [^"$'\n'"]*\$" "$mode: and says why in a line"
	diag "$errors"
	stop "$pid"
	gone "$number"
done

# ---- A TPM that works for somebody else ---------------------------------------------------------
# The kernel grants CreatePrimary minutes, and until then nobody else's command begins.
# shellcheck disable=SC2317 # called by wait_for
commands_came() { # MORE_THAN
	echo count >"$vtpm_fifo"
	(($(tail -n 1 "$CASE_DIR/vtpm.healthy" | grep -oE '^[0-9]+') > $1))
}
start_vtpm healthy
come "$number"
node=/dev/tpmrm$number
busy=$pid
wait_for commands_came 0
before=$(tail -n 1 "$CASE_DIR/vtpm.healthy" | grep -oE '^[0-9]+')
echo hold >"$vtpm_fifo"
# shellcheck disable=SC2016 # expanded by the inner shell
start "$CASE_DIR/primary" bash -c 'printf "\x80\x01\0\0\0\x0e\0\0\x01\x31\x40\0\0\x01" >"$1"' bash "$node"
primary=$pid
check "busy: the TPM makes a key" wait_for commands_came "$before"
start=${EPOCHREALTIME/.}
capture $helper "$node"
took=$(((${EPOCHREALTIME/.} - start) / 1000))
is "$status $output$errors" "1 tpm-probe-id: $node: no answer within 5 s" "busy: the helper says that there was no answer"
check "busy: after 5 s ($took ms)" test $took -ge 5000
udevadm trigger --action=change "$node"
settle_tpms
# The TPM answers only below: whoever waited for it would not have come here.
check "busy: the helper ended, and udevd has all events done, while the TPM still makes the key" \
	kill -0 "$primary"
is "$(property /dev/tpmrm0 ID_TPM2_MANUFACTURER)" IBM "busy: the other TPM was asked"
is "$(stat -c '%a %G' "$node")" "660 tss" "busy: the node keeps its group and mode"
echo healthy >"$vtpm_fifo"
# shellcheck disable=SC2317 # called by wait_for
none_left() {
	! grep -qsx tpm-probe-id /proc/[0-9]*/comm
}
check "busy: when the key is made no process of the helper is left" wait_for none_left
settle_tpms
is "$(property "$node" ID_TPM2_VENDOR_STRING)" Scripted "and the TPM tells what it is"
stop "$busy"
gone "$number"

# ---- A hostile name -----------------------------------------------------------------------------
start_vtpm healthy ../../x
come "$number"
is "$(property "/dev/tpmrm$number" ID_TPM2_VENDOR_STRING)" ../../x "a TPM with a hostile name: the property"
is "$(property "/dev/tpmrm$number" DEVLINKS)" "" "and no link"
stop "$pid"
done_testing
