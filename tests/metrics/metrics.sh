#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe metrics from outside: the two formats as their readers take them, the file that is written
# whole or not at all, the limit of commands, what is told of a TPM that cannot be asked, and nothing
# that tells one machine from another.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh
. tests/metrics/certified.sh

# value SERIES: its value in $output.
value() {
	awk -v series="$1" 'index($0, series " ") == 1 { print $NF }' <<<"$output"
}

# openmetrics NAME: $output is what an OpenMetrics parser takes, with all that the format asks for.
openmetrics() {
	check "$1" /usr/bin/python3 -c '
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
text = sys.stdin.read()
families = list(parse(text))
assert text.endswith("\n# EOF\n") and text.count("# EOF") == 1
assert len({f.name for f in families}) == len(families)
for f in families:
    assert f.documentation and f.type != "unknown" and f.samples, f
    assert f.name.startswith("tpm"), f.name
    assert f.unit or not f.name.endswith(("_seconds", "_bytes")), f.name
    keys = [(s.name, tuple(sorted(s.labels.items()))) for s in f.samples]
    assert len(set(keys)) == len(keys), f.name' <<<"$output"
}

# ---- A healthy TPM with certificates ------------------------------------------------------------
vm="vm-4711-of-nobody"
check "a TPM with certificates of endorsement keys" certify "$work/certified" sha256 "$vm"
serve tests/swtpm/swtpm.py "$work/certified"
tcti=swtpm:host=127.0.0.1,port=$port
# Its firmware measures the boot, and a program leaves a wrong password behind.
digest=$(printf 'ab%.0s' {1..32})
for pcr in 0 1 2 3 4 5; do
	tpm2_pcrextend -T "$tcti" "$pcr:sha256=$digest" >/dev/null
done
serve tests/swtpm/counting_proxy.py "$port" "$work/commands"
proxy_tcti=swtpm:host=127.0.0.1,port=$port

capture "$probe" -T "$proxy_tcti" metrics
is "$status" 0 "status 0"
is "$errors" "" "nothing on standard error"
openmetrics "an OpenMetrics parser takes it"
sent=$(wc -l <"$work/commands")
check "at most 12 TPM commands ($sent were sent)" test "$sent" -gt 6 -a "$sent" -le 12
is "$(value 'tpm_probe_commands{tpm="tcti"}')" "$sent" "their number is told"
is "$(value 'tpm_probe_truncated{tpm="tcti"}')" 0 "nothing is left out"
is "$(value tpm_probe_success)" 1 "success"
is "$(value tpm_present)" 1 "a TPM"
is "$(value 'tpm_ek_certificates{tpm="tcti"}')" 2 "two certificates"
is "$(value 'tpm_pcr_empty{tpm="tcti",bank="sha256"}')" 2 "two PCRs that nothing was measured into"
like "$output" 'tpm_info\{tpm="tcti",.*manufacturer="IBM".*modalias="fi2\.0:' "what it is"
metrics=$output
# The certificate as another program reads it.
# shellcheck disable=SC2013 # one word a line
for index in $(sed -n 's/.*not_after.*index="\([^"]*\)".*/\1/p' <<<"$output"); do
	tpm2_nvread -T "$tcti" -C o "$index" >"$work/ek.der" 2>/dev/null ||
		tpm2_nvread -T "$tcti" "$index" >"$work/ek.der"
	end=$(date -d "$(openssl x509 -inform DER -in "$work/ek.der" -noout -enddate | cut -d = -f 2)" +%s)
	is "$(grep "not_after.*$index" <<<"$output" | sed 's/.* //')" "$end" "$index: until when it is valid"
	openssl x509 -inform DER -in "$work/ek.der" -noout -serial | cut -d = -f 2 >>"$work/known"
	openssl x509 -inform DER -in "$work/ek.der" -noout -text |
		sed -n '/pub:\|Modulus:/,/Exponent\|ASN1/p' | grep -o '[0-9a-f:]\{30,\}' | tr -d : |
		cut -c 1-24 >>"$work/known"
done

# ---- Nothing that tells one machine from another ---------------------------------------------------
{
	echo "$vm"
	uname -n
	id -un | grep -v '^root$'
	cat /etc/machine-id
} >>"$work/known" 2>/dev/null
# What is short, say a host called vm, stands in other words by chance.
sed -i '/^.\{0,7\}$/d' "$work/known"
check "there are values to look for" test "$(wc -l <"$work/known")" -ge 6
capture "$probe" -T "$tcti" metrics
is "$(grep -i -F -f "$work/known" <<<"$output")" "" "no serial number, key, certificate or host name"
capture "$probe" -T "$tcti" metrics --textfile -
is "$(grep -i -F -f "$work/known" <<<"$output")" "" "nor in the file"
capture "$probe" -T "$tcti" metrics --identifiers
openmetrics "--identifiers: an OpenMetrics parser takes it"
for known in $(sed -n '/^[0-9A-F]*$/p' "$work/known" | sort -u | head -n 2); do
	# DER's integers have a leading zero where the first bit is set.
	like "${output,,}" "serial=\"0*${known,,}\"" "--identifiers: serial $known"
