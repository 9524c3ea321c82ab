#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm2-tools, and clevis, which is made of them: it names module and node by itself when nothing is
# configured, and asks for the tools' version, which loads the first module that is found.
. tests/guest/lib.sh
. tests/guest/stack-lib.sh

stack_begin
stack_use ours
stack_ours tools
stack_round root policy full device:/dev/tpmrm0 device
stack_round root quote full device:/dev/tpmrm0 device
stack_ours clevis 'default device' 'default tpmrm' 'default device'

stack_use upstream
stack_upstream tools policy quote
stack_round insider clevis full device:/dev/tpmrm0 'device tabrmd'
stack_round root tools brief '' 'device tabrmd'
stack_end
done_testing
