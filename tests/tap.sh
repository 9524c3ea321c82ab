# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Helpers for test suites written in bash: source this file, call the checks, end with done_testing.
# Every check prints one TAP line, and on failure what was seen. None of them ends the suite.

tap_count=0
tap_failed=0
tap_planned=
tap_errors=

# plan N: how many checks will come; otherwise done_testing says how many came.
plan() {
	tap_planned=$1
	echo "1..$1"
}

# diag TEXT...: each line of the text as a comment.
diag() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

# ok NAME
ok() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1"
}

# not_ok NAME [TEXT...]
not_ok() {
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_count - $1"
	shift
	[[ $# == 0 ]] || diag "$*"
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
		not_ok "$3" "got:  $1"$'\n'"want: $2"
	fi
}

# like TEXT REGEX NAME: the text matches the extended regular expression.
like() {
	if [[ $1 =~ $2 ]]; then
		ok "$3"
	else
		not_ok "$3" "got:        $1"$'\n'"want match: $2"
	fi
}

# unlike TEXT REGEX NAME: it does not.
unlike() {
	if [[ $1 =~ $2 ]]; then
		not_ok "$3" "got:           $1"$'\n'"want no match: $2"
	else
		ok "$3"
	fi
}

# check NAME COMMAND...: the command succeeds; its output is shown if it does not.
check() {
	local name=$1 output status=0
	shift
	output=$("$@" 2>&1) || status=$?
	if [[ $status == 0 ]]; then
		ok "$name"
	else
		not_ok "$name" "command: $*"$'\n'"status:  $status"$'\n'"$output"
	fi
}

# capture COMMAND...: run it; sets $output (stdout), $errors (stderr) and $status.
# shellcheck disable=SC2034 # for the suites
capture() {
	[[ $tap_errors ]] || tap_errors=$(mktemp)
	status=0
	output=$("$@" 2>"$tap_errors") || status=$?
	errors=$(<"$tap_errors")
}

# wait_for SECONDS COMMAND...: until the command succeeds; false when the time is over.
wait_for() {
	local end=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
	shift
	until "$@" >/dev/null 2>&1; do
		((${EPOCHREALTIME/[.,]/} < end)) || return 1
		sleep 0.05
	done
}

# The last line of a suite: ends it, with the plan and the status.
done_testing() {
	[[ -z $tap_errors ]] || rm -f "$tap_errors"
	[[ $tap_planned ]] || echo "1..$tap_count"
	((tap_failed == 0)) || exit 1
	exit 0
}
