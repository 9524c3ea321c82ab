#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# PCRs that something extended after the boot. The last case: what it does stays until the next boot.
. tests/guest/lib.sh

export TPM2TOOLS_TCTI=device:/dev/tpmrm0
some=$(printf '%064d' 1)
check "extend PCR 7" tpm2_pcrextend "7:sha256=$some"
capture "$tpm_probe" pcrs --log
is "$status" 1 "PCR 7: status 1"
like "$output" 'error +sha256: PCR 7 \(secure-boot-policy\) differs: no single event' "it is named"
like "$output" 'ok +sha256: the log replays to PCRs 0-6' "the others are equal"
like "$output" 'ok +sha1: the log replays to PCRs 0-7' "and so are the other banks"
check "extend PCR 9" tpm2_pcrextend "9:sha256=$some"
capture "$tpm_probe" pcrs --log
unlike "$output" 'PCR 9' "a PCR of the system's that no event extends is left alone"
done_testing
