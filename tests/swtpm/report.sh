#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe report and fleet from outside: pages that an HTML checker takes, bundles in which nothing
# stands that tells whose machine it is, and many reports in one table.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh
. tests/metrics/certified.sh
valid='import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))'

# page NAME FILE: it is valid, needs nothing else and runs nothing.
page() {
	check "$1: valid HTML" tidy -e -q "$2"
	check "$1: no script, no reference, dark colours" tests/report/check_page.py "$2"
}

# ---- A TPM and a machine of which everything that identifies it is known --------------------------
vm=vm-4711-of-nobody host=planted-host-77.example.org user=kurtwurst
id=5f7d1c3b9a8e4f60b1c2d3e4f5a69788
check "a TPM with certificates of endorsement keys" certify "$work/certified" sha256 "$vm"
serve tests/swtpm/swtpm.py "$work/certified"
tcti=swtpm:host=127.0.0.1,port=$port
export TPM2TOOLS_TCTI=$tcti
# shellcheck disable=SC2317 # check runs it
fill() {
	tpm2_readpublic -T "$tcti" -c 0x81010001 >"$work/public" &&
		tpm2_nvdefine -Q -C o -s 32 -a 'ownerread|ownerwrite|authread|authwrite' 0x01500001 &&
		printf 'CONTENTS-OF-NV-4711-CONTENTS-OF-' | tpm2_nvwrite -Q -C o -i - 0x01500001
}
check "keys and NV contents" fill
unset TPM2TOOLS_TCTI
{
	printf '%s\n' "$vm" "$host" "${host%%.*}" "$user" "Kurt Wurstel" "$id" CONTENTS-OF-NV
	printf CONTENTS-OF-NV | od -An -tx1 | tr -d ' \n'
	echo
	# Of the key the modulus, of the public area its name, of certificates number and bytes.
	awk '$1 == "name:" { print $2 } $1 == "rsa:" { print substr($2, 33, 64) }' "$work/public"
	for index in 0x01c00002 0x01c0000a 0x01c00016; do
		tpm2_nvread -T "$tcti" "$index" >"$work/ek.der" 2>/dev/null || continue
		openssl x509 -inform DER -in "$work/ek.der" -noout -serial | cut -d = -f 2
		od -An -v -tx1 "$work/ek.der" | tr -d ' \n' | cut -c 41-80
		echo
	done
} | sed '/^$/d' >"$work/known"
check "there are values to look for" test "$(grep -c ........ "$work/known")" -ge 12

# as_planted COMMAND...: on a machine with that name, that user and that id.
sed "\$a $user:x:4711:4711:Kurt Wurstel,room 1:/home/$user:/bin/sh" /etc/passwd >"$work/passwd"
echo "$id" >"$work/machine-id"
as_root=()
((EUID == 0)) || as_root=(--map-root-user)
as_planted() {
	# shellcheck disable=SC2016 # the inner shell's
	unshare "${as_root[@]}" --uts --mount sh -ec '
		hostname "$1"
		mount --bind "$2/passwd" /etc/passwd
		if test -e /etc/machine-id; then mount --bind "$2/machine-id" /etc/machine-id; fi
		export SUDO_USER="$3" TPM2TOOLS_TCTI="swtpm:host=$1,port=2321"
		export TSS2_FAPICONF="/home/$3/fapi.json"
		shift 3
		exec "$@"' sh "$host" "$work" "$user" "$@"
}
if ! as_planted true 2>/dev/null; then
	not_ok "a machine with planted names" "needs root, or user namespaces"
	done_testing
fi

# ---- The page -----------------------------------------------------------------------------------
capture as_planted "$probe" -T "$tcti" report
is "$status$errors" 0 "report: status 0, nothing on standard error"
printf '%s\n' "$output" >"$work/page.html"
page report "$work/page.html"
for part in 'Ready for' Identity State 'Measured boot' 'Persistent objects' 'NV indices' \
	'EK certificate' Capabilities 'The machine' 'DA-00'; do
	has_line "$work/page.html" "$part" "report: it tells of $part"
done
check "report: verdicts come first" test \
	"$(grep -n 'Ready for' "$work/page.html" | cut -d : -f 1)" -lt \
	"$(grep -n '>Identity<' "$work/page.html" | cut -d : -f 1)"
