#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# bench with a TPM behind tpm-tis: every tier, raw and through the resource manager.
. tests/guest/lib.sh
. tests/guest/bench.sh

all_tiers "raw node" /dev/tpm0 -T "$device_tcti:/dev/tpm0"
all_tiers "kernel RM" /dev/tpm0 -T "$tpmrm_tcti"
done_testing
