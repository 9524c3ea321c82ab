#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What is wrong from outside: the command line, files, devices, permissions, a full disk, and a TPM
# that answers garbage. Each gets the exit status of README.md, a message that names what failed,
# and what to do.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

sysroot=tests/data/sysroot

# How messages say what to do.
advice='what to do: |Try: |is not one of: |groups: |exclude one another|needs |belongs to|does not go'

# refused STATUS REGEX NAME COMMAND...: it ends with the status, its message matches, and says what
# to do.
refused() {
	local want=$1 regex=$2 name=$3
	shift 3
	capture "$@"
	is "$status" "$want" "$name: status $want"
	like "$errors" "$regex" "$name: the message"
	like "$errors" "$advice" "$name: what to do"
}

# ---- Wrong usage --------------------------------------------------------------------------------
usage() {
	refused 2 "$@"
	is "$output" "" "$1: nothing on standard output"
}
usage '"frobnicate"' "unknown command" "$probe" frobnicate
usage '"b" is one operand too many' "one operand too many" "$probe" info a b
usage '"b" is one operand too many' "one operand too many, caps" "$probe" caps algorithms b
usage '"x" is one operand too many' "one operand too many, list" "$probe" list x
usage "unrecognized option '--frobnicate'" "unknown option" "$probe" --frobnicate
usage "invalid option -- 'X'" "unknown short option" "$probe" -X
usage "requires an argument -- 'o'" "an option without its value" "$probe" -o
usage '--output: "xml" is not one of: text json' "an output format that is none" "$probe" -o xml info
usage '--color: "blue" is not one of: ' "a colour that is none" "$probe" --color blue list
usage '--tcti needs .*empty' "an empty option" "$probe" --tcti= info
for value in 0 -1 9x "" 99999999999999999999 2147483648 0x10; do
	capture "$probe" --timeout "$value" list
	is "$status" 2 "--timeout '$value': status 2"
	like "$errors" '--timeout: .* is not a number from 1 to 2147483647' "--timeout '$value': the message"
done
usage '--tree belongs to the command list' "--tree elsewhere" "$probe" -t info
usage 'exclude one another' "two TPMs" "$probe" -T swtpm: --simulator info
usage '--sysroot only reads files' "--sysroot and a TCTI" "$probe" --sysroot / -T swtpm: info
usage 'no capability group "frobnicate"' "unknown group" "$probe" caps frobnicate
like "$errors" 'groups: .*algorithms .*handles_saved_session' "unknown group: the groups are listed"
usage 'rc needs a response code' "rc without a code" "$probe" rc
for code in zz "" 0x 1x -1 0x1ffffffff 99999999999999999999999; do
	capture "$probe" rc -- "$code"
	is "$status" 2 "rc '$code': status 2"
	like "$errors" "\"$code\" is not a response code" "rc '$code': the message"
done
usage 'completion needs one of: bash, zsh, fish' "completion for no shell" "$probe" completion
usage 'completion needs one of: bash, zsh, fish' "completion for another" "$probe" completion tcsh
usage 'list' "list through a TCTI" "$probe" -T swtpm: list
refused 2 'below --sysroot' "asking a TPM below --sysroot" "$probe" --sysroot $sysroot/crb info
capture "$probe" "$(printf 'x%.0s' {1..5000})"
is "$status" 2 "a very long command: status 2"
capture "$probe" -d "$(printf 'x%.0s' {1..5000})" info
is "$status" 4 "a very long device: status 4"

# ---- Devices that are absent, or none -----------------------------------------------------------
refused 4 'tpm7[^0-9].*no such TPM' "absent TPM" "$probe" -d tpm7 info
refused 4 'tpm7[^0-9].*no such TPM' "absent TPM, as an operand" "$probe" info tpm7
refused 4 '/dev/tpmrm77.* no such file' "absent node" "$probe" -d /dev/tpmrm77 info
refused 4 '/dev/null.* not the character device of a TPM' "/dev/null" "$probe" -d /dev/null info
echo precious >"$work/file"
refused 4 "$work/file.* not the character device of a TPM" "a file" "$probe" -d "$work/file" info
is "$(<"$work/file")" precious "a file: stays untouched"
refused 4 "$work is not the character device of a TPM" "a folder" "$probe" -d "$work" info
refused 4 'tpm7[^0-9].*no such TPM' "absent TPM in another machine's files" \
	"$probe" --sysroot $sysroot/crb -d tpm7 list
