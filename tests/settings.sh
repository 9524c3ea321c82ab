#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe tcti show is right in each of the prepared mis-settings below tests/data/settings.
cd "$(dirname "$0")/.." || exit 1
. tests/swtpm/lib.sh

# Each case is a machine of its own.
machine() {
	local root=$work/$1 module
	cp -r tests/data/sysroot/crb "$root"
	mkdir -p "$root/usr/lib"
	for module in device swtpm mssim; do
		: >"$root/usr/lib/libtss2-tcti-$module.so.0"
	done
	cp -r "tests/data/settings/$1/." "$root/"
	find "$root/dev" -type f -exec chmod 0666 {} +
}

# What the JSON says of a program in a place, by the fields of a line of `expected`.
ask='
import json, sys
report, program, where = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3]
for c in report["consumers"]:
    if (c["program"], c["where"]) == (program, where):
        text = lambda key: "-" if c.get(key) is None else c[key]
        print("|".join([program, where] + [text(k) for k in ("value", "source", "node", "state")]))
        print(c.get("reason") or "")
        print("; ".join(c["ignored"]))
'
for folder in tests/data/settings/*/; do
	name=$(basename "$folder")
	machine "$name"
	capture "$probe" --sysroot "$work/$name" tcti show -o json
	is "$status" 0 "$name: status 0"
	printf '%s\n' "$output" >"$work/$name.json"
	while IFS='|' read -r program where value source node state reason ignored; do
		mapfile -t got < <(python3 -c "$ask" "$work/$name.json" "$program" "$where")
		is "${got[0]-}" "$program|$where|$value|$source|$node|$state" "$name: $program in $where"
		like "${got[1]-}" "$reason" "$name: $program: the reason"
		if [[ $ignored ]]; then
			like "${got[2]-}" "$ignored" "$name: $program: what has no effect is named"
		else
			unlike "${got[2]-}" 'not exported|passed over' "$name: $program: nothing else is blamed"
		fi
	done <"$folder/expected"
	capture "$probe" --sysroot "$work/$name" tcti show
	text=$output
	capture "$probe" --from "$work/$name.json" tcti show
	is "$output" "$text" "$name: the same text from the report that was saved"
done
check "at least twelve mis-settings" test "$(find tests/data/settings -name expected | wc -l)" -ge 12
done_testing
