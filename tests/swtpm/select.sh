#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Which TPM a command is about: every command with every source of that decision, and which source
# decides where there are several; what cannot be honoured is refused.
# shellcheck disable=SC2086 # lists of words
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

for name in $(compgen -e | grep -E '^(TPM2|TCTI|TSS2_FAPI|TPM_)'); do
	unset "$name"
done
start_swtpm
first=$tcti
start_swtpm
second=$tcti
nobody=swtpm:host=127.0.0.1,port=1
sysroot=tests/data/sysroot

# chosen: what the JSON in $output says of each TPM: its TCTI, and what chose it.
chosen() {
	python3 -c 'import json, sys
print(*("{tcti}|{chosen_by}".format(**{"tcti": None, "chosen_by": None, **t.get("connection", {})})
	for t in json.load(sys.stdin)["tpms"]))' \
		<<<"$output" 2>&1
}

# ---- Every command, every source ----------------------------------------------------------------
for command in '' info caps pcrs keys nv ek 'attest --self-test' doctor metrics 'fapi check' \
	'bench get_random_8 -n 1'; do
	name=${command:-overview}
	choose() { # WANT NAME ARGUMENT...: that TPM is asked
		local want=$1 what=$2
		shift 2
		capture "$@" $command -o json
		is "$(chosen)" "$want" "$name: $what"
	}
	choose "$first|--tcti" --tcti "$probe" -T "$first"
	choose "$first|TPM2TOOLS_TCTI" TPM2TOOLS_TCTI env TPM2TOOLS_TCTI="$first" "$probe"
	choose "$second|TPM_PROBE_TCTI" "TPM_PROBE_TCTI before TPM2TOOLS_TCTI" \
		env TPM2TOOLS_TCTI="$first" TPM_PROBE_TCTI="$second" "$probe"
	choose "$first|TPM2TOOLS_TCTI" "an empty TPM_PROBE_TCTI is none" \
		env TPM2TOOLS_TCTI="$first" TPM_PROBE_TCTI= "$probe"
	choose "$first|--tcti" "--tcti before both" \
		env TPM2TOOLS_TCTI="$second" TPM_PROBE_TCTI="$second" "$probe" -T "$first"
	capture env TPM2TOOLS_TCTI="$nobody" TPM_PROBE_TCTI="$nobody" "$probe" --simulator $command -o json
	like "$(chosen)" '\|--simulator$' "$name: --simulator before both"
	capture env TPM2TOOLS_TCTI="$first" "$probe" -d tpm7 $command -o json
	# Of metrics that is no failure.
	like "$status $errors" '^[04] .*tpm7: no such TPM' "$name: --device before the variables"
	for pair in "-T $first --simulator" "-T $first -d tpm0" "--simulator -d tpm0" "--from x -T $first" \
		"--from x --simulator" "--sysroot . -T $first" "--sysroot . --simulator" "--sysroot . --from x"; do
		capture "$probe" $pair $command
		like "$status $output$errors" '^2 tpm-probe: .*(exclude one another|does not go with)' \
			"$name: ${pair//$first/TCTI} is refused"
	done
done

# What shows no JSON of its TPMs.
capture env TPM2TOOLS_TCTI="$first" TPM_PROBE_TCTI="$second" "$probe" watch --count 1
like "$status $output" "^0 .* $second added" "watch: TPM_PROBE_TCTI before TPM2TOOLS_TCTI"
unlike "$output" "$first" "watch: and no other TPM"
capture env TPM_PROBE_TCTI="$second" "$probe" watch -T "$first" --count 1
like "$output" " $first added" "watch: --tcti before the variables"
capture env TPM_PROBE_TCTI="$first" "$probe" report
like "$status $output" "^0 .*$first.*>TPM_PROBE_TCTI<" "report: TPM_PROBE_TCTI"
capture env TPM_PROBE_TCTI="$first" "$probe" report -T "$second"
like "$status $output" "^0 .*$second.*>--tcti<" "report: --tcti before the variable"

# list opens nothing and tcti is about every program: the variables select nothing.
for command in list "tcti show"; do
	capture env TPM_PROBE_TCTI="$first" "$probe" --sysroot $sysroot/crb $command -o json
	is "$(chosen)" 'None|None' "$command: the machine's TPM, whatever TPM_PROBE_TCTI says"
	capture "$probe" $command -T "$first"
	is "$status" 2 "$command --tcti is refused"
done
capture env TPM_PROBE_TCTI="$nobody" "$probe" --sysroot $sysroot/crb pcrs
unlike "$errors" "${nobody%,*}" "below --sysroot the variables mean nothing"

# ---- The operand --------------------------------------------------------------------------------
for pair in "-T $first" --simulator; do
	capture "$probe" $pair info tpm1
	like "$status $output$errors" '^2 tpm-probe: .*exclude one another' "info tpm1 ${pair%% *}: refused"
done
capture "$probe" -d tpm0 info tpm1
like "$status $output$errors" '^2 tpm-probe: .*both name a TPM' "info tpm1 --device tpm0: refused"
capture env TPM_PROBE_TCTI="$first" "$probe" info tpm7
like "$status $errors" '^4 .*tpm7: no such TPM' "info tpm7: before the variables"

# ---- One TPM of a report ------------------------------------------------------------------------
"$probe" --sysroot $sysroot/two list -o json >"$work/two.json"
names() {
	python3 -c 'import json, sys; print(*(t["name"] for t in json.load(sys.stdin)["tpms"]))' <<<"$output" 2>&1
}
# WORD|TPM
words='tpm0|tpm0
tpm1|tpm1
1|tpm1
tpmrm1|tpm1
/dev/tpmrm1|tpm1
/dev/tpm1|tpm1
parent=spi0.1|tpm0'
while IFS='|' read -r word want; do
	for command in "info -o json" "list -o json" "doctor -o json" "metrics -o json"; do
		capture "$probe" --from "$work/two.json" -d "$word" $command
		is "$(names)" "$want" "--from -d $word ${command%% *}"
	done
	capture "$probe" --from "$work/two.json" info "$word" -o json
	is "$(names)" "$want" "--from info $word"
done <<<"$words"
for arguments in "info tpm9" "-d tpm9 info" "-d tpm9 doctor" "-d tpm9 list" "-d tpm9" "-d parent=nothing list"; do
	capture "$probe" --from "$work/two.json" $arguments
	like "$status $errors" '^4 .*two.json has no TPM [a-z]+[9=].*: there are tpm0, tpm1' "--from $arguments: status 4"
	unlike "$output" 'tpm[01]' "--from $arguments: shows no other"
done
"$probe" -T "$first" info -o json >"$work/tcti.json"
capture "$probe" --from "$work/tcti.json" -d "$first" info -o json
is "$(chosen)" "$first|--tcti" "--from -d TCTI: one without a name"
capture "$probe" --from "$work/tcti.json" info tpm0
like "$status $errors" "^4 .*there is $first" "--from info tpm0: the other is named by its TCTI"
mkdir "$work/many"
cp "$work/two.json" "$work/many/a.json"
cp "$work/tcti.json" "$work/many/b.json"
capture "$probe" --from "$work/many" -d tpm0 list
is "$status" 2 "--from of several machines -d: refused"
for arguments in "watch --from x" "fleet -d tpm0 x" "tcti show --from $work/two.json -d tpm0" "watch --sysroot ."; do
	capture "$probe" $arguments
	is "$status" 2 "$arguments: refused"
done
done_testing
