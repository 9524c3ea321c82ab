#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Every value that tpm2_getcap prints of the kernel's TPM is in tpm-probe's report of it.
. tests/guest/lib.sh

TPM_PROBE=$tpm_probe TCTI=device:/dev/tpmrm0 exec tests/swtpm/caps_compare.py
