#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# --from with folders: what tpm2_getcap prints of a swtpm is the same report as the swtpm's own;
# many machines in one table, broken ones among them; another list of vulnerabilities.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

start_swtpm
export TPM2TOOLS_TCTI=$tcti

# ---- One machine -------------------------------------------------------------------------------
# Something in every group.
# shellcheck disable=SC2317 # check runs it
prepare() {
	tpm2_createprimary -Q -C o -G ecc -c "$work/primary" &&
		tpm2_evictcontrol -Q -C o -c "$work/primary" 0x81000001 &&
		tpm2_nvdefine -Q -C o -s 8 0x01500001 &&
		tpm2_startauthsession -Q -S "$work/session" &&
		tpm2_startauthsession -Q --policy-session -S "$work/policy" &&
		tpm2_dictionarylockout -Q -s -n 7 -t 100 -l 200 &&
		tpm2_pcrextend -Q 0:sha1=0123456789012345678901234567890123456789 &&
		tpm2_changeauth -Q -c lockout secret
}
check "a swtpm with something in every group" prepare
one=$work/one
mkdir "$one"
mapfile -t groups < <(tpm2_getcap -l | sed -n 's/^- //p' | grep -v vendor)
for group in "${groups[@]}"; do
	tpm2_getcap "$group" >"$one/tpm2_getcap_$group.txt"
done
tpm2_pcrread >"$one/Capability_pcrread.txt"
echo 'not looked at' >"$one/notes"
for command in info caps pcrs; do
	"$probe" -T "$tcti" $command -o json >"$work/live-$command.json"
	"$probe" --from "$one" $command -o json >"$work/read-$command.json" 2>"$work/errors"
	is "$?$(<"$work/errors")" 0 "$command --from a folder: status 0, nothing on standard error"
done

# same COMMAND: facts of the folder that differ from the live ones, and how many do not.
cat >"$work/same.py" <<'PYTHON'
import json
import sys

live, read = (json.load(open(path))["tpms"][0] for path in sys.argv[1:])
# A text of tpm2_getcap does not tell the bits above bit 10 of an algorithm, and leaves out the fixed
# properties that it does not know.
printed = {item["name"] for item in read.get("capabilities", {}).get("properties_fixed", [])}
for algorithm in live.get("capabilities", {}).get("algorithms", []):
    algorithm["attributes"] = None
if "capabilities" in live:
    properties = live["capabilities"]["properties_fixed"]
    live["capabilities"]["properties_fixed"] = [
        item for item in properties if item["name"] in printed]
    assert len(printed) >= 40
equal = 0
for part in ("identity", "state", "limits", "capabilities", "pcr_values"):
    if part not in live:
        continue
    if part == "pcr_values":
        pairs = [(part, live[part], read.get(part))]
    else:
        pairs = [(f"{part}.{key}", live[part].get(key), read.get(part, {}).get(key))
                 for key in live[part] if key != "vendor"]
    for key, a, b in pairs:
        if a == b:
            equal += 1
        else:
            print(key)
print("equal:", "enough" if equal >= int(len(pairs) * 0.6) else equal)
PYTHON
same() {
	python3 "$work/same.py" "$work/live-$1.json" "$work/read-$1.json"
}
# What no text of tpm2_getcap's has: the clock, the self test, and groups that it does not know.
is "$(same info)" "state.time_ms
state.clock_ms
state.reset_count
state.restart_count
state.clock_safe
state.self_test
state.self_test_result
equal: enough" "info: identity, state and limits are the live TPM's"
is "$(same caps)" "capabilities.pp_commands
capabilities.audit_commands
capabilities.pcr_properties
capabilities.auth_policies
equal: enough" "caps: every group of tpm2_getcap is the live TPM's"
is "$(same pcrs)" "equal: enough" "pcrs: the values are the live TPM's"
for command in "" info caps pcrs doctor; do
	# shellcheck disable=SC2086 # the overview is no word
	capture "$probe" --from "$one" $command
	check "${command:-overview}: shows a folder" test "$status" -eq 0 -o "$command" = doctor
	like "$output" 'IBM|sha256' "${command:-overview}: something of it"
