#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Each command knows its own options, formats, operands and examples: --help prints them, others are
# refused, and the completions of bash, fish and zsh offer them.
cd "$(dirname "$0")/.." || exit 1
. tests/swtpm/lib.sh
. tests/tmux.sh

export LC_ALL=C.UTF-8
sysroot=tests/data/sysroot/tis
mapfile -t commands < <("$probe" --help | sed -nE '/^Commands:/,/^$/s/^  ([a-z]+) .*/\1/p')
check "--help lists commands" test "${#commands[@]}" -ge 19

# rows HEADING [COMMAND]: the options that a section of --help lists, with what they take.
rows() {
	"$probe" ${2:+"$2"} --help | sed -n "/^$1:/,/^\$/p" | sed -nE 's/^  (-.,|   ) (--[a-z0-9-]+( [^ ]+)?) .*/\2/p'
}
# names: the first word of each line.
names() {
	sed 's/ .*//'
}
mapfile -t global < <(rows Options)
declare -A own=() formats=()
for command in "${commands[@]}"; do
	own[$command]=$(rows Options "$command")
	formats[$command]=$("$probe" "$command" --help | sed -nE 's/^Formats of --output: //p' | tr -d ,)
done
all_formats=$(printf '%s\n' "${formats[@]}" | xargs -n1 | sort -u)
all_options=$(printf '%s\n' "${own[@]}" | sort -u)
like "$all_formats" $'bmf.*csv.*html.*json.*openmetrics.*text' "formats are found"
like "$all_options" $'--baseline FILE.*--rule ID.*--tree' "options are found"

# ---- --help ---------------------------------------------------------------------------------------
# wide: lines that do not fit a terminal of 80 columns.
wide() {
	grep -E '^.{81}'
}
is "$("$probe" --help | wide)" "" "--help fits 80 columns"
for command in "${commands[@]}"; do
	capture "$probe" "$command" --help
	is "$status$errors" 0 "$command --help: status 0, no message"
	like "$output" "^Usage: tpm-probe $command( |\$)" "$command --help: usage"
	is "$(wide <<<"$output")" "" "$command --help fits 80 columns"
	mapfile -t examples < <(sed -n '/^Examples:/,/^$/p' <<<"$output" | sed -nE 's/^  (tpm-probe .*)/\1/p')
	check "$command --help: two examples or more" test "${#examples[@]}" -ge 2
	wrong=
	for example in "${examples[@]}"; do
		[[ $example == "tpm-probe $command"* ]] || wrong+=" $example"
		while read -r option; do
			printf '%s\n' "${global[@]}" "${own[$command]}" | names | grep -qx -- "$option" ||
				wrong+=" $option"
		done < <(grep -oE -- '--[a-z-]+' <<<"${example%%|*}")
	done
	is "$wrong" "" "$command --help: the examples are of this command and its options"
done
for words in 'caps.*algorithms, .*vendor' 'tcti.*show, recommend.*emit.*nixos' 'fapi.*check, emit' \
	'doctor.*one of: devices, .*security' 'bench.*compare, export.*one of: safe, .*all' \
	'attest.*one of: rsa2048, ' 'fleet.*one of: info, warning, error, critical' 'completion.*bash, zsh, fish'; do
	like "$("$probe" "${words%%.*}" --help | tr -s '\n ' ' ')" "${words#*.\*}" "${words%%.*} --help: the values"
done

# ---- What is refused --------------------------------------------------------------------------------
for command in "${commands[@]}"; do
	wrong=
	for format in $all_formats; do
		capture timeout 20 "$probe" --sysroot $sysroot "$command" -o "$format"
		if [[ " ${formats[$command]} " != *" $format "* ]]; then
			[[ $status == 2 && -z $output && $errors == *"--output: \"$format\" is not one of: ${formats[$command]}"* ]] ||
				wrong+=" $format: $status $errors"
		elif [[ $errors == *"is not one of"* ]]; then
			wrong+=" $format: $errors"
		fi
	done
	is "$wrong" "" "$command: formats other than ${formats[$command]} are refused, and these are not"
done
for command in "${commands[@]}"; do
	wrong=
	while read -r option argument; do
		capture "$probe" "$command" "$option${argument:+=/dev/null/x}"
		if grep -qE -- "^$option( |\$)" <<<"${own[$command]}"; then
			[[ $errors != *"belongs to the command"* ]] || wrong+=" $errors"
		elif [[ $status != 2 || $output || $errors != *"$option belongs to the command"* ]]; then
			wrong+=" $option: $status $errors"
		fi
	done < <(for other in "${commands[@]}"; do
		[[ $other == "$command" ]] || head -n 1 <<<"${own[$other]}"
	done | sed '/^$/d' | sort -u)
	is "$wrong" "" "$command: options of other commands are refused"
done
capture "$probe" info --fail-on error
is "$errors" "tpm-probe: --fail-on belongs to the command doctor, fleet" "an option of two commands: both are named"
capture "$probe" report -o text
is "$errors" 'tpm-probe: --output: "text" is not one of: html json' "report: no text is promised that it has not"

