#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Two users at once on one TPM with three slots for objects, each with three objects and a session, 200
# steps each: through the kernel's resource manager, and through tpm2-abrmd on the raw node. See
# two_users.c for what is held.
. tests/guest/lib.sh
. tests/guest/dbus.sh

# What the rules do, which other cases see done.
chgrp tss /dev/tpmrm0 && chmod 660 /dev/tpmrm0
for user in first second; do
	getent passwd "$user" >/dev/null || useradd -M -s /bin/sh -G tss "$user"
done
tss=$(getent group tss | cut -d: -f3)
cp "$helpers/two_users" "$device_tcti" "$tpmrm_tcti" "$CASE_DIR/"
mkfifo -m 600 "$CASE_DIR/to-first" "$CASE_DIR/to-second"
# Each opens both ends: a FIFO that is one user's and the group's.
chown first:tss "$CASE_DIR/to-first"
chown second:tss "$CASE_DIR/to-second"
chmod 660 "$CASE_DIR"/to-*

slots=$(tpm2_getcap -T device:/dev/tpmrm0 properties-fixed |
	awk '/^TPM2_PT_HR_TRANSIENT_MIN:/ { get = 1 } get && /raw/ { print $2; exit }')
is "$((slots))" 3 "the TPM has three slots for objects"

# two NAME TCTI: both run to their end. When one fails, the other would wait for ever: it is ended.
two() {
	local name=$1 tcti=$2 pids=() user status=0
	for user in first second; do
		local other=second
		[[ $user == first ]] || other=first
		start "$CASE_DIR/$user.log" as_user "$(id -u "$user")" "$tss" env TSS2_LOG=all+none \
			"$CASE_DIR/two_users" "$tcti" 20 "$CASE_DIR/to-$user" "$CASE_DIR/to-$other"
		pids+=("$pid")
	done
	wait -n "${pids[@]}" || {
		status=$?
		kill "${pids[@]}" 2>/dev/null
	}
	wait "${pids[0]}" || status=$?
	wait "${pids[1]}" || status=$?
	is "$status" 0 "$name: both users took every step"
	for user in first second; do
		like "$(<"$CASE_DIR/$user.log")" '^steps 200 foreign [0-9]+ saved [0-9]+$' "$name: user $user"
		diag "$user: $(<"$CASE_DIR/$user.log")"
	done
}

two "the kernel's, by tpmrm" "$CASE_DIR/libtss2-tcti-tpmrm.so.0"
two "the kernel's, by device" "$CASE_DIR/libtss2-tcti-device.so.0:/dev/tpmrm0"

# nothing_left NAME: no session, loaded or saved.
nothing_left() {
	local group
	for group in handles_saved_session handles_loaded_session; do
		is "$("$tpm_probe" -d tpm0 caps "$group")" "$group: -" "$1: nothing in $group"
	done
}

nothing_left "the kernel's"
check "a system bus" start_dbus
start_abrmd "$device_tcti:/dev/tpm0"
two "tpm2-abrmd" tabrmd:
stop "$abrmd"
nothing_left tpm2-abrmd
done_testing
