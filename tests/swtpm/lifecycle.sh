#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# However tpm-probe --simulator ends, nothing of the simulator is left: no process, no folder.
# A swtpm on $PATH in front of the real one tells the suite which processes there are, and holds
# tpm-probe where it is wanted: between start and answer.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

ulimit -c 0
# The simulator's private folders are made here.
export XDG_RUNTIME_DIR=$work/run
mkdir "$XDG_RUNTIME_DIR" "$work/bin"
real=$(command -v swtpm)
mkfifo "$work/here" "$work/go"

# fake_swtpm TEXT: what $PATH's swtpm does.
fake_swtpm() {
	printf '#!/bin/bash\n%s\n' "$1" >"$work/bin/swtpm"
	chmod +x "$work/bin/swtpm"
}
export PATH=$work/bin:$PATH
# Tells its pid and waits; then becomes swtpm. The folder exists by then.
hold="echo \$\$ >'$work/here'; read -r _ <'$work/go'; exec '$real' \"\$@\""
# Tells its pid and becomes swtpm.
follow="echo \$\$ >>'$work/pids'; exec '$real' \"\$@\""

parent_of() {
	sed 's/.*) . \([0-9]*\) .*/\1/' "/proc/$1/stat"
}

# shellcheck disable=SC2317 # called by wait_for
is_swtpm() {
	[[ $(<"/proc/$swtpm/comm") == swtpm && $(readlink "/proc/$swtpm/exe") == "$real" ]]
}

# start_held COMMAND...: run it until its simulator is between start and answer. Sets pid, swtpm,
# janitor.
start_held() {
	# Background jobs of a shell ignore SIGINT and SIGQUIT; setsid gives it a process group, as a
	# terminal does.
	setsid env --default-signal=INT,QUIT "$@" >"$work/out" 2>"$work/err" &
	pid=$!
	started[$pid]=1
	read -r swtpm <"$work/here"
	janitor=$(parent_of "$swtpm")
}

# go_on: the held one becomes swtpm.
go_on() {
	echo go >"$work/go"
}

# gone NAME: the processes have ended, and the folder is no more.
gone() {
	check "$1: swtpm and its janitor have ended" tests/swtpm/wait_end.py "$swtpm" "$janitor"
	is "$(ls "$XDG_RUNTIME_DIR")" "" "$1: no folder is left"
}

# ---- As it should be ----------------------------------------------------------------------------
fake_swtpm "$hold"
start_held "$probe" --simulator info
is "$(find "$XDG_RUNTIME_DIR" -mindepth 1 -maxdepth 1 | wc -l)" 1 "while it runs: one folder"
is "$(stat -c '%a %u' "$XDG_RUNTIME_DIR"/*)" "700 $(id -u)" "while it runs: the folder is private"
check "while it runs: the janitor is a child of tpm-probe" \
	test "$(parent_of "$janitor")" = "$pid"
go_on
wait "$pid"
is "$?" 0 "normal end: status 0"
unset "started[$pid]"
# All of it is over before tpm-probe ends.
is "$(ls "$XDG_RUNTIME_DIR")" "" "normal end: no folder is left"
check "normal end: no process is left" test ! -e "/proc/$swtpm" -a ! -e "/proc/$janitor"

# ---- Signals ------------------------------------------------------------------------------------
for signal in INT TERM HUP QUIT KILL; do
	# Once while swtpm does not answer, once while a real swtpm answers a tpm-probe that is stopped.
	for state in starting answering; do
		name="SIG$signal while $state"
		start_held "$probe" --simulator info
		if [[ $state == answering ]]; then
			kill -STOP "$pid"
			go_on
			check "$name: the real swtpm runs" wait_for is_swtpm
		fi
		kill -$signal "$pid"
		[[ $state == starting ]] || kill -CONT "$pid"
		# Nothing that the shell would say about the death of a job.
		wait "$pid" 2>/dev/null
		is "$?" $((128 + $(kill -l $signal))) "$name: tpm-probe dies by it"
		unset "started[$pid]"
		gone "$name"
	done
done
# Ctrl-C in a terminal goes to the whole process group.
start_held "$probe" --simulator info
kill -INT -- "-$pid"
wait "$pid" 2>/dev/null
is "$?" 130 "Ctrl-C: tpm-probe dies by SIGINT"
unset "started[$pid]"
gone "Ctrl-C"

# ---- Readers that go away -----------------------------------------------------------------------
fake_swtpm "$follow"
for command in "caps" "caps -o json"; do
	: >"$work/pids"
	# shellcheck disable=SC2086
	"$probe" --simulator $command 2>"$work/err" | head -n 1 >"$work/out"
	statuses=("${PIPESTATUS[@]}")
	check "$command | head -1: a status of its own, no signal" test "${statuses[0]}" -le 1
	check "$command | head -1: the line is there" test -s "$work/out"
	read -r swtpm <"$work/pids"
	check "$command | head -1: swtpm has ended" tests/swtpm/wait_end.py "$swtpm"
	is "$(ls "$XDG_RUNTIME_DIR")" "" "$command | head -1: no folder is left"
done
# A pipe that surely has no reader.
mkfifo "$work/pipe"
status=0
(
	# shellcheck disable=SC2094 # a pipe
	exec 3<>"$work/pipe" 4>"$work/pipe" 3<&-
	exec "$probe" --simulator info >&4 2>"$work/err"
) || status=$?
is "$status" 1 "nobody reads: status 1"
like "$(<"$work/err")" 'cannot write the output: Broken pipe' "nobody reads: the message"
is "$(ls "$XDG_RUNTIME_DIR")" "" "nobody reads: no folder is left"

# ---- A swtpm that fails -------------------------------------------------------------------------
fake_swtpm "$hold"
start_held "$probe" --simulator info
kill -KILL "$swtpm"
wait "$pid"
is "$?" 4 "swtpm is killed: status 4"
unset "started[$pid]"
like "$(<"$work/err")" 'what to do: ' "swtpm is killed: what to do"
gone "swtpm is killed"

fake_swtpm 'exit 1'
capture "$probe" --simulator info
is "$status" 4 "swtpm ends at once: status 4"
like "$errors" 'what to do: ' "swtpm ends at once: what to do"
is "$(ls "$XDG_RUNTIME_DIR")" "" "swtpm ends at once: no folder is left"

rm "$work/bin/swtpm"
capture env PATH="$work/bin" "$probe" --simulator info
is "$status" 4 "no swtpm: status 4"
like "$errors" 'swtpm.*what to do: install the package swtpm' "no swtpm: what to do"
is "$(ls "$XDG_RUNTIME_DIR")" "" "no swtpm: no folder is left"

# ---- Where the folder is ------------------------------------------------------------------------
fake_swtpm "$hold"
start_held env XDG_RUNTIME_DIR="$work/absent" "$probe" --simulator info
like "$(tr '\0' ' ' <"/proc/$swtpm/cmdline")" 'dir=/tmp/tpm-probe-' \
	"no XDG_RUNTIME_DIR: the folder is in /tmp"
directory=$(tr '\0' '\n' <"/proc/$swtpm/cmdline" | sed -n 's/^dir=//p')
go_on
wait "$pid"
is "$?" 0 "no XDG_RUNTIME_DIR: status 0"
unset "started[$pid]"
check "no XDG_RUNTIME_DIR: no folder is left" test ! -e "$directory"
done_testing
