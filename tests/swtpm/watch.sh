#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe watch: its screen in a terminal, its lines in a pipe, its end, and TPMs that do not answer.
# shellcheck disable=SC2016 # what is typed is for the shell in the terminal
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh
. tests/tmux.sh

export LC_ALL=C.UTF-8
start_swtpm
swtpm=$pid first=$tcti first_port=$port

# ---- Lines --------------------------------------------------------------------------------------
# shellcheck disable=SC2317 # called by check
# valid FILE: each line is an event as the schema says.
valid() {
	python3 - "$1" "$schema" <<'END'
import json, sys, jsonschema
schema = json.load(open(sys.argv[2]))
schema["$ref"] = "#/$defs/watch_event"
validator = jsonschema.Draft202012Validator(schema)
lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
events = [json.loads(line) for line in lines]
for event in events:
    validator.validate(event)
    assert event["time"] and event["event"]
    assert set(event["missing"] if "missing" in event else ()) == set()
names = [event["event"] for event in events]
assert names[0] == "started" and names[-1] == "ended", names
assert events[0]["schema"] == "tpm-probe/1"
assert sum(name == "snapshot" for name in names) == 1, names
END
}

serve tests/swtpm/counting_proxy.py "$first_port" "$work/commands"
proxy=$pid
begin=${EPOCHREALTIME/./}
capture "$probe" watch -T "swtpm:port=$port" --interval 100ms --count 20 -o json
took=$(((${EPOCHREALTIME/./} - begin) / 1000))
is "$status" 0 "--count ends it with status 0"
is "$errors" "" "and without a message"
echo "$output" >"$work/json"
check "-o json: every line is an event of the schema" valid "$work/json"
is "$(wc -l <"$work/commands")" 41 "20 intervals: 2 commands each, and the first 1 more, counted by a proxy"
is "$(sort -u "$work/commands" | xargs)" "0x17a 0x181" "GetCapability and ReadClock, nothing else"
check "20 rounds take 19 intervals or more ($took ms)" test "$took" -ge 1900
end "$proxy"

capture "$probe" watch -T "$first" --count 1
is "$status" 0 "text in a pipe: a line for each event"
like "$output" $'^[0-9:]{8} started: every 2 s\n[0-9:]{8} swtpm:.* added\n' "it says when and what"
like "$output" '0 of 3 failed tries, latency [0-9.]+ [^ ]*s' "and the first values"

"$probe" watch -T "$first" --interval 1h -o json 2>"$work/errors" | head -n 1 >"$work/head"
is "${PIPESTATUS[0]} $(cat "$work/errors")" "0 " "a reader that goes away ends it quietly, long before the next line"
like "$(cat "$work/head")" '"event": "started"' "what it has read came at once"
"$probe" watch -T "$first" -o json --interval 1h >/dev/full 2>"$work/errors"
is "$?" 1 "an output that is full is a failure"
like "$(cat "$work/errors")" 'cannot write the output' "and says so"

capture "$probe" watch -T swtpm:port=1 --count 1
is "$status" 4 "a TPM that cannot be reached: --count ends with status 4"
like "$output" 'no answer: TCTI' "what failed is an event"
for arguments in "--interval 99ms" "--interval 61min" "--from x" "--sysroot ." "-o csv" "extra"; do
	# shellcheck disable=SC2086 # words
	capture "$probe" watch $arguments
	is "$status" 2 "$arguments: wrong usage"
done

# ---- The screen ---------------------------------------------------------------------------------
terminal_open "$work" 80 24 || { echo "Bail out! no tmux"; exit 1; }
started[$terminal_pid]=1
type_line "export TERM=screen TSS2_LOG=all+none; stty -g >$work/before"
is "$(terminal_state)" "1 0" "the terminal as it is before"

# begin ARGUMENT...: watch in the terminal; sets pid.
watched=0
begin() {
	type_line "clear; sh -c 'echo \$\$ >$work/pid; exec \"\$@\"' sh $probe watch $*"
	sees 'tpm-probe watch .*TPM' "watch $*: it draws"
	pid=$(cat "$work/pid")
}
# shellcheck disable=SC2317 # called by wait_for
is_back() {
	[[ $(terminal_state) == "1 0" ]] && ! kill -0 "$pid"
}
# finished STATUS NAME: it has ended so, and the terminal is as it was.
finished() {
	check "$2: it ends, the cursor and the first screen are back" wait_for is_back
	watched=$((watched + 1))
	type_line "echo status=\$?; stty -g >$work/after; echo over=$watched"
	sees "^over=$watched" "$2: the shell goes on"
	like "$(screen)" "status=$1" "$2: status $1"
	is "$(cat "$work/after")" "$(cat "$work/before")" "$2: the terminal's modes are back"
}

