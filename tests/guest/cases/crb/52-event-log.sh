#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The event log of a PC BIOS (SeaBIOS) with a TPM 2.0.
. tests/guest/event-log.sh

replays_in_every_bank "0-7"
agrees_with_tpm2_tools
like "$output" 'EV_ACTION +ok +Calling INT 19h' "the boot loader is called"
flip_names_the_event EV_ACTION 200 "the data"
flip_names_the_event EV_EVENT_TAG 200 "the data"
done_testing
