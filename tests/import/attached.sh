#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# --from with what people attach: which machines there are, what is said of each, what is said to be missing.
# The values themselves: tests/import/corpus.py.
. tests/swtpm/lib.sh

corpus=$PWD/tests/import/corpus
cd "$work" || exit 1
ifx='TPM2_PT_FAMILY_INDICATOR:
  raw: 0x322E3000
TPM2_PT_MANUFACTURER:
  raw: 0x49465800
TPM2_PT_FIRMWARE_VERSION_1:
  raw: 0x7003D
TPM2_PT_FIRMWARE_VERSION_2:
  raw: 0xAE100'
locked='TPM2_PT_PERMANENT:
  inLockout:                 1'

# value FILTER: of the JSON that was captured last.
value() {
	python3 -c 'import json, sys; report = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$output"
}
# from FILE COMMAND...: its JSON.
from() {
	local file=$1
	shift
	capture "$probe" --from "$file" "$@" -o json
}

# 1: two people's files in one directory are two machines.
mkdir two
echo "$ifx" >two/alice-properties-fixed.txt
echo "$locked" >two/bob-properties-variable.txt
capture "$probe" fleet two -o json
is "$status" 0 "two owners: status 0"
is "$(value '[(m["name"], m.get("firmware_raw"), m.get("in_lockout")) for m in report["machines"]]')" \
	"[('alice', '0007003d 000ae100', None), ('bob', None, True)]" "two owners: two machines, each with its own facts"
is "$(value '[m["sources"] for m in report["machines"]]')" \
	"[['tpm2_getcap properties-fixed'], ['tpm2_getcap properties-variable']]" "fleet says what each is made of"
mkdir one
echo "$ifx" >one/tpm2_getcap_properties-fixed.txt
echo "$locked" >one/properties-variable
echo 'not about it' >one/notes
from one info
is "$status$(value '(len(report["tpms"]), report["tpms"][0]["state"]["in_lockout"])')" "0(1, True)" \
	"the groups of one machine are one machine"

# 2: nobody's settings are in a dump.
capture "$probe" --from one tcti show
is "$status" 1 "tcti of a text: status 1"
like "$errors" 'not collected' "tcti of a text: not collected"
unlike "$output$errors" 'no such configuration|no node of a TPM' "tcti of a text claims nothing"

