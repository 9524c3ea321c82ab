#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What a TCTI context says, and that it goes on, when the TPM or the kernel fails.
. tests/guest/lib.sh

io_error=0x000a000a
no_connection=0x000a0008
try_again=0x000a0009
general_failure=0x000a0001
bad_value=0x000a000b
malformed=0x000a0011
memory=0x000a0017
random8=80010000000c0000017b0008
random4=80010000000c0000017b0004
good8='0x00000000 800100000014000000000008a0a1a2a3a4a5a6a7'
good4='0x00000000 800100000010000000000004a0a1a2a3'
header=80010000000a
# For what is held back: TPM2_GetTestResult. The kernel waits two minutes for its response; two seconds for
# random bytes, which a busy machine may overrun.
held=80010000000a0000017c
good_held='0x00000000 80010000001000000000000000000000'

mode() { echo "$1" >"$vtpm_fifo"; }

start_vtpm healthy
for what in raw rm; do
	node=/dev/$vtpm lost=$malformed
	[[ $what == raw ]] || { node=/dev/tpmrm$number lost=$general_failure; }
	for module in "$device_tcti" "$tpmrm_tcti"; do
		name="${module##*/libtss2-tcti-} $what"
		start_drive "$module" "$node"
		is "$answer" 0x00000000 "$name: opens"
		order command $random8
		is "$answer" "$good8" "$name: a command"

		for fault in malformed longer short; do
			mode $fault
			order command $random8
			is "$answer" $lost "$name: $fault response: its code"
			mode healthy
			order command $random4
			is "$answer" "$good4" "$name: $fault response: the next command is answered"
		done

		for fault in failure:00000101 initialize:00000100 yielded:00000908; do
			mode ${fault%:*}
			order command $random8
			is "$answer" "0x00000000 $header${fault#*:}" "$name: ${fault%:*} is passed on as it is"
			mode healthy
		done

		# The TPM holds its answer back.
		mode hold
		order transmit $held
		order receive 0
		is "$answer" $try_again "$name: timeout 0 says TRY_AGAIN"
		order receive 30
		is "$answer" $try_again "$name: so does one of 30 ms"
		order handle
		is "$answer" '0x00000000 quiet' "$name: the poll handle is quiet while the TPM works"
		order transmit $random4
		is "$answer" 0x000a0007 "$name: a second command meanwhile is BAD_SEQUENCE"
		mode healthy
		order wait
		is "$answer" '0x00000000 readable' "$name: it becomes readable"
		order size
		is "$answer" '0x00000000 16' "$name: the size is told"
		order receive 0
		is "$answer" "$good_held" "$name: and the response is there, with timeout 0"
		order handle
		is "$answer" '0x00000000 quiet' "$name: the poll handle is quiet when nothing is in flight"
		order command $random4
		is "$answer" "$good4" "$name: the next command gets its own answer"

		# What is no command is not sent.
		for bad in 8001 80010000000c0000017b 80010000000c0000017b000800 \
			"800100001001$(printf '%08194d' 0)"; do
			order transmit "$bad"
			is "$answer" $bad_value "$name: ${#bad} digits that are no command are refused"
		done
		order command $random8
		is "$answer" "$good8" "$name: and the context is as before"

		# The end, with a command in flight.
		mode hold
		order transmit $held
		order receive 0
		echo finalize >&"$drive_in"
		mode healthy
		take_answer
		is "$answer" 0x00000000 "$name: finalizes with a command in flight"
		is "$(find "/proc/$drive_pid/task" -mindepth 1 -maxdepth 1 | wc -l)" 1 "$name: and leaves no thread"
		check "$name: and no open node" test -z "$(find "/proc/$drive_pid/fd" -lname "/dev/tpm*")"
		order transmit $random8
		is "$answer" 0x000a0007 "$name: finalized, it says BAD_SEQUENCE"
		order init
		order command $random8
		is "$answer" "$good8" "$name: initialized again, it works"
		end_drive
		is "$status" 0 "$name: ends"
	done
done

# The raw node opens once.
start_drive "$device_tcti" "/dev/$vtpm"
capture "$helpers/tcti_open" "$tpmrm_tcti" "/dev/$vtpm"
like "$output" "^$io_error" "a busy node: IO_ERROR"
capture env -u TSS2_LOG "$helpers/tcti_open" "$device_tcti" "/dev/$vtpm"
like "$errors" "^ERROR:tcti:[^"$'\n'"]*tcti_drive \\(pid $drive_pid\\)[^"$'\n'"]*\$" \
	"a busy node: unasked, one line names the process that has it open"
capture env TSS2_LOG=all+none "$helpers/tcti_open" "$device_tcti" "/dev/$vtpm"
is "$output${errors:+ $errors}" "$io_error ${output#* }" "a busy node: nothing is logged with all+none"
start "$CASE_DIR/busy" "$helpers/tcti_open" "$tpmrm_tcti" "/dev/$vtpm,busy=86400s"
waiter=$pid
check "busy= waits for it" wait_while "$waiter" grep -rs inotify "/proc/$waiter/fdinfo"
end_drive
wait "$waiter"
is "$?" 0 "and opens it when it is let go"

