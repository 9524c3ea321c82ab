#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What starting the tool costs, beside others: instructions of a whole run (callgrind: the same number
# every time, whatever else the machine does), the libraries that are loaded before main(), and their
# size. Limits are in the table below; status 1 above one of them.
cd "$(dirname "$0")/../.." || exit 1
set -u
probe=$PWD/${B:-build/release}/tpm-probe
failed=0

# instructions COMMAND...
instructions() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
		awk '/Collected/ { print $NF }'
}
# closure PROGRAM: the files that the loader maps to start it, itself included.
closure() {
	ldd "$1" | awk '$2 == "=>" { print $3 } $1 ~ /^\// { print $1 }' | xargs realpath
	realpath "$1"
}
# hold NAME VALUE LIMIT
hold() {
	local verdict=held
	(($2 <= $3)) || verdict=ABOVE failed=$((failed + 1))
	printf '%-34s %12s %12s  %s\n' "$1" "$2" "$3" "$verdict"
}

# As packages install it: without what debuggers need.
stripped=$(mktemp)
trap 'rm -f "$stripped"' EXIT
strip -o "$stripped" "$probe"
chmod +x "$stripped"
bytes=$(closure "$stripped" | xargs stat -c %s | paste -sd+ | xargs -I{} echo '{}' | bc)
printf '%-34s %12s %12s\n' '' measured limit
hold "tpm-probe --version, instructions" "$(instructions "$probe" --version)" 2000000
hold "tpm-probe list, instructions" "$(instructions "$probe" list)" 2200000
hold "libraries" "$(($(closure "$probe" | wc -l) - 1))" 12
hold "bytes of them and the tool" "$bytes" 6000000
for other in lsblk systemd-cryptenroll; do
	path=$(command -v $other) || continue
	printf '%-34s %12s\n' "$other --version, instructions" "$(instructions "$path" --version)" \
		"$other, libraries" "$(($(closure "$path" | wc -l) - 1))"
done
printf '%-34s %12s\n' "lsblk, instructions" "$(instructions lsblk)"
echo
echo "$((4 - failed)) figures held against their limits, $failed above"
((failed == 0))
