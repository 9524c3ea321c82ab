#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe and our modules with a TPM 2.0 behind tpm-tis.
. tests/guest/lib.sh

capture "$tpm_probe" list
is "$status" 0 "list: status 0"
like "$output" 'tpm0[^'$'\n'']*tpmrm0' "list: the pair"
like "$output" 'tpm_tis' "list: the driver"
capture "$tpm_probe"
is "$status" 0 "alone: status 0"
like "$output" 'IBM' "alone: the manufacturer"
for tcti in "$device_tcti:/dev/tpmrm0" "$tpmrm_tcti"; do
	capture tpm2_getrandom -T "$tcti" --hex 8
	like "$output" '^[0-9a-f]{16}$' "tpm2_getrandom with ${tcti#"$TOP/$B/"}"
done
done_testing
