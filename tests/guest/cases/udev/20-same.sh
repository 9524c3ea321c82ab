#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Eight TPMs of one kind that come and go at once, with the real systemd-udevd: nodes and properties
# are right for each, and one TPM has the link that all claim: the lowest number.
. tests/guest/lib.sh
. tests/guest/udev.sh

check "udevd takes the rules" start_udevd
platform=$(cd /dev && find tpm/by-* -type l -printf '%p %l\n' | sort)

plug Scripted{,,,,,,,}
is "$(numbers | xargs)" "1 2 3 4 5 6 7 8" "eight of the same kind"
for number in $(numbers); do
	is "$(seen "$number")" "$(expected Scripted)" "tpm$number: nodes, properties, links"
done
link=TEST_Scripted-tpmrm
is "$(links)" "$link /dev/tpmrm1" "the lowest number has the link"
pull 1
is "$(links)" "$link /dev/tpmrm2" "it goes: the next one has it"
pull 2 3 5 8
is "$(numbers | xargs) $(links)" "4 6 7 $link /dev/tpmrm4" "four more go, the lowest ones among them"
pull 6
is "$(links)" "$link /dev/tpmrm4" "one goes that did not have it"
settle_tpms
udevadm trigger --action=change /dev/tpmrm7
udevadm settle --timeout="$udev_patience"
is "$(links)" "$link /dev/tpmrm4" "whoever has an event, it stays"
plug Scripted
is "$(numbers | xargs) $(links)" "1 4 7 $link /dev/tpmrm1" "a lower number comes: it has it"
capture tpm2_getrandom -T "device:/dev/tpm/by-id/$link" --hex 8
is "$output" a0a1a2a3a4a5a6a7 "by the link a program reaches it"
pull 1 4 7
is "$(links)" "" "all go: so does the link"
is "$(cd /dev && find tpm/by-* -type l -printf '%p %l\n' | sort)" "$platform" "the platform's TPM has kept its own"
done_testing