refused 4 'no TPM found' "a machine without TPM" "$probe" --sysroot $sysroot/none list
refused 4 'firmware announces one, but no kernel driver' "a machine without a driver" \
	"$probe" --sysroot $sysroot/subsystem list
refused 1 "$work/absent.*No such file or directory" "absent --sysroot" \
	"$probe" --sysroot "$work/absent" list
refused 1 "$work/file.*Not a directory" "--sysroot that is a file" "$probe" --sysroot "$work/file" list

# ---- No permission ------------------------------------------------------------------------------
if ((EUID == 0)); then
	# The build tree may be closed to others.
	chmod 755 "$work"
	mkdir "$work/bin"
	cp "$probe" "$module" "$work/bin/"
	nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups "$work/bin/tpm-probe")
	mkdir -m 700 "$work/closed"
	"$probe" rc 0 -o json >"$work/closed/report"
	cp "$work/closed/report" "$work/secret"
	chmod 600 "$work/secret"
	cp -r "$sysroot/crb" "$work/crb"
	chmod 600 "$work"/crb/dev/tpm*0
	chmod -R go+rX "$work/crb/sys" "$work/crb/run"

	refused 3 "$work/secret: Permission denied" "--from a file that may not be read" \
		"${nobody[@]}" --from "$work/secret" info
	refused 3 "$work/closed/report: Permission denied" "--from below a folder that is closed" \
		"${nobody[@]}" --from "$work/closed/report" info
	refused 3 "$work/closed/tpmrm0: permission denied" "a node below a folder that is closed" \
		"${nobody[@]}" -d "$work/closed/tpmrm0" info
	refused 3 "$work/closed.*[Pp]ermission denied" "--sysroot that is closed" \
		"${nobody[@]}" --sysroot "$work/closed" list
	capture "${nobody[@]}" --sysroot "$work/crb" list
	is "$status" 0 "nodes that may not be used, list: status 0, it opens none"
	like "$output" 'no/no' "nodes that may not be used, list: says so"
	capture "${nobody[@]}" --sysroot "$work/crb"
	like "$output" 'error +PRM-001 .*what to do: .*udev' \
		"nodes that may not be used, overview: says so, and what to do"
else
	skip "no permission" "needs root, to be somebody else"
fi

# ---- Files that are no report -------------------------------------------------------------------
# from REGEX NAME FILE: refused with status 1, and nothing is shown of it.
from() {
	refused 1 "^tpm-probe: $3: .*$1" "--from $2" "$probe" --from "$3" info
	is "$output" "" "--from $2: nothing is shown"
}
from 'No such file or directory' "a file that does not exist" "$work/absent"
mkdir "$work/empty"
from 'neither a report nor' "an empty directory" "$work/empty"
: >"$work/bad"
from 'there is nothing in it' "an empty file" "$work/bad"
head -c 4096 "$probe" >"$work/bad"
from 'it is no text' "a program" "$work/bad"
echo '{"schema": "tpm-probe/1", "tpms": nonsense}' >"$work/bad"
from 'line 1, column 3[56]: not JSON: ' "nonsense behind a good start" "$work/bad"
printf '{"schema": "tpm-probe/1", "kernel": "\xff\xfe"}' >"$work/bad"
from 'line 1, column 3[0-9]: not JSON: .*(UTF|utf)' "bytes that are no UTF-8" "$work/bad"
printf '{"schema": "tpm-probe/1"\0}' >"$work/bad"
from 'line 1, column 2[56]: not JSON: a NUL' "a NUL" "$work/bad"
printf '{"schema": "tpm-probe/1"} more' >"$work/bad"
from 'line 1, column 2[67]: not JSON' "something behind the report" "$work/bad"
python3 -c 'print("{\"schema\": \"tpm-probe/1\", \"tpms\": " + "[" * 1000000)' >"$work/bad"
from 'line 1, column [0-9]+: .*(deep|nest|more values than a report can have)' "a million brackets" "$work/bad"
truncate -s 65M "$work/bad"
from 'larger than 64 MiB' "65 MiB" "$work/bad"
truncate -s 0 "$work/bad"
from 'it is a device or a socket, not a file' "a device" /dev/zero