done

# ---- The limit of commands ----------------------------------------------------------------------
for limit in 1 2 3 5 9; do
	: >"$work/commands"
	capture "$probe" -T "$proxy_tcti" metrics --max-commands "$limit"
	is "$(wc -l <"$work/commands")" "$limit" "--max-commands $limit: so many are sent"
	is "$status $(value 'tpm_probe_truncated{tpm="tcti"}') $(value tpm_probe_success)" "0 1 1" \
		"--max-commands $limit: said, and no failure"
	openmetrics "--max-commands $limit: an OpenMetrics parser takes it"
done
is "$(value 'tpm_probe_left_out{tpm="tcti",part="pcr_values"}')" 1 "what was left out has its name"
for bad in "--max-commands 0" "--textfile $work/x -o json" "--identifiers=yes" "operand"; do
	# shellcheck disable=SC2086 # two words
	capture "$probe" metrics $bad
	is "$status" 2 "metrics $bad: status 2"
done
capture "$probe" info --textfile x
is "$status" 2 "--textfile belongs to metrics"

# Every bank, as swtpm has them by itself, and certificates: too much for 12.
check "a TPM with four banks" certify "$work/four" sha1,sha256,sha384,sha512 "$vm"
serve tests/swtpm/swtpm.py "$work/four"
serve tests/swtpm/counting_proxy.py "$port" "$work/commands-four"
four=swtpm:host=127.0.0.1,port=$port
capture "$probe" -T "$four" metrics
is "$(wc -l <"$work/commands-four")" 12 "four banks: no more than 12 commands"
is "$(grep -c '^tpm_pcr_empty{' <<<"$output") $(grep 'left_out{' <<<"$output")" \
	'2 tpm_probe_left_out{tpm="tcti",part="pcr_values"} 1' "four banks: two are read, which is said"
unlike "$output" 'tpm_pcr_empty.*sha512' "four banks: what was not read is not told"
capture "$probe" -T "$four" metrics --max-commands 40
is "$(grep -c '^tpm_pcr_empty{' <<<"$output") $(value 'tpm_probe_truncated{tpm="tcti"}')" "4 0" \
	"four banks, --max-commands 40: all of them"

# ---- The file -------------------------------------------------------------------------------------
mkdir "$work/textfile"
file=$work/textfile/tpm.prom
(umask 077 && "$probe" -T "$tcti" metrics --textfile "$file") >"$work/out" 2>&1
is "$? $(<"$work/out")" "0 " "--textfile: status 0, and nothing is printed"
is "$(stat -c %a "$file")" 644 "--textfile: mode 0644, whatever the umask"
is "$(ls -A "$work/textfile")" "tpm.prom" "--textfile: nothing else in the folder"
# It dislikes the type in a name; this one is the TPM's own (TPM2_PT_LOCKOUT_COUNTER), and JSON's.
is "$(promtool check metrics <"$file" 2>&1)" \
	"tpm_lockout_counter metric name should not include type 'counter'" \
	"--textfile: promtool takes it, and has nothing else against it"
# The samples are the same ones.
names() {
	grep -v '^#' | sed 's/ [^ ]*$//' | sort
}
is "$(names <"$file")" "$(names <<<"$metrics")" "--textfile: the series of standard output"
is "$("$probe" -T "$tcti" metrics --textfile - | names)" "$(names <"$file")" \
	"--textfile -: the same to standard output"
(cd "$work/textfile" && "$probe" -T "$tcti" metrics --textfile other.prom)
check "--textfile: a name without a folder" test -s "$work/textfile/other.prom"
rm "$work/textfile/other.prom"

# Whoever reads while it is written again sees a whole one.
(
	while [[ -e $work/textfile ]]; do
		text=$(<"$file") || echo "gone"
		[[ $text == *"# EOF" ]] || echo "cut"
	done
) >"$work/torn" 2>&1 &
reader=$!
started[$reader]=1
for ((i = 0; i < 30; i++)); do
	"$probe" -T "$tcti" metrics --textfile "$file"
done
end "$reader"
is "$(<"$work/torn")" "" "--textfile: a reader never sees half a file, or none"

