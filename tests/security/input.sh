#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Files that somebody else made: FIFOs, directories however deep and full, names and labels that a terminal
# or a spreadsheet would act on.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

"$probe" --simulator info -o json >"$work/good.json" 2>/dev/null

# ---- A FIFO ---------------------------------------------------------------------------------------
mkfifo "$work/fifo"
for command in 'info --from' 'fleet'; do
	# shellcheck disable=SC2086 # a list of words
	"$probe" $command "$work/fifo" >"$work/out" 2>"$work/said" &
	started[$!]=1
	reader=$!
	wait_while "$reader" grep -q 'waiting for somebody to write' "$work/said"
	has_line "$work/said" "$work/fifo is no file: waiting for somebody to write a report to it" "$command FIFO: says what it waits for"
	cat "$work/good.json" >"$work/fifo"
	status=0
	wait "$reader" || status=$?
	unset "started[$reader]"
	is "$status" 0 "$command FIFO: and reads what comes"
done
capture "$probe" --from <(cat "$work/good.json") info
is "$status $errors" "0 " "--from a pipe: no word of it"

# ---- Directories ------------------------------------------------------------------------------------
deep=$work/deep$(printf '/n%.0s' {1..20})
mkdir -p "$deep"
cp "$work/good.json" "$work/deep/z.json"
cp "$work/good.json" "$deep/lost.json"
capture "$probe" fleet "$work/deep" "$work/good.json"
is "$status" 1 "a directory nested 20 deep: status 1"
like "$output" $'\n'"z.json simulator" "and the machine beside it is there"
like "$output" "$work/good.json simulator" "and the one that was named"
like "$output" 'nested too deep' "and what is left out says so"
mkdir "$work/many"
(cd "$work/many" && seq -f '%06g.json' 70000 | xargs touch)
cp "$work/good.json" "$work/many/000000.json"
capture "$probe" fleet "$work/many" "$work/good.json"
is "$status" 1 "a directory of 70 000 reports: status 1"
is "$(grep -c ' simulator .*IBM' <<<"$output")" 2 "and the machines in it and beside it are there"
rm -r "$work/many"
mkdir "$work/many"
(cd "$work/many" && seq -f '%06g.txt' 70000 | xargs touch)
cp "$work/good.json" "$work/many/zz.json"
capture "$probe" fleet "$work/many"
is "$status" 0 "a directory of 70 000 other files: the report in it is found"

# ---- Names and labels ---------------------------------------------------------------------------------
odd=$'e\033]0;owned\007\033[31mvil\r\n\xe2\x80\xae.json'
echo '{' >"$work/$odd"
for command in "info --from" fleet 'doctor --from' 'ek --verify' '--sysroot' '-d' '-T' 'report --simulator -O /nope/' ''; do
	run=("$probe")
	# shellcheck disable=SC2206 # a list of words
	[[ ! $command ]] || run+=($command)
	case $command in
	*/) run[-1]+=$odd ;;
	'' | -d | -T) run+=("$odd") ;;
	*) run+=("$work/$odd") ;;
	esac
	[[ $command != ek* ]] || run+=(--simulator)
	"${run[@]}" >"$work/out" 2>"$work/said" </dev/null
	check "'$command' and a name with escapes: something is said" test -s "$work/said"
	check "'$command' and a name with escapes: nothing that a terminal acts on" python3 -c '
import sys
text = b"".join(open(f, "rb").read() for f in sys.argv[1:]).decode()
bad = [c for c in text if (ord(c) < 32 and c not in "\n\t") or 0x7f <= ord(c) < 0xa0 or c == "\u202e"]
assert not bad, bad' "$work/out" "$work/said"
done

"$probe" --simulator bench get_random_8 -n 2 --warmup 0 -o json >"$work/bench.json" 2>/dev/null
for label in '=cmd|x' '+1' '-1' '@sum' $'\t=1'; do
	python3 -c 'import json, sys
def rename(value):
    if isinstance(value, dict):
        return {k: sys.argv[2] if k in ("tcti", "label", "target", "name") and isinstance(v, str) and k != "schema"
                else rename(v) for k, v in value.items()}
    return [rename(v) for v in value] if isinstance(value, list) else value
json.dump(rename(json.load(open(sys.argv[1]))), sys.stdout)' "$work/bench.json" "$label" >"$work/renamed.json"
	capture "$probe" bench --from "$work/renamed.json" -o csv
	check "csv: a label of $(printf %q "$label") is no formula" python3 -c 'import csv, sys
rows = list(csv.reader(sys.stdin))
assert len(rows) > 1, rows
assert not any(cell[:1] in tuple("=+-@\t\r") for row in rows[1:] for cell in row[:2] if cell), rows' <<<"$output"
done
done_testing
