#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Eight TPMs of different kinds that come and go at once, with the real systemd-udevd: each has a link
# of its own, which leads to it and goes with it.
. tests/guest/lib.sh
. tests/guest/udev.sh

check "udevd takes the rules" start_udevd
platform=$(cd /dev && find tpm/by-* -type l -printf '%p %l\n' | sort)

plug kind-a kind-b kind-c kind-d kind-e kind-f kind-g kind-h
is "$(links | cut -d' ' -f1 | xargs)" "$(printf 'TEST_kind-%s-tpmrm ' a b c d e f g h | xargs)" "eight kinds: eight links"
declare -A kind=()
for number in $(numbers); do
	kind[$number]=$(udevadm info --query=property --property=ID_TPM2_VENDOR_STRING --value "/dev/tpmrm$number")
	# Whose TPM that is, its server says: it is no question of what udev took for it.
	is "${kind[$number]}" "$(tr '\0' '\n' <"/proc/${server[$number]}/cmdline" | tail -n 1)" "tpm$number: its own name"
	is "$(seen "$number")" "$(expected "${kind[$number]}")" "tpm$number: nodes, properties, links"
done
# right_links: of those that are there.
right_links() {
	local number
	for number in $(numbers); do
		echo "TEST_${kind[$number]}-tpmrm /dev/tpmrm$number"
	done | sort
}
is "$(links)" "$(right_links)" "each link leads to its own TPM"
pull 2 3 5 7
is "$(links)" "$(right_links)" "four go: their links are gone, the others right"
mapfile -t left < <(numbers)
pull "${left[@]}"
is "$(links)" "" "all go: no link is left"
is "$(cd /dev && find tpm/by-* -type l -printf '%p %l\n' | sort)" "$platform" "the platform's TPM has kept its own"
done_testing
