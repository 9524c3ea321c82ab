#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# TPMs that answer otherwise than they should, and banks that nobody measures into.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

for mode in failure initialize upgrade yielded; do
	start_vtpm $mode
	diagnose_only -d "$vtpm"
	case $mode in
	failure)
		caught FW-001 'TPM_RC_FAILURE'
		;;
	initialize)
		caught FW-003 'TPM_RC_INITIALIZE'
		;;
	upgrade)
		caught FW-004 'TPM_RC_UPGRADE'
		;;
	yielded)
		caught FW-005 'send'
		;;
	esac
	[[ $mode == failure ]] ||
		unlike "$(finding FW-001)" '"status": "found"' "$mode is no failure mode"
	is "$status" 6 "a TPM that answers $mode: status 6"
	stop "$pid"
done
for mode in garbage malformed short; do
	start_vtpm $mode
	diagnose_only -d "$vtpm"
	like "$(finding DA-001)" '"skipped"' "a TPM that does $mode: nothing is called ok"
	stop "$pid"
done
start_vtpm healthy
diagnose_only -d "$vtpm"
quiet FW-001 FW-003 FW-004
stop "$pid"

# SHA-1 only.
mkdir -p "$CASE_DIR/sha1"
check "a state with bank sha1 only" quietly swtpm_setup --tpm2 --tpmstate "$CASE_DIR/sha1" --overwrite \
	--pcr-banks sha1 --config <(echo create_certs_tool=)
start_swtpm_state "$CASE_DIR/sha1"
diagnose -d "$vtpm"
caught PCR-001 'allocated: sha1'
caught PCR-006 'sha1'
caught PCR-002 'bank sha1'
caught PCR-003
pull
check "PCR-001: what is advised runs" run_advised PCR-001 "DIR=$CASE_DIR/sha1"
start_swtpm_state "$CASE_DIR/sha1"
diagnose -d "$vtpm"
quiet PCR-001 PCR-006
pull

# A simulator that was given no TPM2_Startup.
mkdir -p "$CASE_DIR/unstarted"
start "$CASE_DIR/swtpm.log" swtpm socket --tpm2 --tpmstate "dir=$CASE_DIR/unstarted" --flags not-need-init \
	--server "type=unixio,path=$CASE_DIR/swtpm.socket" --ctrl "type=unixio,path=$CASE_DIR/swtpm.socket.ctrl"
wait_while "$pid" test -S "$CASE_DIR/swtpm.socket.ctrl"
diagnose_only -T "swtpm:path=$CASE_DIR/swtpm.socket"
caught FW-003 'TPM_RC_INITIALIZE'
remedy FW-003
stop "$pid"

# securityfs is not mounted: the log of a boot that was measured is not found.
umount /sys/kernel/security
diagnose_only
caught PCR-003 'not mounted'
remedy PCR-003
done_testing
