#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# FAPI by tss2, with an EK certificate and without, and tpm2-pytss.
. tests/guest/lib.sh
. tests/guest/stack-lib.sh

stack_begin
stack_use ours
stack_ours fapi_ecc
stack_round insider fapi_rsa full device:/dev/tpmrm0 device
stack_round insider fapi_ek full device:/dev/tpmrm0 device
stack_ours pytss

stack_use upstream
stack_upstream fapi_ecc fapi_rsa pytss
stack_end
done_testing
