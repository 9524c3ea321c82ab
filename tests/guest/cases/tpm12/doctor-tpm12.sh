#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# doctor and a TPM 1.2.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

diagnose
caught T12-001 'tpm_version_major'
like "$(finding DEV-003)" 'T12-001 explains it' "that there is no resource manager is explained"
is "$status" 6 "TPM 1.2: status 6"
like "$(finding FW-001)" 'TPM 1\.2' "what needs a TPM 2.0 says why it could not look"
done_testing