before=$(<"$file")
capture "$probe" -T "$tcti" metrics --textfile "$work/nowhere/tpm.prom"
is "$status" 1 "--textfile in no folder: status 1"
like "$errors" 'nowhere/tpm.prom: No such file.*what to do' "--textfile in no folder: why, and what to do"
mkdir "$work/textfile/folder"
capture "$probe" -T "$tcti" metrics --textfile "$work/textfile/folder"
is "$status" 1 "--textfile names a folder: status 1"
is "$(ls -A "$work/textfile")" $'folder\ntpm.prom' "--textfile names a folder: nothing is left behind"
capture prlimit --fsize=1000 "$probe" -T "$tcti" metrics --textfile "$file"
check "no room for the file: it fails" test "$status" != 0
is "$(<"$file")" "$before" "no room for the file: the old one stays"

# ---- A TPM that cannot be asked -------------------------------------------------------------------
capture "$probe" -T swtpm:host=127.0.0.1,port=1 metrics
is "$status $(value tpm_probe_success) $(value 'tpm_responds{tpm="tcti"}')" "0 0 0" \
	"a TCTI that leads nowhere: status 0, and success 0"
like "$errors" 'what to do' "a TCTI that leads nowhere: the reason on standard error"
openmetrics "a TCTI that leads nowhere: an OpenMetrics parser takes it"
unlike "$output" 'tpm_in_lockout|tpm_ek_certificates' "a TCTI that leads nowhere: nothing is made up"
capture "$probe" -d tpm77 metrics
is "$status $(value tpm_probe_success)" "0 0" "a TPM that is not there: status 0, and success 0"
capture "$probe" -T swtpm:host=127.0.0.1,port=1 metrics --textfile "$file"
is "$status $(grep ^tpm_probe_success "$file")" "0 tpm_probe_success 0" "the file tells it too"
capture "$probe" --sysroot "$work/nothing" metrics
is "$status $output" "1 " "--sysroot without a folder: status 1, and no metrics"
capture "$probe" --from "$work/nothing" metrics
is "$status $output" "1 " "--from without a file: status 1, and no metrics"

# ---- Other machines -------------------------------------------------------------------------------
for root in tests/data/sysroot/*/; do
	capture "$probe" --sysroot "$root" metrics
	is "$status" 0 "--sysroot $root: status 0"
	openmetrics "--sysroot $root: an OpenMetrics parser takes it"
done
capture "$probe" --sysroot tests/data/sysroot/none metrics
is "$(value tpm_present) $(value tpm_probe_success)" "0 1" "a machine without a TPM: none, and that is no failure"
capture "$probe" --sysroot tests/data/sysroot/two metrics
is "$(grep -c '^tpm_info{' <<<"$output")" 2 "--sysroot two: two TPMs"
unlike "$output" 'tpm_responds' "--sysroot: no TPM was asked"
"$probe" -T "$tcti" metrics -o json >"$work/report.json"
check "-o json: as the schema says" python3 -c 'import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))' \
	"$work/report.json" "$schema"
capture "$probe" --from "$work/report.json" metrics
is "$(names <<<"$output")" "$(names <<<"$metrics")" "--from: the series of the live TPM"
like "$(value tpm_probe_last_run_timestamp_seconds)" '^1[0-9]{9}$' "--from: when it was looked at"
for report in tests/fuzz/corpus/fuzz_json/*; do
	capture "$probe" --from "$report" metrics
	[[ $status == 0 ]] || continue
	openmetrics "--from ${report##*/}: an OpenMetrics parser takes it"
	unlike "$("$probe" --from "$report" metrics --textfile - | promtool check metrics 2>&1)" \
		'error|help' "--from ${report##*/}: promtool takes the file"
done

# ---- Facts for Ansible ----------------------------------------------------------------------------
printf '#!/bin/sh\nexec %q -T %q "$@"\n' "$probe" "$tcti" >"$work/tpm-probe"
chmod 755 "$work/tpm-probe"
capture env TPM_PROBE="$work/tpm-probe" probe/monitoring/tpm.fact
is "$status" 0 "facts: status 0"
is "$(python3 -c 'import json, sys
f = json.load(sys.stdin)
t = f["tpms"][0]
print(f["present"], f["success"], t["manufacturer"], t["in_lockout"], t["banks"], "VM-001" in f["findings"])' \
	<<<"$output")" "True True IBM False ['sha256'] True" "facts: what they say"
is "$(grep -i -F -f "$work/known" <<<"$output")" "" "facts: nothing that tells one machine from another"
for tool in "$work/no-such-tool" /bin/false /bin/cat; do
	capture env TPM_PROBE="$tool" probe/monitoring/tpm.fact
	check "facts by $tool: JSON, and status 0" test "$status" = 0
	check "facts by $tool: why there are none" python3 -c 'import json, sys
assert json.load(sys.stdin)["error"]' <<<"$output"
done
done_testing