echo '{}' >"$work/bad"
from 'not a report of tpm-probe: it has no "schema"' "no schema" "$work/bad"
for json in '[]' '1' '"tpm-probe/1"' 'null' 'true'; do
	echo "$json" >"$work/bad"
	from 'nothing in it is understood' "$json" "$work/bad"
done
for schema in '"tpm-probe/9"' '"tpm-probe/10"' '"another/1"' '""'; do
	echo "{\"schema\": $schema}" >"$work/bad"
	from "schema: found $schema, this version reads \"tpm-probe/1\"" "schema $schema" "$work/bad"
done
for schema in 1 null '["tpm-probe/1"]'; do
	echo "{\"schema\": $schema}" >"$work/bad"
	from 'schema: expected a text, found (a whole number|null|a list)' "schema $schema" "$work/bad"
done

# A real one, with one thing wrong: the message says where.
for command in info caps pcrs; do
	"$probe" --simulator $command -o json >"$work/$command.json"
done
# doctored FILE STATEMENT: its report after a Python statement about r.
doctored() {
	python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
exec(sys.argv[2])
json.dump(r, open(sys.argv[3], "w"))' "$work/$1.json" "$2" "$work/bad"
}
doctored info 'r["tpms"] = {}'
from 'tpms: expected a list, found an object' "an object for a list" "$work/bad"
doctored info 'r["tpms"][0] = 7'
from 'tpms\[0\]: expected an object, found a whole number' "a number for a TPM" "$work/bad"
doctored info 'r["tpms"][0]["identity"]["level"] = "zero"'
from 'tpms\[0\]\.identity\.level: expected a whole number, found a text' "a text for a number" "$work/bad"
doctored info 'r["tpms"][0]["identity"]["level"] = -1'
from 'tpms\[0\]\.identity\.level: ' "a negative number" "$work/bad"
doctored info 'r["tpms"][0]["identity"]["level"] = 0.5'
from 'tpms\[0\]\.identity\.level: expected a whole number, found a fraction' "a fraction" "$work/bad"
doctored info 'r["tpms"][0]["state"]["in_lockout"] = 1'
from 'tpms\[0\]\.state\.in_lockout: expected true or false, found a whole number' "a number for yes or no" "$work/bad"
doctored info 'r["tpms"][0]["identity"]["manufacturer"] = ["IBM"]'
from 'tpms\[0\]\.identity\.manufacturer: expected a text, found a list' "a list for a text" "$work/bad"
doctored info 'r["tpms"] = 100000 * [{}]'
from 'tpms: more than [0-9]+ TPMs' "100000 TPMs" "$work/bad"
doctored caps 'r["tpms"][0]["capabilities"]["algorithms"][3]["id"] = {}'
from 'tpms\[0\]\.capabilities\.algorithms\[3\]\.id: ' "a wrong algorithm" "$work/bad"
doctored pcrs 'r["tpms"][0]["pcr_values"][5]["digest"] = 5'
from 'tpms\[0\]\.pcr_values\[5\]\.digest: ' "a wrong digest" "$work/bad"

# What can be read is shown, whatever it says.
doctored info 'r["unknown"] = [1]; r["tpms"][0]["unknown"] = {}'
capture "$probe" --from "$work/bad" info
is "$status" 0 "--from a report of a newer minor version: what is not known is passed over"
doctored info 'r["tpms"][0]["identity"]["level"] = 2**64'
capture "$probe" --from "$work/bad" info
check "--from a number of 65 bits: no crash" test "$status" -le 1
doctored info 'r["tpms"][0]["identity"]["manufacturer_name"] = "\x1b[2J\x07\u202e" + 100000 * "x"'
capture "$probe" --from "$work/bad" info
is "$status" 0 "--from a report with escapes: status 0"
is "$(tr -d '[:print:]\n\200-\377' <<<"$output")" "" "--from a report with escapes: none is shown"
for command in "" list info caps pcrs "rc 0x921" "-o json" "list -t"; do
	for file in info caps pcrs; do
		# shellcheck disable=SC2086
		capture "$probe" --from "$work/$file.json" $command
		check "--from a report of $file: '$command' shows it or says why not" \
			test "$status" -le 2 -a -n "$output$errors"
	done
