#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What tpm-probe shows, in text and JSON: of a swtpm behind a TCTI, of its own simulator, and of
# reports read back; which TCTI it takes; shell completion.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

start_swtpm
swtpm_tcti=$tcti
serve tests/swtpm/counting_proxy.py "$port" "$work/commands"
proxy_tcti=swtpm:host=127.0.0.1,port=$port

# json FILTER: a value of the JSON in $output, by a Python expression about r.
json() {
	python3 -c 'import json, sys; r = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" \
		<<<"$output" 2>&1
}

# ---- A swtpm behind a TCTI, and reports read back ----------------------------------------------
# Values that move while one looks.
steady() {
	sed -E '/^ *(Time|Clock|Opened in|Commands) /d; s/clock [0-9a-z. ]+,/clock,/
		s/"(time_ms|clock_ms|open_ns)": [0-9]+/"\1": -/' <<<"$1"
}

for command in "" info caps pcrs; do
	name="${command:-overview}"
	# shellcheck disable=SC2086 # the overview is no word
	capture "$probe" -T "$swtpm_tcti" $command
	text=$output
	is "$status" 0 "$name: status 0"
	is "$errors" "" "$name: nothing on standard error"
	# shellcheck disable=SC2086
	capture "$probe" -T "$swtpm_tcti" $command -o json
	is "$status" 0 "$name -o json: status 0"
	is "$(json 'r["schema"], r["simulator"], len(r["tpms"]), r["tpms"][0]["connection"]["tcti"]')" \
		"('tpm-probe/1', False, 1, '$swtpm_tcti')" "$name -o json: schema and TCTI"
	saved=$work/$name.json
	printf '%s\n' "$output" >"$saved"
	# shellcheck disable=SC2086
	capture "$probe" --from "$saved" $command
	is "$status" 0 "$name --from: status 0"
	is "$(steady "$output")" "$(steady "$text")" "$name --from: the text of the live TPM"
	# shellcheck disable=SC2086
	capture "$probe" --from "$saved" $command -o json
	is "$output" "$(<"$saved")" "$name --from -o json: the same JSON"
	# shellcheck disable=SC2086
	capture "$probe" --from /dev/stdin $command -o json <"$saved"
	is "$output" "$(<"$saved")" "$name --from /dev/stdin: reads from a pipe too"
done
capture "$probe" -T "$swtpm_tcti"
like "$output" 'IBM' "overview: manufacturer"
like "$output" '2\.0' "overview: version"
like "$output" "$swtpm_tcti" "overview: the TCTI"
capture "$probe" -T "$swtpm_tcti" info
like "$output" 'Modalias +fi2\.0:lv0:rv1\.' "info: modalias"
capture "$probe" -T "$swtpm_tcti" pcrs -o json
is "$(json 'sorted({(v["bank"], len(v["digest"])) for v in r["tpms"][0]["pcr_values"]})')" \
	"[('sha1', 40), ('sha256', 64), ('sha384', 96), ('sha512', 128)]" "pcrs: digests of each bank"
is "$(json 'len(r["tpms"][0]["pcr_values"])')" 96 "pcrs: 24 of each bank"

# The values, by tpm2_pcrread and after an extend.
digest=$(printf 'a%.0s' {1..64})
check "tpm2_pcrextend" tpm2_pcrextend -T "$swtpm_tcti" "16:sha256=$digest"
want=$(tpm2_pcrread -T "$swtpm_tcti" sha256:16 2>&1 | sed -n 's/^ *16: *0x//p')
capture "$probe" -T "$swtpm_tcti" pcrs -o json
is "$(json '[v["digest"].upper() for v in r["tpms"][0]["pcr_values"]
	if (v["bank"], v["index"]) == ("sha256", 16)]')" "['$want']" "pcrs: PCR 16 as tpm2_pcrread says"

