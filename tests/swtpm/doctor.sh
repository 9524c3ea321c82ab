#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe doctor from outside: options, exit statuses, JSON, other machines' reports, the script.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

# ---- What it is told ----------------------------------------------------------------------------
capture "$probe" doctor --list-rules
is "$status" 0 "--list-rules: status 0"
like "$output" 'DA-001 +critical +health' "--list-rules: id, severity, category"
capture "$probe" doctor --list-rules --category keys
unlike "$output" 'DA-001' "--category: only that one"
like "$output" 'EK-001' "--category: that one"
capture "$probe" doctor --explain DA-001
is "$status" 0 "--explain: status 0"
like "$output" 'why.*fix.*see' "--explain: why, what to do, where it is written"
for option in rule ignore explain; do
	capture "$probe" doctor --$option DA-999
	is "$status" 2 "--$option with an unknown id: status 2"
	like "$errors" 'DA-999' "--$option with an unknown id: it is named"
done
for bad in "--category nothing" "--fail-on never" "--rc lockout" "operand"; do
	# shellcheck disable=SC2086 # two words
	capture "$probe" doctor $bad
	is "$status" 2 "doctor $bad: status 2"
done
capture "$probe" list --fail-on info
is "$status" 2 "--fail-on belongs to doctor"

# ---- A simulator --------------------------------------------------------------------------------
start_swtpm
capture "$probe" doctor -T "$tcti" -o json
printf '%s\n' "$output" >"$work/doctor.json"
check "JSON: as the schema says" python3 -c 'import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))' \
	"$work/doctor.json" "$schema"
check "JSON: each rule has its keys, and a status" python3 -c 'import json, sys
findings = json.load(open(sys.argv[1]))["findings"]
assert len(findings) >= 90
for f in findings:
    assert {"id", "severity", "status", "title", "evidence", "remedy"} <= set(f), f
    assert f["status"] in ("ok", "found", "skipped"), f
    assert f["status"] != "found" or f["evidence"], f
    assert f["status"] != "skipped" or f["reason"], f
assert {f["status"] for f in findings if f["id"] == "VM-001"} == {"found"}' "$work/doctor.json"
has_line "$work/doctor.json" '"purpose": "disk unlock"' "JSON: what the TPM is ready for"
capture "$probe" doctor -T "$tcti" --rule DA-002 --rc 0x921
is "$status" 6 "--rule: the error that it finds is status 6"
like "$output" 'DA-002' "--rule: it is shown"
unlike "$output" 'DA-006' "--rule: no other one is"
capture "$probe" doctor -T "$tcti" --rule DA-006
is "$status" 0 "info is below --fail-on error: status 0"
capture "$probe" doctor -T "$tcti" --rule DA-006 --fail-on info
is "$status" 6 "--fail-on info: status 6"
capture "$probe" doctor -T "$tcti" --rule DA-002 --rc 0x921 --ignore DA-002
is "$status" 0 "--ignore: status 0"
capture "$probe" doctor -T "$tcti" --rule EK-002 --ignore EK-002
like "$output" 'attestation +no +EK-002' "--ignore: it still stands in the way"
capture "$probe" doctor -T "$tcti" --rule PERF-005
like "$output" '\-\-active' "what takes time is asked only with --active"
capture "$probe" doctor -T "$tcti" --rule PERF-005 --active -o json
# How fast it is on this machine, now, is no question of the tool's.
like "$output" '"status": "(ok|found)"' "--active: measured"

# ---- What stands in NV --------------------------------------------------------------------------
# put FILE: into the index of the certificate for a P-256 key.
# shellcheck disable=SC2317 # called by check
put() {
	tpm2_nvundefine -T "$tcti" 0x01c0000a -C o >/dev/null 2>&1
	tpm2_nvdefine -T "$tcti" 0x01c0000a -C o -s "$(stat -c %s "$1")" \
		-a 'ownerread|ownerwrite|authread|authwrite|no_da' >/dev/null &&
		tpm2_nvwrite -T "$tcti" 0x01c0000a -C o -i "$1"
}
certificates=tests/fuzz/corpus/fuzz_certificate
for file in rsa self-signed padded cut extension-without-value; do
	check "a certificate is put into NV: $file" put $certificates/$file
	capture "$probe" doctor -T "$tcti" -o json --category keys
	check "NV holds $file: status 0 or 6" test "$status" = 0 -o "$status" = 6
	printf '%s\n' "$output" >"$work/nv-$file.json"
done
like "$(<"$work/nv-rsa.json")" 'https://pki.example/ca.crt' "the issuer's address"
like "$(<"$work/nv-self-signed.json")" 'self-signed: CN=Maker' "EK-004: self-signed"
like "$(<"$work/nv-padded.json")" '33 bytes stand behind' "EK-005: padded"
like "$(<"$work/nv-cut.json")" 'not an X.509 certificate' "EK-005: no certificate"

# ---- The same from the file ---------------------------------------------------------------------
capture "$probe" doctor --from "$work/doctor.json" -o json
is "$output" "$(<"$work/doctor.json")" "--from: the same findings"
capture "$probe" doctor --from tests/fuzz/corpus/fuzz_json/info
like "$output" 'ready for' "--from: a report that info wrote"
like "$output" 'could not look' "--from: what it does not hold is not examined"

# ---- Copies of machines -------------------------------------------------------------------------
declare -A expected=([none]=DEV-001 [subsystem]=DEV-002 [tpm12]=T12-001 [upgrade]=DEV-003 [two]=DEV-012
	[tcm]=DEV-013)