capture "$probe" -T "$tcti" report -O "$work/written.html"
is "$status$output$errors" 0 "-O: status 0, and nothing is printed"
page "-O" "$work/written.html"
is "$(stat -c %a "$work/written.html")" 600 "-O: for the caller alone"
capture "$probe" -T "$tcti" report -O "$work/nowhere/x.html"
is "$status" 1 "-O in no folder: status 1"
like "$errors" 'nowhere/x.html: No such file.*what to do' "-O in no folder: why, and what to do"
capture prlimit --fsize=1000 "$probe" -T "$tcti" report -O "$work/written.html"
check "no room for the page: it fails" test "$status" != 0
page "no room for the page: the old one stays" "$work/written.html"
check "-O: nothing is left behind" test -z "$(find "$work" -maxdepth 1 -name '.tpm-probe*')"
as_planted "$probe" -T "$tcti" report -o json >"$work/report.json"
check "-o json: as the schema says" python3 -c "$valid" "$work/report.json" "$schema"
capture "$probe" --from "$work/report.json" report
is "$status" 0 "--from: status 0"
# What is asked of the machine where the page is made is not asked where it is read.
is "$(grep -c '<article' <<<"$output")" "$(grep -c '<article' "$work/page.html")" \
	"--from: the same findings"
tests/bench/make_report.py >"$work/bench.json"
"$probe" --from "$work/report.json" report --bench "$work/bench.json" >"$work/bench.html"
page "--bench" "$work/bench.html"
has_line "$work/bench.html" '<svg class="chart"' "--bench: its plots"
check "without: none" test -z "$(grep '<svg' "$work/page.html")"
for text in plain hostile long; do
	tests/report/make_full.py $text >"$work/$text.json"
	"$probe" --from "$work/$text.json" report >"$work/$text.html"
	is "$?" 0 "$text: a page with every fact"
	page "$text" "$work/$text.html"
done
sed 's/<article/<script><\/script><article/' "$work/page.html" >"$work/changed.html"
check "a script would be seen" test -n "$(tests/report/check_page.py "$work/changed.html")"
sed 's/<article/<article onclick="x()"/' "$work/page.html" >"$work/changed.html"
check "a handler would be seen" test -n "$(tests/report/check_page.py "$work/changed.html")"
sed 's/<h2>/<img src="x"><h2>/' "$work/page.html" >"$work/changed.html"
check "a reference would be seen" test -n "$(tests/report/check_page.py "$work/changed.html")"
for bad in "--redact --no-redact" "--no-redact" "operand" "--bench $work/nowhere" "--file="; do
	# shellcheck disable=SC2086 # several words
	capture "$probe" -T "$tcti" report $bad
	like "$status" '^[12]$' "report $bad: refused"
done

# ---- The bundle ---------------------------------------------------------------------------------
# bundle NAME ARGUMENT...: unpacked to $work/NAME.
bundle() {
	local name=$1
	shift
	capture as_planted "$probe" "$@" report --bundle "$work/$name.tar" "${more[@]}"
	is "$status$output" 0 "$name: status 0, and nothing is printed"
	mkdir "$work/$name"
	check "$name: tar takes it" tar -x -f "$work/$name.tar" -C "$work/$name" --strip-components 1
	check "$name: the JSON is as the schema says" python3 -c "$valid" "$work/$name/report.json" \
		"$schema"
	page "$name: the page" "$work/$name/report.html"
	check "$name: it can be read back" "$probe" --from "$work/$name/report.json" info
}
# found NAME: known values that stand in it.
found() {
	grep -r -i -o -h -F -f "$work/known" "$work/$1" | sort -u
}
more=()
bundle redacted -T "$tcti"
like "$errors" 'redacted.tar is written.*left out' "redacted: said, on standard error"
is "$(found redacted)" "" "redacted: nothing of it tells whose machine it is"
is "$(stat -c %a "$work/redacted.tar")" 600 "redacted: for the caller alone until it is sent"
readme=$(<"$work/redacted/README.txt")
like "$readme" 'ek_certificate.public_key: [12] left out' "redacted: it says that keys were left out"
like "$readme" 'tpm_object.name: [1-9] left out' "redacted: it says that names were left out"
like "$readme" 'setting.value: [1-9] with parts left out' "redacted: it says where parts were left out"
like "$(<"$work/redacted/report.json")" '"redacted": true' "redacted: the JSON says that it is"
like "$(<"$work/redacted/report.json")" '"presence": "withheld"' "redacted: and of each fact"
has_line "$work/redacted/report.html" '0x81010001' "redacted: what helps is there"
has_line "$work/redacted/doctor.txt" 'rules: ' "redacted: what doctor says is there"
more=(--no-redact)
bundle whole -T "$tcti"
while read -r value; do
	case $value in
	CONTENTS* | 434f4e* | "$id" | "Kurt Wurstel" | "${host%%.*}") continue ;; # in no report at all
	esac
	check "whole: $value is found" grep -r -q -i -F "$value" "$work/whole"