begin -T "$first" --interval 100ms
sees 'answering +IBM SW +TPM' "it shows the TPM"
sees '0 of 3 failed tries' "and its tries"
sees 'latency .* median .* most .*[▁▂▃▄▅▆▇█]{9}' "latency with bars"
is "$(terminal_state)" "0 1" "on the second screen, without a cursor"
resize 40 24
sees '^  most .*[▁▂▃▄▅▆▇█]' "at 40 columns: wrapped between its pieces"
check "no line is longer than that" test "$(screen | wc -L)" -le 40
resize 120 30
sees 'latency .*most' "at 120 columns: in one line again"
is "$(screen | grep -c 'failed tries')" 1 "nothing of before is left"
resize 80 24
press C-z
sees 'Stopped' "Ctrl-Z stops it"
is "$(terminal_state)" "1 0" "the cursor, and the first screen, are back"
type_line fg
sees 'answering +IBM' "it goes on where it was"
is "$(terminal_state)" "0 1" "on the second screen again"
press q
finished 0 "q"

for signal in INT TERM HUP SEGV ABRT; do
	begin -T "$first" --interval 100ms
	sees 'answering' "$signal: it runs"
	kill -"$signal" "$pid"
	finished $((128 + $(kill -l "$signal"))) "$signal"
done
begin -T "$first"
press C-c
finished 130 "Ctrl-C"

begin -T "$first" '</dev/null'
sees 'answering' "without keys it draws all the same"
kill "$pid"
finished 143 "without keys"

# ---- Other terminals ----------------------------------------------------------------------------
type_line 'export LC_ALL=C'
begin -T "$first" --interval 100ms
sees 'most .* [_.,=+*#-]{5}' "a locale without UTF-8: bars in ASCII"
unlike "$(screen)" '[▁▂▃▄▅▆▇█…]' "and nothing else"
press q
finished 0 "ASCII"
type_line 'export LC_ALL=C.UTF-8'

begin -T "$first"
sees 'answering' "in colours"
like "$(terminal capture-pane -pe)" $'\033\\[32m.*answering' "what is well is green"
press q
finished 0 "colours"
type_line 'export NO_COLOR=1'
begin -T "$first"
sees 'answering' "NO_COLOR"
unlike "$(terminal capture-pane -pe)" $'\033\\[3[0-9]m' "NO_COLOR: no colours"
press q
finished 0 "NO_COLOR"
type_line "unset NO_COLOR; clear; TERM=dumb $probe watch -T $first --count 1; echo dumb-ended"
sees '^dumb-ended' "TERM=dumb"
like "$(screen)" '[0-9:]{8} started: every 2 s' "TERM=dumb: a line for each event"

# ---- Calm ---------------------------------------------------------------------------------------
type_line "clear; strace -o $work/strace -e trace=poll,write $probe watch -T $first --interval 1h"
sees 'answering' "the first values"
# shellcheck disable=SC2317 # called by wait_for
quiet() {
	(($(grep -c 'Timeout' "$work/strace") >= 4))
}
check "time passes" wait_for quiet
is "$(sed '1,/Timeout/d' "$work/strace" | grep -c '^write(1')" 0 "nothing is written while nothing changes"
press q
sees '^\$' "it ends"

# ---- TPMs that come, go, and do not answer ------------------------------------------------------
begin -T "$first" --interval 100ms
sees 'answering' "a TPM"
end "$swtpm"
sees 'no answer since' "whose server goes"
swtpm socket --tpm2 --tpmstate "dir=$(mktemp -d "$work/again-XXXXXX")" --flags not-need-init,startup-clear \
	--server "type=tcp,port=$first_port" --ctrl "type=tcp,port=$((first_port + 1))" >"$work/again.log" 2>&1 &
started[$!]=1
sees 'answering +IBM' "and is back: it is asked again"
press q
finished 0 "gone and back"

serve tests/swtpm/garbage_tpm.py silent
begin -T "swtpm:port=$port" --timeout 86400000
sees 'busy since' "a TPM that does not answer is busy"
resize 60 20
sees '^tpm-probe watch.{37}q: quit' "the screen is not held up"
press q
finished 0 "busy"
serve tests/swtpm/garbage_tpm.py silent
begin -T "swtpm:port=$port" --timeout 1500
sees 'no answer since' "after the timeout it does not answer"
press q
finished 0 "silent"
resize 80 24
serve tests/swtpm/garbage_tpm.py failure
begin -T "swtpm:port=$port" --interval 100ms
sees 'failure mode since' "a TPM in failure mode"
press q
finished 0 "failure"

tctis=()
for ((i = 0; i < 8; i++)); do
	start_swtpm
	tctis+=(-T "$tcti")
done
resize 80 11
begin "${tctis[@]}" --interval 200ms
# shellcheck disable=SC2317 # called by wait_for
all_answer() {
	(($(screen | grep -c 'answering.*failed tries') == 8))
}
check "8 TPMs on 11 lines: a line each" wait_for all_answer
press q
finished 0 "8 TPMs"
done_testing