for root in "${!expected[@]}"; do
	capture "$probe" doctor --sysroot "tests/data/sysroot/$root" -o json --rule "${expected[$root]}"
	like "$output" '"status": "found"' "--sysroot $root: ${expected[$root]}"
done

# ---- No TPM to reach ----------------------------------------------------------------------------
capture "$probe" doctor -T swtpm:host=127.0.0.1,port=1 -o json --rule DA-001 --rule FW-001
unlike "$output" '"status": "ok"' "a TCTI that leads nowhere: nothing is called ok"
like "$output" 'could not be asked' "a TCTI that leads nowhere: that is the reason"

# ---- The script: asks before each step, and nothing of a report runs -----------------------------
group="x'; touch $work/broken-out; '\$(touch $work/broken-out)"
long=$(printf 'a%.0s' {1..5000})
# evil USER GROUP NODE: a report of a stranger, and its script.
evil() {
	python3 -c 'import json, sys
user, group, node, name = sys.argv[1:]
json.dump({"schema": "tpm-probe/1", "host": {"container": None, "account": {"user": user, "groups": [],
  "database_groups": []}}, "tpms": [{"name": name, "kind": "discrete", "device": {"version_major": 2},
  "nodes": [{"name": "tpmrm0", "class_name": "tpmrm", "path": node, "mode": 438, "owner": "root",
  "group": group, "access": "denied", "tags": []}]}]}, sys.stdout)' "$@" "tpm0
touch $work/broken-out
'\"\`touch $work/broken-out\`\$(touch $work/broken-out)" >"$work/evil.json"
	capture "$probe" doctor --from "$work/evil.json" --fix-script
	printf '%s\n' "$output" >"$work/fix.sh"
}
mkdir "$work/bin"
for name in usermod chmod udevadm systemctl; do
	# shellcheck disable=SC2016 # the script is to expand it
	printf '#!/bin/sh\nprintf "%%s\\n" "$0" "$@" >>%s/arguments\n' "$work" >"$work/bin/$name"
done
chmod 755 "$work/bin"/*
# answered ANSWER: what the script runs where every question is answered so; no terminal: -.
answered() {
	rm -f "$work/arguments"
	if [[ $1 == - ]]; then
		PATH=$work/bin:$PATH setsid -w sh "$work/fix.sh" </dev/null >/dev/null 2>&1
	else
		yes "$1" | head -n 200 | PATH=$work/bin:$PATH timeout 60 script -qec "sh $work/fix.sh" /dev/null >/dev/null 2>&1
	fi
	output=$(cat "$work/arguments" 2>/dev/null)
}
evil alice tss /dev/tpmrm0
is "$status" 6 "--fix-script: status as without"
check "--fix-script: a script for sh" sh -n "$work/fix.sh"
answered -
is "$output" "" "--fix-script without a terminal: nothing runs"
answered n
is "$output" "" "--fix-script, every step declined: nothing runs"
answered ''
is "$output" "" "--fix-script, every question answered by Enter: nothing runs"
answered y
is "$(sed -n '/usermod/,/alice/p' <<<"$output" | tail -n +2 | paste -sd ' ')" "-aG tss alice" \
	"--fix-script, every step accepted: the command"
for user in alice "\$(touch $work/broken-out)" --root=/ "$long" "a'; touch $work/broken-out;'"; do
	for node in /dev/tpmrm0 "/dev/x'\$(touch $work/broken-out)" /dev/../etc/shadow --reference=/etc/shadow; do
		evil "$user" "$group" "$node"
		bash -n "$work/fix.sh" && shellcheck -s sh "$work/fix.sh" || echo "${user::20} $node"
		grep -n 'broken-out.*[$`"]' "$work/fix.sh"
		answered y
		grep -E 'broken|shadow|root=' <<<"$output"
	done
done >"$work/hostile" 2>&1
is "$(<"$work/hostile")" "" "--fix-script of hostile reports: shells read them, and run nothing of the report"
check "--fix-script: nothing of a report was run" test ! -e "$work/broken-out"
evil "$long" tss /dev/tpmrm0
answered y
is "$(grep -cx "$long" <<<"$output")" 1 "--fix-script: a command is whole, however long a name is"
capture "$probe" doctor --explain DA-003
like "$output" 'unless DA-001 is found' "--explain: which rule explains this one"
start_swtpm
for how in --simulator "-T $tcti"; do
	# shellcheck disable=SC2086 # two words
	capture "$probe" doctor $how --category health --category resources --category boot --category keys \
		--category fapi --category security --category platform --category performance --fail-on warning
	is "$status$(grep -E '^(critical|error|warning)' <<<"$output")" 0 "doctor $how: nothing is wrong with a fresh swtpm"
done
capture "$probe" doctor -T "$tcti" --fix-script
check "--fix-script of a simulator: a script for sh" sh -n <(printf '%s\n' "$output")

# ---- Nothing is opened but what is to be read ---------------------------------------------------
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	capture strace -f -o "$work/trace" -e trace=open,openat,openat2,creat "$probe" doctor
	has_line "$work/trace" '"/' "the trace shows something"
	is "$(grep -E '"/dev/(tpm|tcm)' "$work/trace")" "" "no node is opened where there is no TPM"
	is "$(grep -E 'O_WRONLY|O_RDWR|O_CREAT' "$work/trace" | grep -v /dev/null)" "" \
		"nothing is opened for writing"
else
	skip "what is opened" "strace may not trace here"
fi
done_testing