# 3: what cannot be read is named.
mkdir -p people/u1 people/u2
echo "$ifx" >people/u1/tpm.txt
echo "$ifx" >people/u2/tpm.txt
if [[ $(id -u) == 0 ]]; then
	chmod 755 . people
	chmod 755 people/*
	chmod 600 people/u2/tpm.txt
	capture setpriv --reuid=65534 --regid=65534 --clear-groups "$probe" --from "$PWD/people"
else
	chmod 0 people/u2/tpm.txt
	capture "$probe" --from "$PWD/people"
fi
is "$status" 1 "an unreadable member: status 1"
like "$errors" 'u2.*Permission denied' "an unreadable member is named"
like "$output" 'u1 +IFX' "the others are shown"

# 4, 5, 6, 7: any name, several groups, handles by their ranges, notes behind values.
{
	echo "$ifx"
	printf 'persistent\n- 0x81000001\n- 0x40000001 - TPM_RH_OWNER: x\nNV\n- 0x1C00002\nsha256:\n  0 : 0x%064d\n' 1
	echo "$locked # <- Not good"
} >anything
from anything caps
is "$(value '[report["tpms"][0]["capabilities"][k] for k in ("handles_persistent", "handles_nv_index", "handles_permanent")]')" \
	"[[2164260865], [29360130], [1073741825]]" "each handle goes where its range says"
from anything info
is "$(value 'report["tpms"][0]["state"]["in_lockout"]')" True "a note behind a value"
from anything pcrs
is "$(value 'len(report["tpms"][0]["pcr_values"])')" 1 "PCRs of the same text"

# 8, 9: a fence at the bank's name; a byte order mark.
from "$corpus/pcrread-fence-glued.txt" pcrs
is "$(value 'len(report["tpms"][0]["pcr_values"])')" 8 "the bank on the fence's line, and the other"
printf '\xef\xbb\xbf%s\n' "$ifx" >mark
from mark info
is "$(value 'report["tpms"][0]["identity"]["family"]')" 2.0 "behind a byte order mark"
from "$corpus/own-report-mark.txt" info
is "$(value 'report["tpms"][0]["identity"]["manufacturer"]')" IFX "a report of tpm-probe behind one"

# 10: cut within a value.
printf '%s\nTPM2_PT_YEAR:\n  raw: 0x7' "$ifx" >"cut"
from cut info
is "$status$(value 'report["tpms"][0]["identity"].get("errata_year")')" 0None "a number that is cut is no value"
like "$errors" 'cut: line 10' "it is said to be cut"
is "$(value 'report["tpms"][0]["identity"]["manufacturer"]')" IFX "what is ahead of it counts"

# 11: what a text does not hold.
capture "$probe" --from "$corpus/pcrread-one-pcr.txt" doctor
like "$output" 'the text does not hold the firmware version' "a missing fact is the text's, not the TPM's"
unlike "$output" 'this TPM does not tell' "and nothing is said of the TPM"

# 12: an error alone.
from "$corpus/error-getcap-failure.txt" doctor
is "$(value '[c["name"] for c in report["response_codes"]]')" "['TPM2_RC_FAILURE']" "an error line is decoded"
printf '%s\nERROR: Esys_Clear(0x921) - tpm:warn(2.0): lockout\n' "${locked/1/0}" >lockout
from lockout doctor
is "$(value '[f["status"] for f in report["findings"] if f["id"] == "DA-002"]')" "['found']" "and fed to the rules"

# 13: one PCR is one PCR.
printf 'sha256:\n  1 : 0x%064d\nagain:\nsha256:\n  1 : 0x%064d\n' 0 0 >pcr
from pcr doctor
is "$(value '[f["status"] for f in report["findings"] if f["id"] == "PCR-002"]')" "['skipped']" "one PCR is no bank"
from pcr pcrs
is "$(value '[(v["bank"], v["index"]) for v in report["tpms"][0]["pcr_values"]]')" "[('sha256', 1)]" "the same bank twice is one"

# 14: more failures than are allowed, and not locked.
printf 'TPM2_PT_PERMANENT:\n  inLockout: 0\nTPM2_PT_LOCKOUT_COUNTER: 0x5\nTPM2_PT_MAX_AUTH_FAIL: 0x3\n' >counter
from counter doctor
is "$(value '[f["status"] for f in report["findings"] if f["id"] == "DA-003"]')" "['found']" "5 of 3 failed authorizations"

# 15: evidence names what was read.
for bank in sha1 sha384; do
	echo "$bank:"
	for pcr in {0..23}; do
		printf '  %-2d: 0x%0*d\n' "$pcr" "$([[ $bank == sha1 ]] && echo 40 || echo 96)" 1
	done
done >banks
from banks doctor
is "$(value '[e["source"] for f in report["findings"] if f["id"] == "PCR-001" for e in f["evidence"]]')" \
	"['tpm2_pcrread']" "the banks are known from tpm2_pcrread"

# 16: a vendor string of numbers.
from "$corpus/getcap-stm-binary-vendor.txt" info
is "$(value 'report["tpms"][0]["identity"]["vendor_string"]')" 0x010104 "a vendor string that is no text is shown as it is"

# Standard input, and what is not understood.
capture "$probe" --from - info -o json <<<"$ifx"
is "$status$(value 'report["tpms"][0]["identity"]["manufacturer"]')" 0IFX "standard input"
like "$(value 'report["sources"]')" "'lines': 8" "the report says what it is made of"
capture "$probe" --from - info -o json <<<"Hello
$ifx
Bye"
like "$errors" 'line 1: not understood: "Hello"' "a line that is not understood is named"
capture "$probe" --from - info <<<'milk and bread'
is "$status" 1 "nothing is understood: status 1"
like "$errors" 'nothing in it is understood.*milk' "nothing is understood: its first line"
gzip -c two/alice-properties-fixed.txt >packed.gz
from packed.gz info
is "$(value 'report["tpms"][0]["identity"]["manufacturer"]')" IFX "compressed"
# A secret goes nowhere.
capture "$probe" --from "$corpus/windows-get-tpm.txt" -o json
unlike "$output$errors" vjnuW "OwnerAuth goes nowhere"
done_testing