# Without a TPM on the way: what list reads is files.
for root in crb two tpm12; do
	for options in "" -t; do
		# shellcheck disable=SC2086
		capture "$probe" --sysroot "tests/data/sysroot/$root" list $options
		text=$output
		is "$status" 0 "list $options of $root: status 0"
		"$probe" --sysroot "tests/data/sysroot/$root" list -o json >"$work/list.json"
		# shellcheck disable=SC2086
		capture "$probe" --from "$work/list.json" list $options
		is "$output" "$text" "list $options of $root --from: the same text"
	done
	capture "$probe" --sysroot "tests/data/sysroot/$root"
	text=$output
	"$probe" --sysroot "tests/data/sysroot/$root" -o json >"$work/list.json"
	capture "$probe" --from "$work/list.json"
	is "$output" "$text" "overview of $root --from: the same text"
done

# ---- JSON against the schema --------------------------------------------------------------------
check "schema: prints the one that is installed" cmp "$schema" <("$probe" schema)
if ! /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
	skip "reports are valid by the schema" "needs python3-jsonschema"
else
	# valid FILE
	# shellcheck disable=SC2317 # called by check
	valid() {
		/usr/bin/python3 -c '
import json, sys, jsonschema
schema, report = (json.load(open(path)) for path in sys.argv[1:])
validator = jsonschema.validators.validator_for(schema)
validator.check_schema(schema)
error = jsonschema.exceptions.best_match(validator(schema).iter_errors(report))
sys.exit(error and f"{error.json_path}: {error.message[:300]}")' "$schema" "$1"
	}
	"$probe" rc 0x921 -o json >"$work/rc.json"
	"$probe" --simulator caps -o json >"$work/simulator.json"
	"$probe" -T nosuch: info -o json >"$work/error.json" 2>"$work/errors"
	for file in "$work"/*.json; do
		check "${file##*/}: valid by the schema" valid "$file"
	done
	for change in 's/"tpm-probe\/1"/"tpm-probe\/9"/' 's/"simulator": true/"simulator": 1/' \
		's/"id": 1,/"id": "one",/'; do
		sed "$change" "$work/simulator.json" >"$work/doctored"
		capture valid "$work/doctored"
		is "$status" 1 "by the schema invalid: $change"
	done
fi

# ---- Capability groups --------------------------------------------------------------------------
capture "$probe" -T "$swtpm_tcti" caps -o json
groups=$(json '" ".join(r["tpms"][0]["capabilities"])')
check "caps: at least the groups of tpm2_getcap" test "$(wc -w <<<"$groups")" -ge 13
capture "$probe" -T "$swtpm_tcti" caps
printf '%s\n' "$output" >"$work/all"
for group in $groups; do
	capture "$probe" -T "$swtpm_tcti" caps "${group//_/-}"
	text=$output
	is "$status" 0 "caps ${group//_/-}: status 0"
	check "caps ${group//_/-}: says something" test -n "$text"
	is "$(grep -vxF -f "$work/all" <<<"$text")" "" "caps ${group//_/-}: all of it is in caps"
	check "caps ${group//_/-}: less than caps" test "${#text}" -lt "$(stat -c %s "$work/all")"
	capture "$probe" -T "$swtpm_tcti" caps "$group"
	is "$output" "$text" "caps $group: the same"
done

# The count that the report gives is the count that a proxy sees.
for command in "" info caps pcrs; do
	: >"$work/commands"
	# shellcheck disable=SC2086
	capture "$probe" -T "$proxy_tcti" $command -o json
	count=$(wc -l <"$work/commands")
	is "$(json 'r["tpms"][0]["connection"]["commands"]')" "$count" \
		"${command:-overview}: $count TPM commands, seen by a proxy"
	check "${command:-overview}: more than 0, no more than 20" test "$count" -gt 0 -a "$count" -le 20
	# GetCapability, GetTestResult, ReadClock, PCR_Read: nothing that writes or authorises.
	is "$(sort -u "$work/commands" | grep -vxE '0x17a|0x17c|0x181|0x17e')" "" \
		"${command:-overview}: only commands that read"
