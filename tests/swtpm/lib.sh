# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# For the suites about the built tool, below tests/swtpm/: source it at the top of the project.
# A folder $work of the suite's own, processes that end with the suite, and swtpm.
. tests/tap.sh

B=$(realpath "${B:-build/release}")
# shellcheck disable=SC2034 # for the suites
probe=$B/tpm-probe
# shellcheck disable=SC2034
schema=$B/tpm-probe-1.schema.json
# shellcheck disable=SC2034
module=$B/libtss2-tcti-tpmrm.so.0
work=$(mktemp -d)
declare -A started=()
# Nothing of the caller's may choose a TPM, and tpm2-tss need not comment on what is meant to fail.
unset TPM2TOOLS_TCTI TPM_PROBE_TCTI XDG_RUNTIME_DIR
export TSS2_LOG=all+none
# What a sanitizer finds is no exit status of the tool's.
crash=99
export ASAN_OPTIONS=exitcode=$crash UBSAN_OPTIONS=exitcode=$crash LSAN_OPTIONS=exitcode=$crash

# A process of our own ends with the suite: started[PID]=1.
end_started() {
	local pid running
	# A background job that is ended before it has become its command runs the traps too.
	[[ $BASHPID == "$$" ]] || return
	# The number of one that has ended may be another process's by now. A terminal is no child of ours.
	running=" $(jobs -pr | xargs) ${terminal_pid-} "
	for pid in "${!started[@]}"; do
		[[ $running != *" $pid "* ]] || kill "$pid" 2>/dev/null
	done
	for pid in "${!started[@]}"; do
		wait "$pid" 2>/dev/null
	done
	rm -rf "$work" "$tap_scratch"
}
trap end_started EXIT
trap 'exit 143' INT HUP

# end PID: end one of them now.
end() {
	kill "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	unset "started[$1]"
	return 0
}

# serve COMMAND...: start a server that writes its port to the FIFO that it gets as its last
# argument, once it answers. Sets pid and port.
serve() {
	local tries ready fd both
	for ((tries = 0; tries < 20; tries++)); do
		# Always a new one: the last writer may still have the old one open.
		ready=$(mktemp -u "$work/ready-XXXXXX")
		mkfifo "$ready"
		# It has the FIFO open for writing as long as it runs: its end is the end of the file. To look
		# every second instead would lose what had come of a line by then.
		# shellcheck disable=SC2094 # a FIFO
		exec {both}<>"$ready" {fd}<"$ready"
		"$@" "$ready" >"$work/server.log" 2>&1 9>&"$both" {both}>&- {fd}<&- &
		pid=$!
		started[$pid]=1
		exec {both}>&-
		port=
		read -r -u "$fd" port
		exec {fd}<&-
		[[ ! $port ]] || return 0
		end "$pid"
	done
	diag "$(cat "$work/server.log")"
	echo "Bail out! $1 does not start"
	exit 1
}

# start_swtpm: sets pid, port and tcti.
start_swtpm() {
	serve tests/swtpm/swtpm.py "$(mktemp -d "$work/swtpm-XXXXXX")"
	# shellcheck disable=SC2034
	tcti=swtpm:host=127.0.0.1,port=$port
}
