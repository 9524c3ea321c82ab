#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Every operation of bench on the raw node and through the kernel's resource manager: each works and
# leaves nothing, also beside an object that is loaded. The resource manager loads all objects of a
# connection ahead of each command: with three, there is no room for a fourth on this TPM.
. tests/guest/lib.sh

# drive ARGUMENTS...: sets $output and $status.
drive() {
	capture "$B/tests/bench/ops_drive" -n 1 "$@"
}

# all_well NAME
all_well() {
	is "$status" 0 "$1: status 0"
	is "$(grep -v -e ' ok runs=1 commands=1 .* left=nothing' -e ' skipped .*reason=no ' <<<"$output")" "" \
		"$1: every operation works, with one command a run, and leaves nothing"
	is "$(grep -c ' ok ' <<<"$output")" 43 "$1: so many of them have something to do here"
}

drive -l 1 "$device_tcti:/dev/tpm0"
all_well "raw node"
drive -l 1 "$tpmrm_tcti"
all_well "resource manager"
drive -l 3 "$tpmrm_tcti"
is "$(grep -c ' ok ' <<<"$output")" 18 "three other objects: operations that load none work"
is "$(grep -v -e ' ok ' -e ' failed .* left=nothing.* rc=0x902$' -e ' skipped ' <<<"$output")" "" \
	"three other objects: the others lack memory, and leave nothing"
done_testing