done

# ---- The simulator ------------------------------------------------------------------------------
for command in "" info caps pcrs; do
	name="${command:-overview} --simulator"
	for options in "" --no-legend "--color always"; do
		# shellcheck disable=SC2086
		capture "$probe" --simulator $options $command
		is "$status" 0 "$name $options: status 0"
		like "${output%%$'\n'*}" 'SIMULATOR.*not a TPM of this machine' \
			"$name $options: the first line calls it a simulator"
	done
	# shellcheck disable=SC2086
	capture "$probe" --simulator $command -o json
	is "$status" 0 "$name -o json: status 0"
	is "$(json 'r["simulator"], [t["simulator"] for t in r["tpms"]], r["tpms"][0]["name"]')" \
		"(True, [True], 'simulator')" "$name -o json: calls it a simulator"
	printf '%s\n' "$output" >"$work/simulator.json"
	# shellcheck disable=SC2086
	capture "$probe" --from "$work/simulator.json" $command
	like "${output%%$'\n'*}" 'SIMULATOR' "$name: a simulator still, when the report is read back"
done
capture "$probe" --simulator list
is "$status" 2 "list --simulator: refused, list asks no TPM"

# ---- Which TCTI ---------------------------------------------------------------------------------
nobody=swtpm:host=127.0.0.1,port=1
chosen='r["tpms"][0]["connection"]["tcti"], r["tpms"][0]["connection"]["chosen_by"]'
capture env TPM2TOOLS_TCTI="$swtpm_tcti" "$probe" info -o json
is "$(json "$chosen")" "('$swtpm_tcti', 'TPM2TOOLS_TCTI')" "TPM2TOOLS_TCTI is honoured"
capture env TPM2TOOLS_TCTI="$nobody" TPM_PROBE_TCTI="$swtpm_tcti" "$probe" info -o json
is "$(json "$chosen")" "('$swtpm_tcti', 'TPM_PROBE_TCTI')" "TPM_PROBE_TCTI goes before it"
capture env TPM2TOOLS_TCTI= TPM_PROBE_TCTI= "$probe" -T "$swtpm_tcti" info -o json
is "$(json "$chosen")" "('$swtpm_tcti', '--tcti')" "empty variables are none"
capture env TPM2TOOLS_TCTI="$nobody" TPM_PROBE_TCTI="$nobody" "$probe" -T "$swtpm_tcti" pcrs
is "$status" 0 "-T goes before both"
capture env TPM2TOOLS_TCTI="$nobody" TPM_PROBE_TCTI="$nobody" "$probe" --simulator pcrs
is "$status" 0 "--simulator goes before both"
capture env TPM2TOOLS_TCTI="$nobody" TPM_PROBE_TCTI="$nobody" "$probe" --from "$work/pcrs.json" pcrs
is "$status" 0 "--from goes before both"
capture env TPM2TOOLS_TCTI="$nobody" "$probe" caps
is "$status" 4 "TPM2TOOLS_TCTI that leads nowhere: status 4"
like "$errors" "$nobody" "TPM2TOOLS_TCTI that leads nowhere: the message names it"

capture "$probe" -T swtpm:host=127.0.0.1,port=1 info
is "$status" 4 "-T to a port where nobody listens: status 4"
like "$errors" 'swtpm:host=127.0.0.1,port=1' "-T to a port where nobody listens: the message names it"
like "$errors" 'what to do: .*(running|listen|port)' \
	"-T to a port where nobody listens: what to do speaks of that"
capture "$probe" -T nosuch:conf info
is "$status" 4 "-T with no such module: status 4"
like "$errors" 'nosuch' "-T with no such module: the message names it"
like "$errors" 'what to do: .*installed' "-T with no such module: what to do"
capture "$probe" -T nosuch:conf info -o json
is "$status" 4 "-T with no such module -o json: status 4"
is "$(json 'r["error"]["exit_status"], "nosuch" in r["error"]["message"], bool(r["error"]["remedy"])')" \
	"(4, True, True)" "-T with no such module -o json: the error is in the report"
