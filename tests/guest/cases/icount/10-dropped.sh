#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A response that nobody reads for 120 s is dropped by the kernel. The clock of this guest leaps over
# idle time, so that two minutes are soon over; and it leaps as well over what the host's files take to
# come, which is idle time too. So nothing here waits with a limit, and a time that must not be longer
# than it was meant to be is looked at. The kernel's timer may be two seconds late.
. tests/guest/lib.sh

random8=80010000000c0000017b0008
random4=80010000000c0000017b0004
mkfifo "$CASE_DIR/nothing"
exec {nothing}<>"$CASE_DIR/nothing"
pass_time() { # SECONDS
	read -r -t "$1" -u "$nothing"
}

start_vtpm healthy
for node in "/dev/$vtpm" "/dev/tpmrm$number"; do
	for module in "$device_tcti" "$tpmrm_tcti"; do
		name="${module##*/libtss2-tcti-} ${node//[0-9]/}"
		start_drive "$module" "$node"
		# Once more where the clock has leaped meanwhile.
		took=119
		while ((took >= 119)); do
			order transmit $random8
			begin=$EPOCHSECONDS
			pass_time 110
			order receive -1
			took=$((EPOCHSECONDS + 1 - begin))
		done
		like "$answer" '^0x00000000 8001' "$name: after 110 s the response is still there"
		for timeout in -1 0 1000; do
			order transmit $random8
			pass_time 125
			order receive $timeout
			# With a timeout, the wait that finds out begins now.
			[[ $answer != 0x000a0009 ]] || order receive -1
			is "$answer" 0x000a000a "$name: after 125 s, with timeout $timeout: IO_ERROR"
			like "$(tail -n 1 "$drive_log")" 'drops one that is not read within 120 seconds' "$name: the log says why"
			order command $random4
			like "$answer" '^0x00000000 80010000001000000000' "$name: the next command gets its own answer"
		done
		# A thread that waits has seen the response come, and it is gone all the same.
		order transmit $random8
		order handle
		order wait
		pass_time 125
		order receive 0
		is "$answer" 0x000a000a "$name: seen by the poll handle, then dropped: IO_ERROR"
		order command $random4
		like "$answer" '^0x00000000 80010000001000000000' "$name: the next command gets its own answer"
		end_drive
	done
done
done_testing
