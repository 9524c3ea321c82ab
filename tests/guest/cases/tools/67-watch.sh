#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe watch on the kernel's driver: hot plug, unplug, a failed authorisation, as the screen shows
# them, and as events.
. tests/guest/lib.sh
. tests/tmux.sh

tool="$tpm_probe watch --interval 500ms"
export TPM2TOOLS_TCTI=device:/dev/tpmrm0 TSS2_LOG=all+none
start "$CASE_DIR/json" "$tpm_probe" watch --interval 500ms -o json
json=$pid
terminal_open "$CASE_DIR" 90 40 || { echo "Bail out! no tmux"; exit 1; }
started+=("$terminal_pid")
type_line "clear; $tool; echo over=\$?"
sees '^tpm0 +answering' "the machine's TPM answers"
sees '  0 of [0-9]+ failed tries' "no failed try"
sees '  resets [0-9]+ +restarts [0-9]+ +clock' "resets and clock"
sees '  latency .*▁' "a latency"
diag "before"$'\n'"$(screen)"

# ---- Hot plug -----------------------------------------------------------------------------------
start_vtpm healthy
server=$pid plugged=$vtpm
sees "^$plugged +answering +TEST" "hot plug: $plugged is there, and answers"
check "tpm0 still does" shows '^tpm0 +answering'
diag "plugged"$'\n'"$(screen)"
stop "$server"
sees "^$plugged +gone since" "unplug: it is gone"
diag "unplugged"$'\n'"$(screen)"
start_vtpm healthy
server=$pid
sees "^$vtpm +answering" "it is back as $vtpm, and is asked again"
stop "$server"
sees "^$vtpm +gone since" "and gone again"
check "nobody holds the raw node" tpm2_getrandom -T device:/dev/tpm0 --hex 4

# ---- A failed authorisation ---------------------------------------------------------------------
index=0x1500067
check "an NV index with a password" \
	tpm2_nvdefine $index -C o -s 8 -a 'authread|authwrite' -p right
try_wrong() {
	tpm2_nvread $index -C $index -P wrong >/dev/null 2>&1
}
try_wrong
sees '  1 of [0-9]+ failed tries +one forgiven in [0-9]+ min' "a wrong password: one failed try, and when it is forgiven"
diag "failed"$'\n'"$(screen)"
most=$(screen | sed -nE 's/.*1 of ([0-9]+) failed tries.*/\1/p' | head -n 1)
left=$(screen | sed -nE 's/.*one forgiven in (.*[a-z]) *$/\1/p' | head -n 1)
# shellcheck disable=SC2317 # called by wait_for
counted_down() {
	local now
	now=$(screen | sed -nE 's/.*one forgiven in (.*[a-z]) *$/\1/p' | head -n 1)
	[[ $now && $now != "$left" ]]
}
check "the time counts down" wait_for counted_down
for ((i = 1; i < most; i++)); do
	try_wrong
done
sees "LOCKED: $most of $most failed tries" "until it is locked"
sees 'DA-001 critical' "which is a new finding"
diag "locked"$'\n'"$(screen)"
check "the counter is reset" tpm2_dictionarylockout -c
sees '  0 of [0-9]+ failed tries' "so that there is no failed try"
sees 'DA-001 no longer' "and the finding goes"
tpm2_nvundefine $index -C o >/dev/null 2>&1

# ---- Sessions -----------------------------------------------------------------------------------
before=$(screen | sed -nE 's/.* ([0-9]+) of [0-9]+ active.*/\1/p' | head -n 1)
check "a session" tpm2_startauthsession -S "$CASE_DIR/session"
sees " $((before + 1)) of [0-9]+ active" "is seen"
tpm2_flushcontext "$CASE_DIR/session" >/dev/null 2>&1

press q
sees '^over=0' "q ends it"
is "$(terminal_state)" "1 0" "the terminal is as it was"

# ---- The same as events -------------------------------------------------------------------------
# shellcheck disable=SC2317 # called by wait_for
gone_again() {
	(($(grep -c '"event": "removed"' "$CASE_DIR/json") >= 2))
}
wait_for gone_again
stop "$json"
is "$(python3 - "$CASE_DIR/json" "$plugged" <<'END'
import json, sys
events = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert events[-1]["event"] == "ended", events[-1]
def named(event, **more):
    return [e for e in events if e["event"] == event and all(e.get(k) == v for k, v in more.items())]
print(len(named("added", tpm="tpm0", is_new=False)), len(named("snapshot", tpm="tpm0")),
      len(named("added", is_new=True)), len(named("removed")),
      len(named("finding", rule="DA-001", is_new=True)), len(named("cleared", rule="DA-001")),
      [e["state"]["lockout_counter"] for e in named("change", tpm="tpm0")
       if "lockout_counter" in e.get("state", {})][0], len(named("error")))
END
)" "1 1 2 2 1 1 1 0" "-o json: each of these is an event"
done_testing
