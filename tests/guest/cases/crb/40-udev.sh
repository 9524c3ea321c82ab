#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The udev rules, applied by the real systemd-udevd: who may open which node then.
. tests/guest/lib.sh

sed -i '/^tss:/d' /etc/passwd /etc/group /etc/shadow /etc/gshadow
check "systemd-sysusers takes the account's description" systemd-sysusers "$TOP/udev/tpm-probe.sysusers.conf"
check "user tss and its group are there" test "$(id -gn tss)" = tss
rm -rf /run/tpm2-tss
capture systemd-tmpfiles --create "$TOP/udev/tpm-probe.tmpfiles.conf"
is "$(stat -c '%a %U:%G' /run/tpm2-tss/eventlog)" "2775 tss:tss" "systemd-tmpfiles makes the folders"

if start_udevd; then
	ok "udevd takes the rules and settles"
else
	not_ok "udevd takes the rules and settles" "$(cat "$CASE_DIR/udevd.log")"
fi
is "$(stat -c '%a %U:%G' /dev/tpmrm0)" "660 root:tss" "the resource manager's node: group tss, mode 0660"
is "$(stat -c '%a %U:%G' /dev/tpm0)" "660 tss:root" "the raw node: user tss, mode 0660"
tss=$(getent group tss | cut -d: -f3)

capture as_user 4242 "" tpm2_getrandom -T device:/dev/tpmrm0 --hex 8
check "a user outside group tss is refused" test "$status" != 0
like "$errors" 'Permission denied' "because of the permissions"
capture as_user 4242 "$tss" tpm2_getrandom -T device:/dev/tpmrm0 --hex 8
like "$output" '^[0-9a-f]{16}$' "a user in group tss gets random bytes"
capture as_user "$(id -u tss)" "" tpm2_getrandom -T device:/dev/tpm0 --hex 8
like "$output" '^[0-9a-f]{16}$' "user tss may open the raw node"

like "$(udevadm info --query=property --property=TAGS --value /dev/tpmrm0)" ':systemd:' \
	"tpmrm0 has a systemd unit"
start_vtpm healthy
udevadm settle --timeout=30
is "$(stat -c '%a %G' "/dev/tpmrm$number")" "660 tss" "a TPM that appears later gets the same"
done_testing
