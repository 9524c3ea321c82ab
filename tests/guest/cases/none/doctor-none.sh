#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# doctor where there is no TPM.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

diagnose
caught DEV-001 'neither TPM2 nor TCPA'
is "$status" 6 "no TPM: status 6"
quiet DEV-002
capture "$tpm_probe" doctor --fix-script
check "--fix-script is a script for sh" sh -n <(printf '%s\n' "$output")

start_swtpm_state "$CASE_DIR/state"
diagnose
quiet DEV-001 DEV-002 DEV-012
caught VM-001 'virtual'
caught DEV-010 '256'
done_testing
