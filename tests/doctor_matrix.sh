#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The matrix rule x (caught, silent, skipped, caught on a real machine, remedy), gathered from the tests of
# the rules: a rule that no test has caught and seen silent is a failure, and so is one that prints commands
# which no case of the guest proves, unless tests/doctor_remedies.tsv says why none can.
cd "$(dirname "$0")/.." || exit 1
. tests/tap.sh
B=${B:-build/release}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOCTOR_SCRIPTS=$work/scripts
mkdir "$DOCTOR_SCRIPTS"
declare -A seen=()
for test in "$B"/tests/test_doctor_*; do
	[[ -x $test && $test != *.* ]] || continue
	while read -r rule how; do
		seen[$rule $how]=1
	done < <(CMOCKA_MESSAGE_OUTPUT=TAP "$test" 2>&1 | sed -n 's/^# matrix //p')
done
# What the guest's cases cause for real, and see caught.
while read -r rule; do
	seen[$rule real]=1
done < <(grep -rhoE '^[[:space:]]*caught [A-Z0-9]+-[0-9]+' tests/guest/cases | awk '{ print $2 }')

# What they run as it is printed, and see cured.
while read -r rule; do
	seen[$rule remedy]=1
done < <(grep -rhoE '^[[:space:]]*(remedy|.*advised) [A-Z0-9]+-[0-9]+' tests/guest/cases |
	grep -oE '[A-Z0-9]+-[0-9]+$')
declare -A unproven=()
while IFS=$'\t' read -r rule reason; do
	[[ $rule == '#'* ]] || unproven[$rule]=$reason
done <tests/doctor_remedies.tsv
for script in "$DOCTOR_SCRIPTS"/*.sh; do
	script=${script##*/}
	seen[${script%-*} commands]=1
done

# remedy_of RULE: how its commands are known to be right; "missing" is a failure.
remedy_of() {
	if [[ ! ${seen[$1 commands]-} ]]; then
		echo "${seen[$1 remedy]+missing: it prints no command}${unproven[$1]+missing: it prints no command}"
	elif [[ ${seen[$1 remedy]-} ]]; then
		echo "proven${unproven[$1]+, missing: it is marked as unproven}"
	else
		echo "${unproven[$1]:-missing}"
	fi
}

mark() {
	[[ ${seen[$1 $2]-} ]] && echo yes || echo -
}
mapfile -t rules < <("$B/tpm-probe" doctor --list-rules -o json |
	python3 -c 'import json, sys; [print(f["id"]) for f in json.load(sys.stdin)["findings"]]')
diag "$(printf '%-10s %-7s %-7s %-8s %-5s %s' RULE CAUGHT SILENT SKIPPED REAL REMEDY)"
for rule in "${rules[@]}"; do
	remedy=$(remedy_of "$rule")
	diag "$(printf '%-10s %-7s %-7s %-8s %-5s %s' "$rule" "$(mark "$rule" caught)" \
		"$(mark "$rule" silent)" "$(mark "$rule" skipped)" "$(mark "$rule" real)" "${remedy:--}")"
	is "$(mark "$rule" caught) $(mark "$rule" silent)" "yes yes" "$rule: caught, and silent"
	unlike "$remedy" missing "$rule: its commands are proven in the guest, or marked with a reason"
done
# What rules print as commands, as --fix-script writes it.
scripts=("$DOCTOR_SCRIPTS"/*.sh)
check "${#scripts[@]} fix scripts, of 40 rules and more" test \
	"$(printf '%s\n' "${scripts[@]##*/}" | cut -d- -f1,2 | sort -u | wc -l)" -ge 40
for script in "${scripts[@]}"; do
	for shell in bash sh; do
		"$shell" -n "$script" || echo "$shell: $script"
	done
done >"$work/syntax" 2>&1
is "$(<"$work/syntax")" "" "fix scripts: sh and bash read them"
check "fix scripts: shellcheck" shellcheck -s sh "${scripts[@]}"
check "rules: at least ${DOCTOR_RULES_MIN:-100}" test "${#rules[@]}" -ge "${DOCTOR_RULES_MIN:-100}"
done_testing
