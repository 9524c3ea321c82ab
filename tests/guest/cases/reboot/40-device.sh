#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A network card with an option ROM; the command line is the usual one again.
# device: e1000,addr=0x1c
. tests/guest/reboot.sh

differ
like "$changes" '2 added option ROM of 0000:00:1c.0 is new' "the option ROM is named, by its place on the bus"
# shellcheck disable=SC2016 # they are quotes of the text
like "$changes" '9 changed kernel command line: `quiet` removed' "the command line is named"
done_testing
