#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe and a TPM 1.2: listed for what it is, and a plain word where a TPM 2.0 is needed.
. tests/guest/lib.sh

capture "$tpm_probe" list
is "$status" 0 "list: status 0"
like "$output" 'tpm0' "list: the TPM is there"
like "$output" '1\.2' "list: version 1.2"
unlike "$output" 'tpmrm0' "list: no resource manager"
capture "$tpm_probe" info
like "$output$errors" '1\.2' "info: says that it is a TPM 1.2"
capture "$tpm_probe" caps
is "$status" 5 "caps: status 5"
like "$errors" 'TPM 1\.2' "caps: says why"
capture "$tpm_probe" pcrs
is "$status" 0 "pcrs: status 0, from the kernel's file"
like "$output" 'sha1 +0 ' "pcrs: the SHA-1 bank"
capture "$helpers/tcti_open" "$tpmrm_tcti"
is "$status" 1 "the tpmrm module refuses a TPM 1.2"
done_testing
