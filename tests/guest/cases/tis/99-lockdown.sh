#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The kernel's trace where the kernel is locked down, which nothing but a reboot undoes.
. tests/guest/lib.sh
. tests/guest/kernel-split.sh

mountpoint -q $tracing || mount -t tracefs tracefs $tracing
check "the kernel can be locked down" \
	bash -c 'echo confidentiality >/sys/kernel/security/lockdown'
capture "$split"
is "$status" 1 "locked down: there is no trace"
like "$output" '^why=the kernel is locked down' "and it says why"
umount $tracing
done_testing
