#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe on a machine with no TPM, and with one that comes later.
. tests/guest/lib.sh

capture "$tpm_probe"
is "$status" 4 "alone: status 4"
like "$output$errors" '[Nn]o TPM' "alone: says that there is no TPM"
capture "$tpm_probe" info
is "$status" 4 "info: status 4"
like "$errors" '[Nn]o TPM' "info: says that there is no TPM"
capture "$helpers/tcti_open" "$tpmrm_tcti"
is "$status" 1 "the tpmrm module refuses, and does not wait"
like "$output" '^0x000a00' "the refusal is of the TCTI layer"

start_swtpm_vtpm
capture "$tpm_probe"
is "$status" 0 "a TPM is plugged in: status 0"
like "$output" 'IBM' "a TPM is plugged in: it answers"
done_testing
