#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe watch on a machine without a TPM: it waits for one; and one that holds an answer back, fails,
# and goes, never holds up the screen.
. tests/guest/lib.sh
. tests/tmux.sh

terminal_open "$CASE_DIR" 90 40 || { echo "Bail out! no tmux"; exit 1; }
started+=("$terminal_pid")
type_line "clear; $tpm_probe watch --interval 500ms; echo over=\$?"
sees 'No TPM here: waiting for one' "no TPM"
start_vtpm healthy
server=$pid
sees "^$vtpm +answering +TEST Scripted" "one comes, and answers"
echo hold >"$vtpm_fifo"
sees "^$vtpm +(busy|no answer) since" "$vtpm holds an answer back"
resize 60 30
sees '^tpm-probe watch.{37}q: quit' "does not hold up the screen"
echo healthy >"$vtpm_fifo"
sees "^$vtpm +answering" "and answers again"
echo failure >"$vtpm_fifo"
sees "^$vtpm +failure mode since" "until it fails"
stop "$server"
sees "^$vtpm +gone since" "and is gone"
sees '0 TPMs' "so that there is none again"
press q
sees '^over=0' "q ends it"
done_testing
