#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Where a command's time goes, held against a TPM that takes as long as it is told, by a clock that only
# this guest's own instructions and waiting move.
. tests/guest/lib.sh
. tests/guest/kernel-split.sh

mountpoint -q $tracing || mount -t tracefs tracefs $tracing
start_vtpm healthy
echo "delay 2" >"$vtpm_fifo"

# takes NAME NS COMMANDS: so many commands of 2 ms, for each of which the driver looks once in a
# millisecond or so.
takes() {
	check "$1: $2 ns is the time of $3 commands of 2 ms" \
		test "$2" -ge $(($3 * 2000000)) -a "$2" -le $(($3 * 3500000 + 500000))
}

measure random "$device_tcti:/dev/$vtpm" 10 0 0
is "$traced $rm_ns" "10 0" "the raw node: every command is traced"
adds_up "the raw node"
seen_outside "the raw node"
takes "the raw node: the TPM" "$tpm_ns" 1

measure random "$device_tcti:/dev/tpmrm$number" 10 3 1
is "${#splits[@]}" 5 "the kernel's resource manager, with up to 3 objects and a session"
for line in "${splits[@]:0:4}"; do
	read_split "$line"
	name="$objects objects"
	is "$traced $loads $saves" "10 $objects $objects" "$name: so many loads and saves for each command"
	adds_up "$name"
	seen_outside "$name"
	takes "$name: the TPM" "$tpm_ns" 1
	# Each is loaded, saved and flushed.
	takes "$name: the resource manager" "$rm_ns" $((3 * objects))
done
read_split "${splits[4]}"
adds_up "3 objects and a session"
seen_outside "3 objects and a session"
# Saving a session takes it out of the TPM.
takes "3 objects and a session: the resource manager" "$rm_ns" 11

# A program that asks too, by turns with the first of ours; then ours have the TPM to themselves.
echo "delay 20" >"$vtpm_fifo"
measure rival "$device_tcti:/dev/tpmrm$number" 10 0 0
check "a command during which another program's ran is not counted (${traced:-10} are)" \
	test "${traced:-10}" -lt 10 -a "${traced:-0}" -gt 0
check "and one that is counted was not disturbed" \
	test "$loads $saves" = "0 0" -a "$sum_whole_ns" -lt $((traced * 30000000))

# Keys of a TPM that is real: what one costs, and that it is the same for each.
start_swtpm_vtpm
capture "$tpm_probe" bench --rm-cost -n 10 -T "$device_tcti:/dev/$vtpm" -T "$tpmrm_tcti:/dev/tpmrm$number" \
	get_random_8 -o json
is "$status" 0 "bench --rm-cost${errors:+: $errors}"
capture python3 -c 'import json, sys
b = json.load(sys.stdin)["benchmark"]
print([c["loaded_objects"] for c in b["costs"]], [(s["tcti"], s["per_object_ns"] > 100000, s["r_squared"] > 0.95)
      for s in b["slopes"] if s["tcti"] != "raw"])
print(b["slopes"], file=sys.stderr)' <<<"$output"
is "$output" "[0, 1, 2, 3] [('kernel RM', True, True)]" "--rm-cost: with 0 to 3 objects, and the cost of each"
diag "$errors"
umount $tracing
done_testing