# Unplugged while the TPM works.
for node in "/dev/$vtpm" "/dev/tpmrm$number"; do
	server=$(pgrep -n vtpm_server)
	start_drive "$device_tcti" "$node"
	mode hold
	order transmit $held
	order receive 0
	is "$answer" $try_again "${node//[0-9]/N} unplugged: the command is in flight"
	stop "$server"
	order receive -1
	is "$answer" $no_connection "${node//[0-9]/N} unplugged: NO_CONNECTION"
	order command $random8
	is "$answer" $no_connection "${node//[0-9]/N} unplugged: and so the next command"
	end_drive
	is "$status" 0 "${node//[0-9]/N} unplugged: finalizes"
	start_vtpm healthy
done

# Another client of the resource manager flushes our session: the kernel cannot load it any more.
session=80010000002b000001764000000740000007$(printf '0010%032d0000000010000b' 0)
for reopen in no yes; do
	start_drive "$tpmrm_tcti" "/dev/tpmrm0,reopen=$reopen"
	order command "$session"
	like "$answer" '^0x00000000 8001.{8}00000000020000' "a session is begun"
	handle=${answer:31:8}
	capture "$helpers/tcti_drive" "$device_tcti" /dev/tpmrm0 \
		<<<"init"$'\n'"command 80010000000e00000165$handle"
	is "${output##*$'\n'}" "0x00000000 ${header}00000000" "another client flushes it"
	order command $random8
	is "$answer" $general_failure "reopen=$reopen: the next command says GENERAL_FAILURE"
	like "$(cat "$drive_log")" 'objects and sessions.*lost' "reopen=$reopen: the log says what is lost"
	order command $random8
	if [[ $reopen == yes ]]; then
		like "$answer" '^0x00000000 8001' "reopen=yes: the one after it is answered"
		like "$(cat "$drive_log")" 'opened anew' "reopen=yes: and the log says so"
	else
		is "$answer" $general_failure "reopen=no: it says so for good"
	fi
	end_drive
done

# More objects than this TPM has room for, as it says itself.
primary=80020000004300000131400000070000000940000009000000000000040000000000
primary+=1a0023000b00030072000000060080004300100003001000000000000000000000
start_drive "$tpmrm_tcti"
for i in 1 2 3; do
	order command "$primary"
	like "$answer" '^0x00000000 8002.{8}00000000' "object $i is made"
	handle=${answer:31:8}
done
order command "$primary"
is "$answer" "0x00000000 ${header}00000902" "a fourth object: OBJECT_MEMORY is passed on as it is"
order command $random8
like "$answer" '^0x00000000 8001' "a fourth object: the next command is answered"
order command 80010000000e00000165"$handle"
is "$answer" "0x00000000 ${header}00000000" "one of the three is flushed"
order command "$primary"
like "$answer" '^0x00000000 8002.{8}00000000' "and there is room for another"
end_drive

# No room for one more object in the kernel's own table, on a TPM that has it.
create=80010000000e0000013140000007
start_drive "$tpmrm_tcti" "/dev/tpmrm$number"
for i in 1 2 3; do
	order command $create
	like "$answer" '^0x00000000 80010000000e0000000080ff' "object $i has a place in the kernel's table"
	handle=${answer:31:8}
done
order command $create
is "$answer" $memory "a fourth: MEMORY"
like "$(cat "$drive_log")" 'no room for one more object.*flush one' "and the log says what to do"
order command $random8
is "$answer" "$good8" "and the next command is answered"
order command 80010000000e00000165"$handle"
is "$answer" "0x00000000 ${header}00000000" "one is flushed"
order command $create
like "$answer" '^0x00000000 80010000000e0000000080ff' "and there is a place for another"
end_drive

# A session that the TPM cannot load any more: 65 531 commands have gone past it (CONTEXT_GAP).
for reopen in no yes; do
	start_drive "$tpmrm_tcti" "/dev/tpmrm$number,reopen=$reopen"
	order command 8001000000120000017640000007"40000007"
	is "$answer" "0x00000000 80010000000e0000000002000000" "a session of the scripted TPM"
	mode gap
	order command $random8
	is "$answer" $general_failure "CONTEXT_GAP, reopen=$reopen: GENERAL_FAILURE"
	mode healthy
	order command $random8
	if [[ $reopen == yes ]]; then
		is "$answer" "$good8" "CONTEXT_GAP, reopen=yes: the next command is answered"
	else
		diag "CONTEXT_GAP, reopen=no, the TPM healthy again: $answer"
	fi
	end_drive
done

# The driver itself sends a command again when the TPM is testing itself, and then gives up.
mode testing
start_drive "$tpmrm_tcti" "/dev/$vtpm"
order command $random8
is "$answer" "0x00000000 ${header}0000090a" "TESTING is passed on as it is"
mode healthy
order command $random8
is "$answer" "$good8" "and the next command is answered"
end_drive

# A handle that this client does not have.
start_drive "$tpmrm_tcti"
order command 80010000000e0000017380001234
is "$answer" $bad_value "a handle that the resource manager does not know: BAD_VALUE"
order command $random8
like "$answer" '^0x00000000 8001' "the next command is answered"
done_testing
