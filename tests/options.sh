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
like "$all_formats" $'bmf.*csv.*html.*json.*openmetrics.*text' "formats are found"
like "${own[bench]}" $'--list\n.*--samples N\n.*--baseline FILE' "options are found"

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
# One option of each of the next commands that have some.
for ((i = 0; i < ${#commands[@]}; i++)); do
	command=${commands[i]} wrong='' n=0
	for other in "${commands[@]:i+1}" "${commands[@]:0:i}"; do
		read -r option argument <<<"${own[$other]}"
		[[ $option && $'\n'${own[$command]} != *$'\n'"$option"* ]] || continue
		capture "$probe" "$command" "$option${argument:+=/dev/null/x}"
		[[ $status == 2 && -z $output && $errors == *"$option belongs to the command"*" $other"* ]] ||
			wrong+=" $option: $status $errors"
		((++n < 3)) || break
	done
	is "$n$wrong" 3 "$command: options of other commands are refused"
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
# in_bash <LINES: what bash offers at the end of each line behind "tpm-probe ", sorted, in a line.
# shellcheck disable=SC2016,SC2317 # for the other bash; called by its name
in_bash() {
	bash --norc -c '
		. "$1"
		while IFS= read -r line; do
			read -ra COMP_WORDS <<<"tpm-probe $line"
			[[ -n $line && $line != *" " ]] || COMP_WORDS+=("")
			COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
			_tpm_probe
			mapfile -t COMPREPLY < <(printf "%s\n" "${COMPREPLY[@]}" | sort)
			echo "${COMPREPLY[*]}"
		done' bash "$work/completion.bash"
}
# in_fish <LINES: the same of fish.
# shellcheck disable=SC2317
in_fish() {
	fish --no-config -c "source '$work/completion.fish'
		while read -l line
			set words (complete -C \"tpm-probe \$line\" | string replace -r '\t.*' '' | sort)
			echo \"\$words\"
		end"
}
lines=() wants=() titles=()
# offers LINE WANT TITLE: to be asked of each shell.
offers() {
	lines+=("$1")
	wants+=("$(tr -s ' \n' '\n' <<<"$2" | sort | paste -sd ' ')")
	titles+=("$3")
}
offers "" "${commands[*]}" "the commands"
offers "-o " "$all_formats" "every format ahead of a command"
for command in "${commands[@]}"; do
	offers "$command --" "$(printf '%s\n' "${global[@]}" "${own[$command]}" | names | sed '/^$/d')" \
		"the options of $command, and no others"
	offers "$command -o " "${formats[$command]}" "the formats of $command"
done
touch "$work/saved.json"
offers "doctor --rule PRM-001" PRM-001 "rules"
offers "doctor --category dev" devices "categories"
offers "--no-legend doctor --fail-on c" critical "behind another option"
offers "caps properties" "properties_fixed properties_variable" "groups"
offers "tcti re" recommend "the first operand"
offers "tcti emit ni" nixos "the second operand"
offers "bench sign_p3" sign_p384 "operations"
offers "bench compare $work/sav" "$work/saved.json" "files behind bench compare"
offers "fleet -O $work/sav" "$work/saved.json" "a file of an option"
offers "help sch" schema "commands behind help"
shells=(bash)
if command -v fish >/dev/null; then
	shells+=(fish)
else
	skip "completion: fish" "no fish here"
fi
for shell in "${shells[@]}"; do
	mapfile -t got < <(printf '%s\n' "${lines[@]}" | "in_$shell")
	for i in "${!lines[@]}"; do
		is "${got[i]-}" "${wants[i]}" "completion $shell: ${titles[i]}"
	done
done
# What bash splits at.
is "$(in_bash <<<"bench --output = cs")" csv "completion bash: --output=VALUE"
is "$(in_bash <<<"--output = json doct")" doctor "completion bash: and a command behind it"

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
		wait_for eval 'shows "^ready> *$"'
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