done <"$work/known"
like "$(<"$work/whole/README.txt")" 'Nothing was left out' "whole: it says so"
# Made anew of the whole report, it is redacted all the same: what is kept back is known by its place.
more=()
grep -v -i "wurst\|$host\|${host%%.*}" "$work/known" >"$work/known.tpm"
bundle again --from "$work/whole/report.json"
is "$(grep -r -i -o -h -F -f "$work/known.tpm" "$work/again")" "" "again: nothing of the TPM's"
capture as_planted "$probe" --from "$work/whole/report.json" report --redact
is "$status$(grep -i -F -f "$work/known" <<<"$output")" 0 "--redact: the page is without it too"

# Secrets in every free text, in every encoding.
tests/report/plant_secrets.py "$host" "$user" "$work/secrets" <"$work/report.json" >"$work/planted.json"
check "there are 40 secrets and more" test "$(wc -l <"$work/secrets")" -ge 40
more=(--no-redact)
bundle open --from "$work/planted.json"
is "$(while read -r secret; do grep -r -q -F -e "$secret" "$work/open" || echo "$secret"; done \
	<"$work/secrets")" "" "open: every secret would be found"
more=()
bundle planted --from "$work/planted.json"
is "$(grep -r -o -h -F -f "$work/secrets" "$work/planted" | sort -u)" "" "planted: no secret is left"
capture as_planted "$probe" --from "$work/planted.json" report --redact
is "$(grep -o -F -f "$work/secrets" <<<"$output" | sort -u)" "" "planted: nor on the page"

# Another machine's files: udev's database, the boot log.
cp -r tests/data/sysroot/crb "$work/crb.root"
printf 'E:%s\n' ID_SERIAL_SHORT=WD-PLANTED-1 ID_NET_NAME_MAC=enx525400123456 \
	ID_TPM2_MANUFACTURER=IFX >>"$work/crb.root/run/udev/data/c10:224"
mkdir -p "$work/crb.root/etc"
echo crb-planted-host >"$work/crb.root/etc/hostname"
printf 'WD-PLANTED-1\n525400123456\ncrb-planted-host\n' >>"$work/known"
bundle crb --sysroot "$work/crb.root"
is "$(found crb)" "" "crb: nothing tells whose machine it is"
udev=$(<"$work/crb/udev.txt")
like "$udev" 'N: /dev/tpm0.*E: ID_SERIAL_SHORT=\[redacted\]' "crb: udev's database, without serial numbers"
like "$udev" 'E: ID_TPM2_MANUFACTURER=IFX' "crb: what is known to be harmless stays"
check "crb: the event log as text" test -s "$work/crb/event-log.txt" -o \
	-n "$(grep 'event-log.txt.*not here' "$work/crb/README.txt")"
sed 's/"description": "option ROM[^"]*"/"description": "disk SN-PLANTED-2"/
	s/"description": "Start[^"]*"/"description": "MAC(52:54:00:aa:bb:cc) start"/' \
	tests/fuzz/corpus/fuzz_json/event-log >"$work/event-log.json"
bundle events --from "$work/event-log.json"
is "$(grep -r -o -h 'SN-PLANTED-2\|52:54:00:aa' "$work/events")" "" "events: no disk, no address"
like "$(<"$work/events/event-log.txt")" '[Ss]eparator' "events: what the firmware says stays"
like "$(<"$work/events/README.txt")" 'boot_event.description: [0-9]+ left out' "events: said"

# ---- Many machines ------------------------------------------------------------------------------
"$probe" -T "$tcti" doctor --active -o json >"$work/doctor.json"
# A sanitizer's time and memory are not the tool's: fewer do.
n=$([[ ${SAN-} ]] && echo 150 || echo 1000)
read -r locked vulnerable slow < <(tests/report/make_fleet.py "$work/f1000" "$n" \
	"$work/doctor.json" "$work/report.json")
