# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# For the cases about doctor: source it after lib.sh. A case causes a fault, lets diagnose run, and
# says what has to be caught; tests/doctor_matrix.sh reads from the cases which rules those are.
# shellcheck disable=SC2154,SC2034 # variables of lib.sh and for the cases

# Nothing of the caller's, nor of the host whose root this is.
unset TPM2TOOLS_TCTI TPM2_PKCS11_TCTI TPM_PROBE_TCTI TSS2_FAPICONF

# What must be the same before and after: every property, handle and PCR of a TPM.
tpm_state() {
	{ "$tpm_probe" -d "$1" caps && "$tpm_probe" -d "$1" pcrs; } 2>"$CASE_DIR/state.errors"
}

# diagnose [OPTION...]: sets $status, $diagnosis (one line for each rule: id and status) and $output;
# checks that no raw node was opened and that nothing has changed in the TPM: of option -d, or tpm0.
diagnose() {
	local before after tpm=tpm0
	[[ ${1-} != -d ]] || tpm=$2
	before=$(tpm_state "$tpm")
	diagnose_only "$@"
	after=$(tpm_state "$tpm")
	[[ $before && $after ]] || diag "$(cat "$CASE_DIR/state.errors")"
	check "doctor $*: there is a state to compare, if there is a TPM" \
		test "$before" -o ! -e "/dev/tpmrm${tpm#tpm}"
	is "$after" "$before" "doctor $*: lockout, NV, handles and PCRs are as before"
}

# read_diagnosis: sets $diagnosis by what doctor has printed into $CASE_DIR/doctor.json.
read_diagnosis() {
	diagnosis=$(awk -F '"' '/^      "id":/ { id = $4 } /^      "status":/ { print id, $4 }' \
		"$CASE_DIR/doctor.json")
}

# The same for TPMs that cannot be asked for their state, or where it is not the point.
diagnose_only() {
	local watched=(/dev/tpm[0-9]*)
	diagnosed=("$@")
	[[ -e ${watched[0]} ]] || watched=(/dev/null)
	capture "$TOP/$helpers/opened" "$CASE_DIR/opened" "${watched[@]}" -- \
		"${doctor_as[@]}" "${doctor_probe:-$tpm_probe}" doctor -o json "$@"
	printf '%s\n' "$output" >"$CASE_DIR/doctor.json"
	read_diagnosis
	check "doctor $*: tells of rules" test "$diagnosis"
	is "$(grep '/dev/tpm' "$CASE_DIR/opened")" "" "doctor $*: opens no raw node"
}

# traced [OPTION...]: the same said by strace, which costs more; once in a case is enough.
traced() {
	capture strace --seccomp-bpf -f -o "$CASE_DIR/trace" -e trace=open,openat,openat2,creat \
		"$tpm_probe" doctor "$@"
	has_line "$CASE_DIR/trace" '"/' "the trace shows something"
	# O_PATH names a node and does not open it.
	is "$(grep -E '"/dev/(tpm|tcm)[0-9]' "$CASE_DIR/trace" | grep -v O_PATH)" "" "strace: no raw node is opened"
}
doctor_as=()

# The JSON of a rule's findings.
finding() {
	awk -v id="\"id\": \"$1\"" '/^    \{/ { block = "" } { block = block $0 "\n" }
		/^    \}/ { if (index(block, id)) print block }' "$CASE_DIR/doctor.json"
}

# says RULE STATUS: the last diagnosis does. No process of its own: there are many, in emulation.
says() {
	[[ $'\n'$diagnosis$'\n' == *$'\n'"$1 $2"$'\n'* ]]
}

# caught RULE [TEXT]: the last diagnosis found it, with this text in what it says.
caught() {
	if says "$1" found && [[ $(finding "$1") == *"${2-}"* ]]; then
		ok "$1: caught${2:+, with \"$2\"}"
	else
		not_ok "$1: caught${2:+, with \"$2\"}" "$(finding "$1")"
	fi
}

# quiet RULE...: the last diagnosis did not find them, and could look.
quiet() {
	local rule
	for rule; do
		if says "$rule" ok && ! says "$rule" found; then
			ok "$rule: silent"
		else
			not_ok "$rule: silent" "$(finding "$rule")"
		fi
	done
}

# found: every rule that was found, one line.
found() {
	sed -n 's/ found$//p' <<<"$diagnosis" | sort -u | xargs
}

# pull: the TPM that was started last is unplugged, with no word to it.
pull() {
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	wait_for test ! -e "/dev/tpmrm$number"
}

# quietly COMMAND...: its output only if it fails.
quietly() {
	local said
	said=$("$@" 2>&1) || {
		diag "$*: $said"
		return 1
	}
}

# advised RULE: the commands that the last diagnosis prints for the rule, a line each.
advised() {
	jq -r --arg id "$1" \
		'[.findings[] | select(.id == $id and .status == "found")][0].commands[]' \
		"$CASE_DIR/doctor.json"
}

# lockout_counters: of the last diagnosis, a word for each TPM.
lockout_counters() {
	jq -r '[.tpms[].state.lockout_counter] | @csv' "$CASE_DIR/doctor.json"
}

# are_not_above NOW BEFORE: of such counters, TPM by TPM; of a TPM that could not be asked before, any.
# shellcheck disable=SC2317 # called by check
are_not_above() {
	local -a now before
	local i
	IFS=, read -ra now <<<"$1"
	IFS=, read -ra before <<<"$2"
	for i in "${!now[@]}"; do
		[[ ! ${before[i]-} ]] || ((now[i] <= before[i])) || return
	done
}

# run_advised RULE [PLACEHOLDER=VALUE...]: runs those commands as root, to the letter, where a person would run
# them; of a hint ("# if so: COMMAND") the command, with a value in the place of each placeholder. What is
# no command ("# log in again") is left out. False unless there was one, and all succeeded.
run_advised() {
	local rule=$1 line text word count=0
	shift
	while read -r line; do
		text=$line
		if [[ $line == '# '* ]]; then
			text=${line#\# }
			[[ $text != *': '* ]] || text=${text##*: }
			for word; do
				text=${text//"${word%%=*}"/${word#*=}}
			done
			type -P "${text%% *}" >/dev/null || continue
		fi
		diag "$rule: $text"
		quietly setsid -w bash -c "cd / && $text" </dev/null || return
		count=$((count + 1))
	done < <(advised "$rule")
	((count))
}

# remedy RULE [PLACEHOLDER=VALUE...]: the last diagnosis found it, and what it prints cures it: after those
# commands the same diagnosis is silent about it, nothing that was in order is found, and no failed
# authorization was counted. What could not be examined before (no access) may be found now.
# tests/doctor_matrix.sh reads from the cases which rules those are.
remedy() {
	local rule=$1 before counters
	before=$(sed -n 's/ ok$//p' <<<"$diagnosis" | sort -u)
	counters=$(lockout_counters)
	check "$rule: what is advised runs" run_advised "$@"
	diagnose_only "${diagnosed[@]}"
	quiet "$rule"
	is "$(comm -12 <(echo "$before") <(found | tr ' ' '\n') | xargs)" "" \
		"$rule: what is advised causes no other finding"
	check "$rule: what is advised counts toward no lockout" are_not_above "$(lockout_counters)" "$counters"
}
