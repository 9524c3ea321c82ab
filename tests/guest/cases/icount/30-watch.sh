#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Ten minutes of tpm-probe watch, on a screen and as events: its memory stays what it was, and the TPM
# gets no more commands than the interval allows. The clock of this guest leaps over idle time.
. tests/guest/lib.sh
. tests/tmux.sh

get_capability=17a read_clock=181
mkfifo "$CASE_DIR/nothing"
exec {nothing}<>"$CASE_DIR/nothing"
pass_time() { # SECONDS
	read -r -t "$1" -u "$nothing"
}
# count CC: how many commands with this code the TPM has had; sets $count.
answers=0
count() {
	answers=$((answers + 1))
	echo "count $1" >"$vtpm_fifo"
	# shellcheck disable=SC2317 # called by wait_for
	has_answered() {
		(($(grep -c commands "$CASE_DIR/vtpm.healthy") >= answers))
	}
	wait_for has_answered
	count=$(sed -n 's/ commands//p' "$CASE_DIR/vtpm.healthy" | tail -n 1)
}
# kilobytes PID KEY: of its memory.
kilobytes() {
	awk -v "key=$2:" '$1 == key { print $2 }' "/proc/$1/status"
}

# rounds: as many as can have begun since begin_counts, one each 2 s and the first at once.
rounds() {
	echo $(((${EPOCHREALTIME/./} - begin) / 2000000 + 1))
}

# ten_minutes NAME PID: of the watch that has just begun, once every 2 s. In the first minute its files
# come from the host, meanwhile the clock leaps, and rounds are left out.
ten_minutes() {
	local name=$1 pid=$2 before after threads asked clocks asked_rounds clocks_rounds
	pass_time 60
	begin_counts
	before=$(kilobytes "$pid" VmRSS)
	threads=$(kilobytes "$pid" Threads)
	pass_time 540
	after=$(kilobytes "$pid" VmRSS)
	count $get_capability
	asked=$((count - asked_before))
	asked_rounds=$(rounds)
	count $read_clock
	clocks=$((count - clocks_before))
	clocks_rounds=$(rounds)
	diag "$name: resident $before kB after 1 minute, $after kB after 10, at most $(kilobytes "$pid" VmHWM) kB; commands: $asked GetCapability, $clocks ReadClock"
	check "$name: 10 minutes take no memory: $before kB, $after kB" test "$after" -le $((before + 128))
	is "$(kilobytes "$pid" Threads)" "$threads" "$name: and no thread"
	check "$name: $asked GetCapability in 9 minutes: one each 2 s" test "$asked" -le "$asked_rounds"
	check "$name: $clocks ReadClock in 9 minutes: one each 2 s" test "$clocks" -le "$clocks_rounds"
	check "$name: not much fewer" test $((asked + clocks)) -ge 520
}
begin_counts() {
	begin=${EPOCHREALTIME/./}
	count $get_capability
	asked_before=$count
	count $read_clock
	clocks_before=$count
}

start_vtpm healthy
start "$CASE_DIR/json" "$tpm_probe" watch --interval 2s -o json
json=$pid
wait_while "$json" grep snapshot "$CASE_DIR/json"
ten_minutes "-o json" "$json"
stop "$json"
is "$(grep -c '"event": "change"' "$CASE_DIR/json")" 0 "nothing has changed, so nothing is told"

terminal_open "$CASE_DIR" 80 24 || { echo "Bail out! no tmux"; exit 1; }
started+=("$terminal_pid")
type_line "sh -c 'echo \$\$ >$CASE_DIR/pid; exec $tpm_probe watch --interval 2s'"
sees "^$vtpm +answering" "on a screen: it answers"
ten_minutes "on a screen" "$(cat "$CASE_DIR/pid")"
sees '(▁|▂|▃|▄|▅|▆|▇|█){20}' "the bars are those of many samples"
press q
done_testing