done
capture "$probe" --from "$one/tpm2_getcap_properties-fixed.txt" info
is "$status" 0 "one file alone: status 0"
like "$output" 'IBM' "one file alone: the maker"

# ---- Broken files ------------------------------------------------------------------------------
cp -r "$one" "$work/broken"
echo 'ERROR: Unable to run tpm2_getcap' >"$work/broken/tpm2_getcap_commands.txt"
capture "$probe" --from "$work/broken" info
is "$status" 1 "a broken file: status 1"
like "$errors" 'tpm2_getcap_commands.txt: line 1: .*ERROR: Unable' "a broken file is named"
like "$output" 'IBM' "a broken file: the others are shown"
mkdir "$work/empty"
capture "$probe" --from "$work/empty" info
is "$status" 1 "an empty folder: status 1"
like "$errors" 'neither a report nor' "an empty folder: why"

# ---- Many machines -----------------------------------------------------------------------------
fleet=$work/fleet
mkdir -p "$fleet/rack1" "$fleet/rack2/garbage"
cp -r "$one" "$fleet/rack1/web"
cp -r "$work/broken" "$fleet/rack1/half"
cp "$work/live-info.json" "$fleet/rack2/db.json"
echo '{"schema": "tpm-probe/2"}' >"$fleet/rack2/new.json"
printf '\033[2J' >"$fleet/rack2/garbage/properties-fixed"
cat >"$fleet/rack2/amd-properties-fixed" <<'TEXT'
TPM2_PT_FAMILY_INDICATOR:
  raw: 0x322E3000
  value: "2.0"
TPM2_PT_REVISION:
  raw: 0x8A
  value: 1.38
TPM2_PT_MANUFACTURER:
  raw: 0x414D4400
  value: "AMD"
TPM2_PT_VENDOR_STRING_1:
  raw: 0x414D4400
  value: "AMD"
TPM2_PT_FIRMWARE_VERSION_1:
  raw: 0x30039
TPM2_PT_FIRMWARE_VERSION_2:
  raw: 0x5
TEXT
mkdir "$fleet/rack3"
mv "$fleet/rack2/amd-properties-fixed" "$fleet/rack3"
for command in "" list doctor; do
	name=${command:-overview}
	# shellcheck disable=SC2086
	capture "$probe" --from "$fleet" $command
	is "$status" 1 "$name of many: status 1, because some are broken"
	is "$(grep -c '^rack' <<<"$output")" 6 "$name of many: a line each"
	like "$output" 'rack3 +AMD +AMD +3\.57\.0\.5 +00030039 00000005 +1\.38 .*PA-410' \
		"$name of many: firmware in two notations, revision, vulnerability"
	like "$output" 'rack1/web .*IBM .* 0/7 ' "$name of many: the lockout's state"
	like "$output" 'rack2/new\.json .*found "tpm-probe/2"' "$name of many: a newer schema is named"
	like "$output" 'rack2/garbage .*line 1' "$name of many: a broken folder is named"
	like "$output" 'rack1/half .*tpm2_getcap_commands.txt' "$name of many: half a machine is shown"
	like "$output" '4 TPMs, 2 that could not be read: .*1 affected by PA-410' "$name of many: the sum"
	unlike "$output" $'\033' "$name of many: nothing of the garbage gets onto the terminal"
	# shellcheck disable=SC2086
	capture "$probe" --from "$fleet" $command -o json
	printf '%s\n' "$output" >"$work/machines.json"
	check "$name of many -o json: as the schema says" python3 -c '
import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])),
                    json.load(open(sys.argv[2])))' \
		"$work/machines.json" "$schema"
