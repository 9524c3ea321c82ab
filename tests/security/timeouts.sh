#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# --timeout holds for every TCTI and every step: each command ends, and says what did not answer. Nothing
# here looks at a clock: what never ends is ended with the whole suite.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

serve tests/security/silent_server.py control
silent_control=$port
serve tests/security/silent_server.py data
silent_data=$port
start_swtpm
frozen=$port frozen_pid=$pid
kill -STOP "$frozen_pid"
trap 'kill -CONT "$frozen_pid"; end_started' EXIT

opening='cannot open the TCTI "[^"]*": no answer within 300 ms'
asking='no answer to TPM2_CC_GetCapability within 300 ms'
# name|TCTI|what is said; a busy machine may take so long to open it, too; tpm2-tss'
# module for commands takes the end of its own wait for an error
ways=("a frozen swtpm|swtpm:host=127.0.0.1,port=$frozen|$opening"
	"a silent control port|swtpm:host=127.0.0.1,port=$silent_control|$opening"
	"a silent control port of mssim|mssim:host=127.0.0.1,port=$silent_control|$opening"
	"a silent data port|swtpm:host=127.0.0.1,port=$silent_data|$opening|$asking"
	"a silent data port of mssim|mssim:host=127.0.0.1,port=$silent_data|$opening|$asking"
	"a command that reads and writes nothing|cmd:cat >/dev/null|$opening|$asking|IO failure|malformed")
commands=('' info caps pcrs 'pcrs --log' keys nv ek 'attest --self-test' doctor metrics 'report -O /dev/null'
	'fapi check' 'fapi emit' 'bench get_random_8 -n 1' 'watch --count 2')
for way in "${ways[@]}"; do
	IFS='|' read -r name silent said <<<"$way"
	ended=()
	# All at once: each waits.
	for i in "${!commands[@]}"; do
		# shellcheck disable=SC2086 # a list of words
		"$probe" -T "$silent" --timeout 300 ${commands[i]} >/dev/null 2>"$work/said-$i" </dev/null &
		ended[i]=$!
	done
	for i in "${!commands[@]}"; do
		status=0
		wait "${ended[i]}" || status=$?
		like "$status" '^[0146]$' "$name: '${commands[i]}' ends: status $status"
		case ${commands[i]} in
		watch*) is "$status $(grep -c 'no TPM has answered' "$work/said-$i")" "4 1" "$name: watch --count 2 says so" ;;
		bench*) like "$(<"$work/said-$i")" 'no answer within 300 ms|answers tcti:.*(timed out|IO failure|malformed)' "$name: bench says why" ;;
		*) like "$(<"$work/said-$i")" "$said" "$name: '${commands[i]}' says what did not answer" ;;
		esac
		unlike "$(<"$work/said-$i")" 'key generation' "$name: '${commands[i]}': no remedy of another command"
	done
	capture env TPM2TOOLS_TCTI="$silent" "$probe" tcti test --timeout 300
	is "$status" 4 "$name: tcti test ends"
done

# Without --timeout watch has a patience of its own.
capture "$probe" -T "swtpm:host=127.0.0.1,port=$silent_data" watch --count 1
is "$status" 4 "watch --count 1 of a silent TPM ends without --timeout, too"

serve tests/security/silent_server.py "$work/bus"
export DBUS_SYSTEM_BUS_ADDRESS=unix:path=$work/bus DBUS_SESSION_BUS_ADDRESS=unix:path=$work/bus
for command in doctor tcti 'tcti test' 'fapi check'; do
	# shellcheck disable=SC2086 # a list of words
	capture "$probe" $command
	like "$status" '^[046]$' "a silent D-Bus: '$command' ends"
done
done_testing
