# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Helpers for test suites written in bash: source this file, call the checks, end with done_testing.
# Every check prints one TAP line, and on failure what was seen and what the program said that was
# captured last. None of them ends the suite.
#
# Nothing here has a limit of its own in time: how long something takes is the machine's affair. What
# never happens is ended by the limit of the whole suite (SIGTERM, by tests/run), and then the suite
# says where it was and what it waited for.

tap_count=0
tap_failed=0
tap_planned=
tap_captured=
tap_scratch=$(mktemp -d)
trap 'rm -rf "$tap_scratch"' EXIT

# plan N: how many checks will come; otherwise done_testing says how many came.
plan() {
	tap_planned=$1
	echo "1..$1"
}

# diag TEXT...: each line of the text as a comment.
diag() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

# tap_cut TEXT: no more of it than a person reads.
tap_cut() {
	if ((${#1} > 6000)); then
		printf '%s\n... (%s characters in all) ...\n%s' "${1:0:4000}" "${#1}" "${1: -2000}"
	else
		printf '%s' "$1"
	fi
}

# ok NAME
ok() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1"
}

# not_ok NAME [TEXT...]: the text, and once for each capture what it ran and got.
not_ok() {
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_count - $1"
	shift
	[[ $# == 0 ]] || diag "$(tap_cut "$*")"
	[[ ! $tap_captured ]] || diag "captured last: $tap_captured"$'\n'"status: $status"$'\n'"stdout: $(
		tap_cut "$output")"$'\n'"stderr: $(tap_cut "$errors")"
	tap_captured=
	return 0
}

# skip NAME REASON
skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

# is GOT WANT NAME: the texts are equal.
is() {
	if [[ $1 == "$2" ]]; then
		ok "$3"
	else
		not_ok "$3" "got:  $(tap_cut "$1")"$'\n'"want: $2"
	fi
}

# like TEXT REGEX NAME: the text matches the extended regular expression.
like() {
	if [[ $1 =~ $2 ]]; then
		ok "$3"
	else
		not_ok "$3" "want match: $2"$'\n'"got:        $(tap_cut "$1")"
	fi
}

# unlike TEXT REGEX NAME: it does not.
unlike() {
	if [[ $1 =~ $2 ]]; then
		not_ok "$3" "want no match: $2"$'\n'"matches:       ${BASH_REMATCH[0]}"$'\n'"got:           $(tap_cut "$1")"
	else
		ok "$3"
	fi
}

# has_line FILE REGEX NAME: a line of the file matches the extended regular expression.
has_line() {
	if grep -Eq -e "$2" -- "$1"; then
		ok "$3"
	else
		not_ok "$3" "want a line: $2"$'\n'"$1: $(tap_cut "$(cat -- "$1" 2>&1)")"
	fi
}

# check NAME COMMAND...: the command succeeds; its output is shown if it does not.
check() {
	local tap_name=$1 tap_said tap_status=0
	shift
	tap_said=$("$@" 2>&1) || tap_status=$?
	if [[ $tap_status == 0 ]]; then
		ok "$tap_name"
	else
		not_ok "$tap_name" "command: $*"$'\n'"status:  $tap_status"$'\n'"$tap_said"
	fi
}

# capture COMMAND...: run it; sets $output (stdout), $errors (stderr) and $status.
# shellcheck disable=SC2034 # for the suites
capture() {
	status=0
	output=$("$@" 2>"$tap_scratch/errors") || status=$?
	errors=$(<"$tap_scratch/errors")
	tap_captured=$*
}

# wait_for COMMAND...: until the command succeeds.
wait_for() {
	# No command is called by a number.
	[[ $1 != [0-9]* ]] || { echo "Bail out! wait_for has no limit: $*"; exit 1; }
	until "$@" >"$tap_scratch/waits" 2>&1; do
		sleep 0.05
	done
	: >"$tap_scratch/waits"
}

# wait_while PID COMMAND...: the same, but false when the process has ended and it still fails.
wait_while() {
	local tap_pid=$1 tap_over=
	shift
	until "$@" >"$tap_scratch/waits" 2>&1; do
		[[ ! $tap_over ]] || return 1
		kill -0 "$tap_pid" 2>/dev/null || tap_over=1
		[[ $tap_over ]] || sleep 0.05
	done
	: >"$tap_scratch/waits"
}

# The suite's time is over: where it is.
tap_ended() { # COMMAND
	local i at=
	# A job in the background that has not become its command yet runs the traps, too.
	[[ $BASHPID == "$$" ]] || exit 143
	trap '' TERM
	for ((i = 2; i < ${#FUNCNAME[@]}; i++)); do
		at+=" ${BASH_SOURCE[i]}:${BASH_LINENO[i - 1]}"
	done
	not_ok "${tap_name-${BASH_SOURCE[-1]}}: ended by a signal" "at:$at"$'\n'"command: $1"$'\n'"where it was waited for, it said last: $(
		tap_cut "$(cat "$tap_scratch/waits" 2>/dev/null)")"
	exit 143
}
trap 'tap_ended "$BASH_COMMAND"' TERM

# The last line of a suite: ends it, with the plan and the status.
done_testing() {
	rm -rf "$tap_scratch"
	[[ $tap_planned ]] || echo "1..$tap_count"
	((tap_failed == 0)) || exit 1
	exit 0
}