capture "$probe" fleet "$work/f1000" --file "$work/fleet.html"
is "$status$errors" 0 "fleet of 1000: status 0, nothing on standard error"
is "$(grep -c '^host' <<<"$output")" "$n" "fleet of 1000: a line each"
like "$output" ", $locked in lockout, " "fleet of 1000: $locked in lockout"
like "$output" "$vulnerable affected by CVE-2017-15361" "fleet of 1000: $vulnerable with ROCA"
like "$output" " $slow with an unusual latency" "fleet of 1000: $slow are slow"
is "$(grep -c '^host.* ms slow ' <<<"$output")" "$slow" "fleet of 1000: each of them is named"
like "$output" $'\n'"$vulnerable +IFX +SLB9670 +7\.40\.11\.1 +$vulnerable +" "fleet of 1000: by model"
page "fleet of 1000" "$work/fleet.html"
is "$(stat -c %a "$work/fleet.html")" 644 "fleet of 1000: the page is for everybody"
"$probe" fleet "$work/f1000" -o json -O "$work/again.html" >"$work/fleet.json"
is "$(<"$work/again.html")" "$(<"$work/fleet.html")" "fleet -o json -O: the same page"
check "fleet -o json: as the schema says" python3 -c "$valid" "$work/fleet.json" "$schema"
is "$(python3 -c 'import json, sys
f = json.load(sys.stdin)["fleet"]
print(f["tpms"], f["broken"], f["in_lockout"], f["outliers"], sum(m["tpms"] for m in f["models"]))' \
	<"$work/fleet.json")" "$n 0 $locked $slow $n" "fleet -o json: the numbers"

# Broken ones among them, named by operands.
mkdir "$work/getcap" "$work/empty"
for group in properties-fixed properties-variable pcrs; do
	tpm2_getcap -T "$tcti" $group >"$work/getcap/$group.txt"
done
head -c 5000 "$work/doctor.json" >"$work/cut.json"
capture "$probe" fleet "$work/doctor.json" "$work/cut.json" "$work/getcap" "$work/none" \
	"$work/empty" --from "$work/report.json" -O "$work/few.html"
is "$status" 1 "broken ones: status 1"
for name in cut.json none empty; do
	like "$errors" "$work/$name: ." "broken ones: $name is named on standard error"
	like $'\n'"$output" $'\n'"$work/$name [^"$'\n'"]* [a-z]" "broken ones: $name is named in the table"
	has_line "$work/few.html" "$work/$name<" "broken ones: $name is named on the page"
done
like "$output" '3 TPMs, 3 that could not be read' "broken ones: the others are shown"
is "$(grep -c '^/.* IBM ' <<<"$output")" 3 "broken ones: the others' lines"
page "broken ones" "$work/few.html"
capture "$probe" fleet "$work/doctor.json" -O -
is "$status$(grep -c '<h1>TPM fleet</h1>' <<<"$output")" 01 "-O -: the page to standard output"
capture "$probe" fleet "$work/doctor.json" --fail-on info
is "$status" 6 "--fail-on: status 6"
capture "$probe" fleet "$work/cut.json" "$work/doctor.json" --fail-on info
is "$status" 1 "--fail-on, one broken: status 1, for nobody knows the rest"
capture "$probe" fleet
is "$status" 2 "fleet of nothing: status 2"
capture "$probe" -T "$tcti" fleet "$work/doctor.json"
is "$status" 2 "fleet with a TPM: status 2"
capture "$probe" fleet "$work/cut.json"
is "$status" 1 "fleet of nothing but what is broken: status 1"

# Processor time, the better of two: how busy the machine is otherwise is not the tool's affair.
mkdir "$work/f100"
cp "$work"/f1000/host000*.json "$work/f100"
took=''
for _ in 1 2; do
	read -r now kilobytes < <(tests/report/measure.py "$probe" fleet "$work/f1000")
	[[ $took && $took -lt $now ]] || took=$now
done
read -r _ few < <(tests/report/measure.py "$probe" fleet "$work/f100")
diag "fleet of 1000 reports of $(stat -c %s "$work/f1000/host00000.json") bytes: $took ms," \
	"$kilobytes kB; of 100: $few kB"
if [[ ! ${SAN-} ]]; then
	check "fleet of 1000: under 3 s" test "$took" -lt 3000
	check "fleet of 1000: memory is flat, a line of 4 kB each" test \
		$((kilobytes - few)) -lt $((900 * 4))
fi
done_testing
