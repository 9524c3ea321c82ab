#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A word more on the kernel's command line.
# append: quiet
. tests/guest/reboot.sh

differ
# shellcheck disable=SC2016 # they are quotes of the text
is "$changes" '9 changed kernel command line: `quiet` added' "it is named, and nothing else"

done_testing
