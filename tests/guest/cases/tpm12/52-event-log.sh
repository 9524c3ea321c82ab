#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The event log of a PC BIOS with a TPM 1.2, whose PCRs the kernel shows.
. tests/guest/lib.sh

capture "$tpm_probe" pcrs --log
is "$status" 0 "pcrs --log: status 0"
like "$output" '\(sha1, [0-9]+ bytes, [0-9]+ events, banks sha1\)' "the older format"
like "$output" 'ok +sha1: the log replays to PCRs 0-7' "it replays"
like "$output" 'EV_ACTION +ok +Calling INT 19h' "the boot loader is called"
done_testing
