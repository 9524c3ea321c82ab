#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The USDT probes of a module, by the kernel's own uprobes: what perf and bpftrace attach to.
. tests/guest/lib.sh

mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
tracing=/sys/kernel/tracing

# attach MODULE PROBE: readelf tells where it is, by an address; the kernel wants the file's offset.
attach() {
	local address at vaddr size
	for address in $(readelf -nW "$1" | awk -v probe="$2" '/Provider: tpm_tcti/ { getline; name = $2
			getline; if (name == probe) { sub(",", "", $2); print $2 } }'); do
		while read -r at vaddr size; do
			((address >= vaddr && address < vaddr + size)) || continue
			printf 'p:tcti/%s_%x %s:0x%x\n' "$2" $((address)) "$1" $((address - vaddr + at)) \
				>>$tracing/uprobe_events
		done < <(readelf -lW "$1" | awk '$1 == "LOAD" { print $2, $3, $5 }')
	done
}

hits() { # PROBE
	grep -c " $1_" $tracing/trace
}

module=$CASE_DIR/module.so
cp "$device_tcti" "$module"
for probe in transmit receive retry error; do
	attach "$module" $probe
done
is "$(grep -oE 'tcti/[a-z]+' $tracing/uprobe_events | sort -u | xargs)" \
	"tcti/error tcti/receive tcti/retry tcti/transmit" "the kernel takes each probe"
echo 1 >$tracing/events/tcti/enable
start_vtpm healthy
start_drive "$module" "/dev/$vtpm"
for _ in 1 2 3; do
	order command 80010000000c0000017b0008
done
is "$(hits transmit) $(hits receive) $(hits retry) $(hits error)" "3 3 0 0" "three commands: three transmit, three receive"
echo malformed >"$vtpm_fifo"
stop "$pid"
order command 80010000000c0000017b0008
is "$(hits error)" 1 "the TPM is unplugged: error"
end_drive
echo 0 >$tracing/events/tcti/enable
: >$tracing/uprobe_events
done_testing