capture "$probe" -T "$work/all:conf" info
is "$status" 4 "-T with a file that is no module: status 4"
capture "$probe" -T "$module:/dev/null" info
is "$status" 4 "-T with our module and a node that is none: status 4"
like "$errors" '/dev/null' "-T with our module and a node that is none: the message names it"

# ---- rc, help, version --------------------------------------------------------------------------
capture "$probe" rc 0x921
is "$status" 0 "rc 0x921: status 0"
like "$output" 'TPM2_RC_LOCKOUT' "rc 0x921: the name"
like "$output" 'Remedy .*--clear-lockout' "rc 0x921: what to do"
text=$output
capture "$probe" rc 2337
is "$output" "$text" "rc 2337: the same"
capture "$probe" rc 0x9a2 -o json
is "$(json 'r["response_codes"][0]["name"], r["response_codes"][0]["session"]')" \
	"('TPM2_RC_BAD_AUTH', 1)" "rc 0x9a2 -o json: the session's number apart"
printf '%s\n' "$output" >"$work/rc.json"
capture "$probe" rc 0xa000a -o json
is "$(json 'r["response_codes"][0]["layer"]')" "TCTI" "rc 0xa000a -o json: the layer"
capture "$probe" --version
like "$output" '^tpm-probe [0-9]+\.[0-9]+\.[0-9]+$' "--version"
capture "$probe" --help
is "$status" 0 "--help: status 0"
help=$output
for command in list info caps pcrs rc completion; do
	like "$help" "  $command " "--help: $command"
done

# ---- Completion ---------------------------------------------------------------------------------
mapfile -t options < <(grep -oE -- '^  .{3} --[a-z-]+' <<<"$help" | grep -oE -- '--[a-z-]+')
check "--help lists options" test "${#options[@]}" -ge 10
for shell in bash zsh fish; do
	capture "$probe" completion $shell
	is "$status" 0 "completion $shell: status 0"
	printf '%s\n' "$output" >"$work/completion.$shell"
	missing=
	for option in "${options[@]}"; do
		grep -qE -- "($option|-l ${option#--})\\b" "$work/completion.$shell" || missing+=" $option"
	done
	is "$missing" "" "completion $shell: every option of --help"
done
check "completion bash: bash reads it" bash -n "$work/completion.bash"
for shell in zsh fish; do
	if command -v $shell >/dev/null; then
		check "completion $shell: $shell reads it" $shell -n "$work/completion.$shell"
	else
		skip "completion $shell: $shell reads it" "no $shell here"
	fi
done
is "$(head -n 1 "$work/completion.zsh")" "#compdef tpm-probe" \
	"completion zsh: the first line by which zsh finds it"

# complete WORD...: what bash offers for the last word.
complete_words() {
	bash --norc -c '
		. "$1"
		shift
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_tpm_probe
		printf "%s " "${COMPREPLY[@]}"' bash "$work/completion.bash" tpm-probe "$@"
}
is "$(bash --norc -c '. "$1"; complete -p tpm-probe' bash "$work/completion.bash" 2>&1)" \
	"complete -F _tpm_probe tpm-probe" "completion bash: registers itself"
like " $(complete_words "")" ' list .* pcrs ' "completion bash: commands"
is "$(complete_words pc)" "pcrs " "completion bash: one command"
is "$(complete_words --sys)" "--sysroot " "completion bash: an option"
like "$(complete_words --output "")" "^text .*json .*csv " "completion bash: an option's values"
is "$(complete_words -o j)" "json " "completion bash: a short option's values"
is "$(complete_words --color a)" "auto always " "completion bash: values that begin so"
is "$(complete_words --from "$work/rc.j")" "$work/rc.json " "completion bash: a file"
done_testing
