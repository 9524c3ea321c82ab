#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Hot plug and unplug, as the monitor of the discovery library sees them.
. tests/guest/lib.sh

# shellcheck disable=SC2317 # called by wait_for
both_added() {
	[[ $(grep -c '^add' "$CASE_DIR/monitor") == 2 ]]
}

watch() { # kernel|udev
	local monitor server
	start "$CASE_DIR/monitor" "$helpers/monitor_wait" "$1" 4
	monitor=$pid
	wait_while "$pid" grep -x ready "$CASE_DIR/monitor"
	start_vtpm healthy
	server=$pid
	wait_for both_added
	stop "$server"
	wait "$monitor"
	is "$?" 0 "$1: four events come"
	is "$(sed 1d "$CASE_DIR/monitor" | sort)" "add raw tpm$number /dev/tpm$number
add rm tpmrm$number /dev/tpmrm$number
remove raw tpm$number /dev/tpm$number
remove rm tpmrm$number /dev/tpmrm$number" "$1: both nodes come and go"
}

watch kernel
start_udevd
watch udev
done_testing