# ---- What a format makes -------------------------------------------------------------------------------
saved=tests/fuzz/corpus/fuzz_json
for row in "report|html|^<!DOCTYPE html>" "report|json|\"schema\"" "fleet|html|^<!DOCTYPE html>" \
	"metrics|openmetrics|# UNIT " "metrics|prometheus|# HELP "; do
	IFS='|' read -r command format regex <<<"$row"
	[[ $command == fleet ]] && from=("$saved/info") || from=(--from "$saved/info")
	capture "$probe" "$command" "${from[@]}" -o "$format"
	is "$status" 0 "$command -o $format: status 0"
	like "$output" "$regex" "$command -o $format: it is that"
done
unlike "$("$probe" metrics --from $saved/info -o prometheus)" "# UNIT " "prometheus is another format than openmetrics"
is "$("$probe" metrics --from $saved/info -o prometheus)" "$("$probe" metrics --from $saved/info --textfile -)" \
	"--textfile is the format prometheus"
is "$("$probe" report --from $saved/info)" "$("$probe" report --from $saved/info -o html)" "report is HTML unless told otherwise"
is "$("$probe" report --from $saved/info -O -)" "$("$probe" report --from $saved/info)" "report -O -: standard output"

# ---- Completion -------------------------------------------------------------------------------------------
for shell in bash fish zsh; do
	"$probe" completion $shell >"$work/completion.$shell"
done
# in_bash WORD...: what bash offers for the last word.
in_bash() {
	bash --norc -c '
		. "$1"
		shift
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_tpm_probe
		printf "%s\n" "${COMPREPLY[@]}"' bash "$work/completion.bash" tpm-probe "$@" | sed '/^$/d'
}
# in_fish WORD...: the same of fish.
# shellcheck disable=SC2317 # called by its name
in_fish() {
	fish --no-config -c "source '$work/completion.fish'; complete -C \"tpm-probe $*\"" | cut -f 1
}
shells=(bash)
if command -v fish >/dev/null; then
	shells+=(fish)
else
	skip "completion: fish" "no fish here"
fi
for shell in "${shells[@]}"; do
	is "$("in_$shell" "" | sort | xargs)" "$(printf '%s\n' "${commands[@]}" | sort | xargs)" "completion $shell: the commands"
	is "$("in_$shell" -o "" | sort | xargs)" "$(xargs <<<"$all_formats")" "completion $shell: every format ahead of a command"
	for command in "${commands[@]}"; do
		is "$("in_$shell" "$command" -- | sort | xargs)" \
			"$({ printf '%s\n' "${global[@]}"; rows Options "$command"; } | names | sort | xargs)" \
			"completion $shell: the options of $command, and no others"
		is "$("in_$shell" "$command" -o "" | sort | xargs)" "$(xargs -n1 <<<"${formats[$command]}" | sort | xargs)" \
			"completion $shell: the formats of $command"
	done
	is "$("in_$shell" doctor --rule PRM-00 | head -n 1)" PRM-001 "completion $shell: rules"
	is "$("in_$shell" doctor --category dev)" devices "completion $shell: categories"
	is "$("in_$shell" --no-legend doctor --fail-on c)" critical "completion $shell: behind another option"
	is "$("in_$shell" caps properties | xargs)" "properties_fixed properties_variable" "completion $shell: groups"
	is "$("in_$shell" tcti emit ni)" nixos "completion $shell: the second operand"
	is "$("in_$shell" tcti re)" recommend "completion $shell: the first"
	touch "$work/saved.json"
	is "$("in_$shell" bench compare "$work/sav")" "$work/saved.json" "completion $shell: files behind bench compare"
	is "$("in_$shell" fleet -O "$work/sav")" "$work/saved.json" "completion $shell: a file of an option"
	is "$("in_$shell" bench sign_p3)" sign_p384 "completion $shell: operations"
done
is "$(in_bash bench --output = cs)" csv "completion bash: --output=VALUE, which bash splits"
is "$(in_bash --output = json doct)" doctor "completion bash: and a command behind it"

if command -v zsh >/dev/null; then
	mkdir "$work/functions"
	cp "$work/completion.zsh" "$work/functions/_tpm-probe"
	terminal_open "$work" 100 50 || { echo "Bail out! no tmux"; exit 1; }
	started[$terminal_pid]=1
	type_line "PATH=$B:\$PATH exec zsh -f"
	type_line "fpath=($work/functions \$fpath); autoload -U compinit; compinit -u -D; PROMPT='ready> '; clear"
	sees '^ready>' "completion zsh: it is loaded"
	# pressed TEXT REGEX NAME: the key Tab behind the text.
	pressed() {
		press C-u
		press C-l
		wait_for 20 eval 'shows "^ready> *$"'
		terminal send-keys -l "$1"
		press Tab
		sees "$2" "completion zsh: $3"
	}
	pressed "tpm-probe doct" '^ready> tpm-probe doctor *$' "a command"
	pressed "tpm-probe doctor --cat" '^ready> tpm-probe doctor --category *$' "an option of the command"
	pressed "tpm-probe bench -o " '^bmf +csv +gab +go +html +json +svg +text *$' "the formats of the command"
	pressed "tpm-probe caps properties_v" '^ready> tpm-probe caps properties_variable *$' "an operand"
	pressed "tpm-probe tcti emit ni" '^ready> tpm-probe tcti emit nixos *$' "the second operand"
	pressed "tpm-probe bench compare $work/sav" "saved.json *\$" "a file"
	end "$terminal_pid"
else
	skip "completion: zsh" "no zsh here"
fi
done_testing