done

# Cut off anywhere, it is refused.
accepted=
for file in info caps; do
	size=$(stat -c %s "$work/$file.json")
	for ((i = 0; i < 40; i++)); do
		# Without the last brace and newline, at the most.
		head -c $((size * i / 40)) "$work/$file.json" >"$work/bad"
		capture "$probe" --from "$work/bad" info
		[[ $status == 1 && $errors == *"$work/bad: "*(": not JSON: "|"there is nothing in it")* ]] ||
			accepted+=" $file:$((size * i / 40)):$status"
	done
done
is "$accepted" "" "--from a report that is cut off: 80 places"

# ---- A full disk --------------------------------------------------------------------------------
for command in "--simulator info" "--simulator caps" "--simulator caps -o json" "rc 0x921" \
	"rc 0x921 -o json" "--sysroot $sysroot/crb list -t" "--help" "--version" "completion bash" \
	"completion fish"; do
	status=0
	# shellcheck disable=SC2086
	errors=$("$probe" $command 2>&1 >/dev/full) || status=$?
	is "$status" 1 "$command >/dev/full: status 1"
	like "$errors" 'cannot write the output: No space left on device' \
		"$command >/dev/full: the message"
done
status=0
errors=$("$probe" rc 0x921 2>&1 >&-) || status=$?
is "$status" 1 "no standard output: status 1"

# ---- A TPM that answers garbage -----------------------------------------------------------------
# What each mode of garbage_tpm.py has to end with; the others show what they got.
declare -A ends=([failure]=1 [not-started]=1 [retry]=1 [tpm12]=5)
for mode in random short empty silent huge huge-closed zero nine cut-off wrong-tag bare \
	count-huge count-large other-capability; do
	ends[$mode]=4
done
tested=
for mode in $(tests/swtpm/garbage_tpm.py --modes); do
	serve tests/swtpm/garbage_tpm.py "$mode"
	tested+=" $mode"
	# Those that never send a whole response are given up; for one that comes there is any time.
	timeout=86400000
	case $mode in silent | huge) timeout=300 ;; esac
	for command in info caps pcrs; do
		want=${ends[$mode]:-0}
		# There is a bank, but PCR_Read is refused.
		[[ $command == pcrs && $want == 0 && $mode != more-none ]] && want='1|5'
		for way in swtpm ours; do
			name="$mode, $command through $way"
			if [[ $way == swtpm ]]; then
				run=("$probe" -T "swtpm:host=127.0.0.1,port=$port")
			else
				run=(tests/swtpm/garbage_tpm.py "$mode" --exec "$probe" -T "$module:fd={fd}")
			fi
			capture "${run[@]}" --timeout $timeout $command
			like "$status" "^($want)\$" "$name: status $want"
			if [[ $want == 0 ]]; then
				check "$name: shows something" test -n "$output"
			else
				like "$errors" "tpm-probe: .*(swtpm:host=127.0.0.1,port=$port|:fd=)" "$name: the message names it"
				like "$errors" 'what to do: ' "$name: what to do"
			fi
			is "$(tr -d '[:print:]\n\200-\377' <<<"$output$errors")" "" "$name: no control character"
		done
	done
	capture "$probe" -T "swtpm:host=127.0.0.1,port=$port" --timeout $timeout caps -o json
	printf '%s\n' "$output" >"$work/json"
	check "$mode, caps -o json: JSON, with the error" python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
assert r.get("error", {}).get("exit_status", 0) == int(sys.argv[2]), r.get("error")' \
		"$work/json" "${ends[$mode]:-0}"
	end "$pid"
done
is "$(wc -w <<<"$tested")" 22 "22 ways of garbage"
done_testing
