#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm2-tools, and clevis, which is made of them and names the module by itself.
. tests/guest/lib.sh
. tests/guest/stack-lib.sh

stack_begin
stack_use ours
stack_ours tools
stack_round root policy full device:/dev/tpmrm0 device
stack_round root quote full device:/dev/tpmrm0 device
stack_ours clevis device

stack_use upstream
stack_upstream tools policy quote clevis
stack_round root tools brief '' 'device tabrmd'
stack_end
done_testing
