#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A node with another name is the same TPM.
. tests/guest/lib.sh

read -r major minor < <(tr : ' ' </sys/class/tpmrm/tpmrm0/dev)
node=/dev/secure-element
rm -f $node
mknod $node c "$major" "$minor"
capture tpm2_getrandom -T device:$node --hex 8
like "$output" '^[0-9a-f]{16}$' "upstream's TCTI works with the renamed node"
is "$(basename "$(readlink -f "/sys/dev/char/$major:$minor")")" tpmrm0 "sysfs knows it by its number"
rm -f $node
done_testing
