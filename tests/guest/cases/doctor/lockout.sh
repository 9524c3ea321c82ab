#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Dictionary-attack protection and hierarchies, on a TPM of the case's own.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

cd "$CASE_DIR" || exit 1
tpm_probe=$TOP/$tpm_probe
state=$CASE_DIR/state
start_swtpm_state "$state"
diagnose -d "$vtpm"
traced -d "$vtpm"
caught DA-005 'TPM2_PT_MAX_AUTH_FAIL'
caught DA-006 'lockoutAuthSet'
quiet DA-001 DA-003 DA-004 DA-007 DA-008
remedy DA-005
remedy DA-006 LOCKOUT_PASSWORD=known
diagnose_only -d "$vtpm"
quietly tpm2_dictionarylockout -T "$tcti" -s -n 3 -t 1000 -l 1000 -p known
diagnose_only -d "$vtpm"
remedy DA-005 LOCKOUT_PASSWORD=known
quietly tpm2_changeauth -T "$tcti" -c lockout -p known

quietly tpm2_dictionarylockout -T "$tcti" -s -n 4 -t 7200 -l 86400
quietly tpm2_createprimary -T "$tcti" -C o -c parent.ctx
echo secret | quietly tpm2_create -T "$tcti" -C parent.ctx -p right -i - -u sealed.pub -r sealed.priv
quietly tpm2_load -T "$tcti" -C parent.ctx -u sealed.pub -r sealed.priv -c sealed.ctx
capture tpm2_unseal -T "$tcti" -c sealed.ctx -p right
is "$output" secret "the right password unseals"
tpm2_unseal -T "$tcti" -c sealed.ctx -p wrong >/dev/null 2>&1
diagnose -d "$vtpm"
quiet DA-003
tpm2_unseal -T "$tcti" -c sealed.ctx -p wrong >/dev/null 2>&1
diagnose -d "$vtpm"
caught DA-003 '2 of 4'
quiet DA-001
for _ in 1 2; do
	tpm2_unseal -T "$tcti" -c sealed.ctx -p wrong >/dev/null 2>&1
done
diagnose -d "$vtpm"
caught DA-001 '4 of 4'
is "$status" 6 "in lockout: status 6"
like "$("$tpm_probe" doctor -d "$vtpm")" 'disk unlock +no +DA-001' "in lockout: no disk unlocks"
remedy DA-001

# The lockout hierarchy alone.
quietly tpm2_changeauth -T "$tcti" -c lockout secret
tpm2_dictionarylockout -T "$tcti" -c -p wrong >/dev/null 2>&1
capture tpm2_dictionarylockout -T "$tcti" -c -p secret
like "$errors" '0x00000921|0x921' "the right password is refused with 0x921"
diagnose -d "$vtpm" --rc 0x921
caught DA-002 'inLockout is clear'
quiet DA-001
pull

# A power loss after a protected key was used.
start_swtpm_state "$state"
quietly tpm2_createprimary -T "$tcti" -C o -c parent.ctx
quietly tpm2_load -T "$tcti" -C parent.ctx -u sealed.pub -r sealed.priv -c sealed.ctx
capture tpm2_unseal -T "$tcti" -c sealed.ctx -p right
is "$output" secret "the key is used"
pull
start_swtpm_state "$state"
diagnose -d "$vtpm"
caught DA-004 'orderly is clear'
pull

# Clear disabled; a hierarchy switched off until the next start.
start_swtpm_state "$CASE_DIR/other"
quietly tpm2_clearcontrol -T "$tcti" -C l s
quietly tpm2_hierarchycontrol -T "$tcti" -C e ehEnable clear
diagnose -d "$vtpm"
caught DA-007 'disableClear'
caught DA-008 'ehEnable'
pull
cd "$TOP" || exit 1
done_testing
