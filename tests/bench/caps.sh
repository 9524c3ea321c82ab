#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# How long everything that TPM2_GetCapability tells takes: one `tpm-probe caps -o json` beside the
# tpm2_getcap calls for the same groups, in turns, on one swtpm. A measurement, no test.
#
#   tests/bench/caps.sh [REPETITIONS]
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

repetitions=${1:-15}
if [[ ! $repetitions =~ ^[1-9][0-9]{0,4}$ ]]; then
	echo "usage: tests/bench/caps.sh [REPETITIONS]" >&2
	exit 2
fi
for tool in "$probe" swtpm tpm2_getcap; do
	if ! command -v "$tool" >/dev/null; then
		echo "caps: $tool is not there" >&2
		exit 1
	fi
done

start_swtpm
serve tests/swtpm/counting_proxy.py "$port" "$work/commands"
proxy=swtpm:host=127.0.0.1,port=$port
mapfile -t groups < <(tpm2_getcap -T "$tcti" -l | sed -n 's/^- //p')

# Each of them leaves what went wrong in $work/errors, and fails with it.
ours() {
	"$probe" -T "$1" caps -o json >"$work/json"
}

theirs() {
	local group
	for group in "${groups[@]}"; do
		tpm2_getcap -T "$1" "$group" >"$work/text" || return
	done
}

# measure WHO: wall time of one turn, in microseconds, to the file of that name.
measure() {
	local start=${EPOCHREALTIME/[.,]/}
	if ! "$1" "$tcti" 2>"$work/errors"; then
		echo "caps: $1 failed: $(<"$work/errors")" >&2
		exit 1
	fi
	echo $((${EPOCHREALTIME/[.,]/} - start)) >>"$work/$1"
}

# count WHO: how many TPM commands one turn sends, as a proxy sees them.
count() {
	: >"$work/commands"
	"$1" "$proxy" 2>/dev/null
	wc -l <"$work/commands"
}

# quantile WHO PERCENT
quantile() {
	sort -n "$work/$1" | awk -v p="$2" '{ v[NR] = $1 }
		END { i = 1 + (NR - 1) * p / 100; l = int(i); h = l < NR ? l + 1 : l
			printf "%d", v[l] + (i - l) * (v[h] - v[l]) }'
}

# row LABEL WHO
row() {
	printf '%-28s %9.2f %9.2f %9.2f %9d\n' "$1" \
		"$(quantile "$2" 50)e-3" "$(quantile "$2" 5)e-3" "$(quantile "$2" 95)e-3" "$(count "$2")"
}

# Once for the caches.
ours "$tcti" && theirs "$tcti"
for ((i = 0; i < repetitions; i++)); do
	# In turns, and each of them first in every other round.
	if ((i % 2)); then
		measure ours
		measure theirs
	else
		measure theirs
		measure ours
	fi
done

version=$(swtpm --version | sed -n '1s/.*version \([0-9.]*\).*/\1/p')
echo "All capabilities of one swtpm ($version), $repetitions repetitions in turns:"
printf '%-28s %9s %9s %9s %9s\n' "" "median ms" "5 %" "95 %" "commands"
row "tpm-probe caps -o json" ours
row "tpm2_getcap, ${#groups[@]} groups" theirs
awk -v ours="$(quantile ours 50)" -v theirs="$(quantile theirs 50)" \
	'BEGIN { printf "tpm-probe is %.1f times as fast (medians).\n", theirs / ours }'