done
capture "$probe" --from "$fleet" info
is "$status" 2 "info of many: wrong usage"
like "$errors" 'names 5 machines|names 6 machines' "info of many: how many"
capture "$probe" --from "$fleet/rack1/web" --from "$fleet/rack2/db.json" list
is "$status" 0 "two --from: status 0"
is "$(grep -c "^$fleet/rack" <<<"$output")" 2 "two --from: a line each, with their paths"

# ---- Another list of vulnerabilities -----------------------------------------------------------
cat >"$work/list.csv" <<'CSV'
date,2031-05-06
issue,CVE-2031-1,SEC-001,all of them,"bad, very",update,https://example.org/1
match,CVE-2031-1,2.0,*,,,,,affected,9.9,example
CSV
capture "$probe" --vuln-db "$work/list.csv" --from "$one" doctor -o json
is "$status" 6 "--vuln-db: doctor finds what it lists"
like "$output" '"data_date": "2031-05-06"' "--vuln-db: its date is told"
capture "$probe" --vuln-db "$work/list.csv" --from "$fleet" list
like "$output" 'affected by CVE-2031-1' "--vuln-db: for many machines too"
capture "$probe" --from "$one" doctor -o json
unlike "$output" 'CVE-2031-1' "without --vuln-db: the list that is built in"
echo 'match,CVE-2031-2,2.0,*,,,,,safe,,x' >>"$work/list.csv"
capture "$probe" --vuln-db "$work/list.csv" --from "$one" doctor
is "$status" 1 "--vuln-db broken: status 1"
like "$errors" 'list.csv: line 4: ' "--vuln-db broken: the line is named"
capture "$probe" --vuln-db "$work/nowhere" --from "$one" doctor
is "$status" 1 "--vuln-db that is not there: status 1"

# ---- A thousand --------------------------------------------------------------------------------
mkdir "$work/thousand"
"$probe" -T "$tcti" doctor -o json >"$work/doctor.json"
for ((i = 0; i < 1000; i++)); do
	cp "$work/doctor.json" "$work/thousand/host$i.json"
done
# Processor time, and the best of three: how busy the machine is otherwise is not the tool's affair.
TIMEFORMAT='%U %S'
took=
for _ in 1 2 3; do
	{ time "$probe" --from "$work/thousand" doctor >"$work/table" 2>/dev/null; } 2>"$work/time"
	now=$(awk '{ print int(1000 * ($1 + $2)) }' "$work/time")
	[[ $took && $took -lt $now ]] || took=$now
done
is "$(grep -c '^host' "$work/table")" 1000 "1000 reports: a line each"
diag "doctor --from of 1000 reports of $(stat -c %s "$work/doctor.json") bytes: $took ms"
# A sanitizer's time is not the tool's either.
check "1000 reports: under 2 s" test "$took" -lt "$([[ ${SAN-} ]] && echo 60000 || echo 2000)"

# ---- What a report does not hold is neither there nor wrong ------------------------------------
fixed=$work/properties-fixed.txt
tpm2_getcap properties-fixed >"$fixed"
for command in keys nv ek pcrs fapi "fapi check"; do
	# shellcheck disable=SC2086 # two words
	capture "$probe" $command --from "$fixed"
	is "$status" 1 "$command --from a dump of properties: status 1"
	like "$errors" 'not collected.*what to do.*tpm-probe' "$command --from a dump of properties: says so, and what collects it"
done
capture "$probe" tcti --from "$fixed"
unlike "$output" 'fails|there is no such|is no node' "tcti --from a dump: no program is said to fail"
like "$output$errors" 'not collected' "tcti --from a dump: why"
capture "$probe" metrics --from "$fixed"
unlike "$output" '^tpm_probe_success 1|[^#]tpm_probe_success 1' "metrics --from a dump: does not say that a TPM was asked"
capture "$probe" doctor --from "$fixed"
unlike "$output" 'yes +' "doctor --from a dump: ready for nothing"
capture "$probe" doctor --simulator
unlike "$output" 'on the machine itself' "doctor --simulator: sends nobody to the machine that it runs on"
done_testing
