#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Keys of other programs in the TPM: PKCS#11 for ssh, the OpenSSL provider for TLS, systemd. systemd
# names module and node by itself when nothing is configured.
. tests/guest/lib.sh
. tests/guest/stack-lib.sh

stack_begin
stack_use ours
stack_ours pkcs11
stack_round insider ptool full device:/dev/tpmrm0 device
stack_ours openssl
stack_ours systemd device
stack_ours cryptenroll device 'device tpmrm'

stack_use upstream
stack_upstream pkcs11 openssl systemd cryptenroll
stack_end
done_testing
