#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Where a command's time goes, by probes in the kernel.
. tests/guest/lib.sh
. tests/guest/kernel-split.sh

umount $tracing 2>/dev/null
capture "$split"
is "$status $output" "1 why=tracefs is not mounted: mount -t tracefs nodev /sys/kernel/tracing" \
	"without tracefs: says how to mount it"
check "and did not mount it" test ! -e $tracing/trace
mount -t tracefs tracefs $tracing
cp "$split" "$CASE_DIR/kernel_split"
chmod 755 "$CASE_DIR/kernel_split"
capture as_user 65534 "" "$CASE_DIR/kernel_split"
is "$status" 1 "for an ordinary user there is no trace"
like "$output" '^why=.*needs root' "and it says why"

measure test "$device_tcti:/dev/tpm0" 10 0 0
is "$traced" 10 "the raw node: every command is traced"
adds_up "the raw node"
is "$rm_ns $loads $saves" "0 0 0" "the raw node: no resource manager"
check "the raw node: a self-test is the TPM's affair" test "$tpm_ns" -gt $((whole_ns / 2))

measure random "$device_tcti:/dev/tpm0" 50 0 0
is "$traced $rm_ns" "50 0" "the shortest commands, on the raw node: every one is traced"
adds_up "the shortest commands"

measure random "$device_tcti:/dev/tpmrm0" 60 3 1
is "${#splits[@]}" 5 "the kernel's resource manager, with up to 3 objects and a session"
for line in "${splits[@]:0:4}"; do
	read_split "$line"
	adds_up "$objects objects"
	is "$traced $loads $saves" "60 $objects $objects" \
		"$objects objects: so many loads and saves for each command"
done
check "3 objects: most of the time is the resource manager's" test "$rm_ns" -gt $((whole_ns / 2))
read_split "${splits[4]}"
adds_up "3 objects and a session"
is "$traced $sessions $loads $saves" "60 1 4 4" "3 objects and a session: it is swapped too"
is "$(left)" "* 0" "nothing is left"
umount $tracing
done_testing
