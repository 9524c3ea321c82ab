#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What a module shows to the program that loads it: the symbols of its map and no other, its soname,
# the few libraries that it needs, and nothing that can be written to after loading.
cd "$(dirname "$0")/.." || exit 1
. tests/tap.sh
B=${B:-build/release}

declare -A needed=([device]='libc.so.6' [tpmrm]='libc.so.6 libudev.so.1')
for name in device tpmrm; do
	module=$B/libtss2-tcti-$name.so.0
	# The map's own list, as nm writes it: NAME@@VERSION for a named version.
	mapped=$(sed -nE '/global:/,/local:/s/^[[:space:]]*([A-Za-z0-9_]+);.*/\1/p' "tcti/$name.map" | sort | xargs)
	exported=$(nm -D --defined-only "$module" | awk '$2 != "A" { sub("@.*", "", $3); print $3 }' | sort | xargs)
	is "$exported" "$mapped" "$name: nm -D shows what its map lists"
	like "$mapped" 'Tss2_Tcti_Info' "$name: tctildr finds its entry"
	dynamic=$(readelf -dW "$module")
	is "$(sed -nE 's/.*SONAME.*\[(.*)\]/\1/p' <<<"$dynamic")" "libtss2-tcti-$name.so.0" "$name: soname"
	# The ABI as it was last accepted; UPDATE=1 accepts the new one. Only gcc's debug information is
	# compared with gcc's.
	if [[ $B == *release ]]; then
		abi=tcti/abi/libtss2-tcti-$name.abi
		if [[ ${UPDATE:-} ]]; then
			mkdir -p tcti/abi
			abidw --exported-interfaces-only --no-corpus-path --no-comp-dir-path --no-show-locs --out-file "$abi" "$module"
		fi
		capture abidiff --no-show-locs "$abi" "$module"
		is "$status" 0 "$name: the ABI is the accepted one"
		[[ ! $output ]] || diag "$output"
	fi
	probes=$(readelf -nW "$module" | awk '/Provider: tpm_tcti/ { getline; print $2 }' | sort -u | xargs)
	if [[ $(find /usr/include -path '*sys/sdt.h') ]]; then
		is "$probes" "error receive retry transmit" "$name: USDT probes"
	fi
	# Instrumentation has libraries and state of its own.
	if [[ $B == */release* ]]; then
		is "$(sed -nE 's/.*NEEDED.*\[(.*)\]/\1/p' <<<"$dynamic" | grep -v '^ld-linux' | sort | xargs)" \
			"${needed[$name]}" "$name: needs ${needed[$name]}, no other library"
		like "$dynamic" 'BIND_NOW|FLAGS.* NOW' "$name: every symbol is bound when it is loaded"
		like "$(readelf -lW "$module")" 'GNU_RELRO' "$name: read-only after that"
		unlike "$dynamic" 'TEXTREL|RPATH|RUNPATH' "$name: no text relocation, no path of its own"
		is "$(nm "$module" | awk '$2 ~ /[Bb]/ && $3 !~ /^completed/ { print $3 }' | xargs)" "" "$name: no global state"
	fi
done
done_testing
