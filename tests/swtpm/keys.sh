#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# keys, nv, ek and attest: against a swtpm with certificates and one without, with altered bytes, and what
# is left behind.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh
. tests/swtpm/certified.sh

# json EXPRESSION: a value of the JSON in $output, by a Python expression about r and its first TPM t.
json() {
	python3 -c 'import json, sys
r = json.load(sys.stdin)
t = r["tpms"][0] if r["tpms"] else {}
steps = {s["name"]: s["status"] for s in t.get("attestation", {}).get("steps", [])}
objects = {hex(o["handle"]): o for o in t.get("objects") or []}
indices = {hex(i["handle"]): i for i in t.get("nv_indices") or []}
certificates = {hex(c["handle"]): c for c in t.get("ek_certificates") or []}
print(eval(sys.argv[1]))' "$1" <<<"$output" 2>&1
}
loaded() {
	tpm2_getcap -T "$swtpm_tcti" handles-transient
	tpm2_getcap -T "$swtpm_tcti" handles-loaded-session
}
# shellcheck disable=SC2317 # called by wait_for
is_empty() {
	[[ ! $(loaded) ]]
}
# nothing_left NAME: no object and no session is in the TPM.
nothing_left() {
	is "$(loaded)" "" "$1: nothing is left in the TPM"
}
# reads_back NAME REGEX COMMAND...: a report that was saved shows it, and is described by the schema.
reads_back() {
	local name=$1 regex=$2
	shift 2
	"$probe" -T "$tcti" "$@" -o json >"$work/report.json"
	capture "$probe" --from "$work/report.json" "$@"
	like "$output" "$regex" "$name: --from shows it"
	check "$name: valid by the schema" python3 -c 'import json, sys, jsonschema
jsonschema.Draft202012Validator(json.load(open(sys.argv[2]))).validate(json.load(open(sys.argv[1])))' \
		"$work/report.json" "$schema"
}
export LC_ALL=C.UTF-8

# ---- A TPM without certificates and without keys ------------------------------------------------
start_swtpm
swtpm_tcti=$tcti
capture "$probe" -T "$tcti" keys
is "$status,$output" "0,persistent objects: none" "keys: none"
capture "$probe" -T "$tcti" nv
is "$status,$output" "0,NV indices: none" "nv: none"
capture "$probe" -T "$tcti" ek
is "$status" 0 "ek without certificate: status 0"
like "$output" 'VM-001 this TPM is software.*EK-002 the TPM has no certificate.*ek_cert_less' "ek without certificate: what it means"
capture "$probe" -T "$tcti" ek --verify /etc/hostname
is "$status" 1 "ek --verify: a file without a certificate"
like "$errors" 'no X.509 certificate is in it' "ek --verify: why"
capture "$probe" -T "$tcti" attest
is "$status" 2 "attest wants --self-test"
for ek in '' rsa2048 p256 rsa2048-high p256-high p384 p521; do
	# shellcheck disable=SC2086
	capture "$probe" -T "$tcti" attest --self-test ${ek:+--ek $ek} -o json
	is "$status" 0 "attest ${ek:-best EK}: passes"
	is "$(json '[n for n, s in steps.items() if s != "pass"]')" "['certificate', 'event log']" \
		"attest ${ek:-best EK}: every step but those about what is not there"
	nothing_left "attest ${ek:-best EK}"
done
capture "$probe" -T "$tcti" attest --self-test --ek rsa4096
is "$status" 1 "an EK that the TPM does not make: fails"
like "$errors" 'endorsement key: TPM2_CreatePrimary' "an EK that the TPM does not make: which step"
nothing_left "an EK that the TPM does not make"

# Keys of each kind: what is told of them.
t2() {
	local tool=$1 said
	shift
	said=$("$tool" -T "$swtpm_tcti" "$@" 2>&1) || {
		diag "$tool $*: status $?: $said"
		return 1
	}
}
# persist HANDLE TOOL ARGUMENT...: what the tool makes becomes persistent, and nothing else stays.
persist() {
	local handle=$1
	shift
	t2 "$@" -c made.ctx && t2 tpm2_evictcontrol -C "${hierarchy-o}" -c made.ctx "$handle" &&
		t2 tpm2_flushcontext -t
}
srk='restricted|decrypt|fixedtpm|fixedparent|sensitivedataorigin|userwithauth'
(
	cd "$work" || exit 1
	persist 0x81000001 tpm2_createprimary -C o -g sha256 -G ecc -a "$srk|noda" &&
		persist 0x81000005 tpm2_createprimary -C o -g sha256 -G rsa -a "$srk" &&
		hierarchy=p persist 0x81800001 tpm2_createprimary -C p -G ecc &&
		t2 tpm2_createek -G rsa -c 0x81010001 && t2 tpm2_flushcontext -t &&
		t2 tpm2_create -C 0x81000001 -G ecc -u key.pub -r key.priv \
			-a 'sign|fixedtpm|fixedparent|sensitivedataorigin|userwithauth' && t2 tpm2_flushcontext -t &&
		persist 0x81000010 tpm2_load -C 0x81000001 -u key.pub -r key.priv &&
		t2 tpm2_flushcontext -l
) || not_ok "keys of each kind are made"
capture "$probe" -T "$tcti" keys -o json
is "$(json '{h: (o["use"], o["hierarchy"], o["template"]) for h, o in objects.items()}')" \
	"{'0x81000001': ('SRK', 'owner', 'storage root key'), '0x81000005': ('SRK', 'owner', 'storage root key'), '0x81000010': ('signing key', 'owner', None), '0x81010001': ('EK', 'endorsement', 'TCG EK template L-1'), '0x81800001': ('storage parent', 'platform', None)}" \
	"keys: use, hierarchy by name, template"
is "$(json 'objects["0x81000001"]["fits"]')" \
	"['TCG provisioning guidance', 'systemd', 'FAPI P_ECCP256SHA256-low-range', 'FAPI P_ECCP256SHA256-high-range']" \
	"keys: who makes such an SRK"
is "$(json 'objects["0x81000005"]["fits"]')" "['FAPI P_RSA2048SHA256-legacy']" "keys: an SRK without noDA"
is "$(json 'hex(objects["0x81000010"]["parent"]), objects["0x81000010"]["wraps_keys"], objects["0x81000001"]["wraps_keys"]')" \
	"('0x81000001', False, True)" "keys: which key is below which, and what wraps keys"
is "$(json 'objects["0x81000001"]["attribute_names"]')" \
	"['fixedTPM', 'fixedParent', 'sensitiveDataOrigin', 'userWithAuth', 'noDA', 'restricted', 'decrypt']" \
	"keys: attributes in words"
is "$(json 'objects["0x81000001"]["name"]')" "$(tpm2_readpublic -T "$swtpm_tcti" -c 0x81000001 | sed -n 's/^name: //p')" \
	"keys: the name is that of tpm2_readpublic"
reads_back keys '0x81000010  signing key' keys
capture "$probe" -T "$tcti" attest --self-test -o json
is "$status,$(json 'steps["storage key"], steps["sealed data"]')" "0,('pass', 'pass')" "attest with an SRK"
like "$output" 'the SRK at 0x81000001' "attest takes the SRK"
nothing_left "attest with an SRK"

# NV of each type; contents are never read.
(
	# The policy of a pin index does not matter here, but it has to have one.
	t2 tpm2_nvdefine 0x01800001 -C o -s 8 -a 'ownerread|ownerwrite|nt=counter' &&
		t2 tpm2_nvincrement 0x01800001 -C o &&
		t2 tpm2_nvdefine 0x01800002 -C o -s 8 -a 'authread|authwrite|nt=bits' &&
		t2 tpm2_nvdefine 0x01d10200 -C o -s 32 -a 'authread|authwrite|nt=extend' &&
		t2 tpm2_nvdefine 0x01880001 -C o -s 4 -a 'authread|authwrite|no_da' &&
		t2 tpm2_nvwrite 0x01880001 -i - <<<"abc"
) || not_ok "NV indices of each type are made"
capture "$probe" -T "$tcti" nv -o json
is "$(json '{h: (i["owner"], i["type"], i["size"], i["written"]) for h, i in indices.items()}')" \
	"{'0x1800001': ('platform owner', 'counter', 8, True), '0x1800002': ('platform owner', 'bits', 8, False), '0x1880001': ('platform owner (Windows)', 'ordinary', 4, True), '0x1d10200': ('Linux (systemd)', 'extend', 32, False)}" \
	"nv: owner, type, size, written"
unlike "$output" '616263' "nv: no contents"
reads_back nv '0x01d10200 Linux' nv

# ---- Passwords: nothing is tried that could count -----------------------------------------------
t2 tpm2_changeauth -c e secret
t2 tpm2_evictcontrol -C o -c 0x81000001
t2 tpm2_changeauth -c o secret
capture "$probe" -T "$tcti" attest --self-test -o json
is "$status,$(json '[s for s in steps.values() if s == "fail"], steps["endorsement key"], steps["storage key"], steps["sealed data"]')" \
	"1,([], 'skipped', 'skipped', 'skipped')" "passwords of the hierarchies: skipped, and no quote shown"
like "$errors" 'no quote was shown: endorsement key: ' "passwords of the hierarchies: what was not shown"
like "$output" 'endorsementAuthSet' "passwords of the hierarchies: why"
is "$(tpm2_getcap -T "$swtpm_tcti" properties-variable | grep TPM2_PT_LOCKOUT_COUNTER)" "TPM2_PT_LOCKOUT_COUNTER: 0x0" \
	"passwords of the hierarchies: no failure was counted"
end "$pid"

# ---- A TPM with certificates --------------------------------------------------------------------
check "swtpm_setup makes certificates" make_certified "$work/certified" --create-platform-cert
serve tests/swtpm/swtpm.py "$work/certified"
upstream=$port
swtpm_tcti=swtpm:host=127.0.0.1,port=$port
tcti=$swtpm_tcti
capture "$probe" -T "$tcti" ek --verify "$work/ca.pem" -o json
is "$status" 0 "ek --verify: status 0"
is "$(json '{h: (c["certified_key"], c["matches"], c["verified"], c["issuer"], "serial" in c) for h, c in certificates.items()}')" \
	"{'0x1c00002': ('rsa 2048', True, True, 'CN=swtpm-localca', False), '0x1c00016': ('ecc p384', True, True, 'CN=swtpm-localca', False)}" \
	"ek: key, matches this TPM, verified; no serial number"
is "$(json '[(c["purpose"], c["certified_key"]) for c in t["other_certificates"]]')" \
	"[('platform certificate', 'rsa 2048')]" "ek: the platform certificate"
nothing_left ek
tpm2_nvread -T "$swtpm_tcti" 0x01c00002 >"$work/ek.der"
serial=$(openssl x509 -inform DER -in "$work/ek.der" -noout -serial | sed 's/serial=//' | tr 'A-F' 'a-f')
capture "$probe" -T "$tcti" ek --show-serials -o json
is "$(json 'certificates["0x1c00002"]["serial"]')" "$serial" "ek --show-serials: as openssl tells it"
capture "$probe" -T "$tcti" ek --show-serials
like "$output" "serial +$serial" "ek --show-serials: in the text"
reads_back ek 'EK certificate, rsa 2048' ek
capture "$probe" --from "$work/report.json" ek --verify "$work/ca.pem"
is "$status" 1 "ek --from --verify: not of a report without the certificates themselves"
"$probe" -T "$tcti" ek --show-serials -o json >"$work/serials.json"
capture "$probe" --from "$work/serials.json" ek --verify "$work/ca.pem" -o json
is "$status,$(json '[c["verified"] for c in certificates.values()], "der" in certificates["0x1c00002"]')" \
	"0,([True, True], False)" "ek --from --verify: of one with them, without the TPM"
capture "$probe" -T "$tcti" ek --verify "$work/root.pem"
is "$status" 1 "ek --verify: by a root without the one between fails"
like "$errors" 'unable to get local issuer certificate' "ek --verify: why"

# The one between, from the chain in NV.
openssl x509 -in "$work/ca/issuercert.pem" -outform DER -out "$work/issuer.der"
size=$(stat -c %s "$work/issuer.der")
head -c 500 "$work/issuer.der" >"$work/chain.0"
tail -c +501 "$work/issuer.der" >"$work/chain.1"
for i in 0 1; do
	t2 tpm2_nvdefine 0x01c0010$i -C o -s "$(stat -c %s "$work/chain.$i")" -a 'ownerwrite|authread|no_da'
	check "a chain in NV: piece $i" t2 tpm2_nvwrite 0x01c0010$i -C o -i "$work/chain.$i"
done
capture "$probe" -T "$tcti" ek --verify "$work/root.pem" -o json
is "$status,$(json '[(hex(c["handle"]), c["subject"], c["size"]) for c in t["other_certificates"] if "chain" in c["purpose"]]')" \
	"0,[('0x1c00100', 'CN=swtpm-localca', $size)]" "ek --verify: over the chain in NV, which two indices hold"
for ek in '' rsa2048 p384; do
	# shellcheck disable=SC2086
	capture "$probe" -T "$tcti" attest --self-test ${ek:+--ek $ek} --verify "$work/ca.pem" -o json
	is "$status,$(json '[n for n, s in steps.items() if s != "pass"]')" "0,['event log']" \
		"attest with a certificate, ${ek:-best EK}"
	nothing_left "attest with a certificate, ${ek:-best EK}"
done
reads_back attest 'PASS +certificate' attest --self-test

# Another TPM's certificate.
check "a second TPM" make_certified "$work/other"
mkdir "$work/swapped"
serve tests/swtpm/swtpm.py "$work/other"
other_pid=$pid
swtpm_tcti=swtpm:host=127.0.0.1,port=$port
t2 tpm2_changeeps
capture "$probe" -T "$swtpm_tcti" ek -o json
is "$(json '[c["matches"] for c in certificates.values()], [v["level"] for v in t["verdicts"] if v["rule"] == "EK-003"]')" \
	"([False, False], ['error'])" "ek: a new seed, and the certificates match no longer"
capture "$probe" -T "$swtpm_tcti" attest --self-test
is "$status,$errors" \
	"1,tpm-probe: certificate: the certificate is for another key than the one that this TPM derives" \
	"attest: a new seed: the step certificate"
nothing_left "a new seed"
end "$other_pid"
swtpm_tcti=swtpm:host=127.0.0.1,port=$upstream

# ---- One altered byte, and the step that it concerns --------------------------------------------
# altered WHAT STEP [OPTION...]
altered() {
	local what=$1 step=$2
	shift 2
	serve tests/swtpm/altering_proxy.py "$upstream" "$what"
	capture "$probe" -T "swtpm:host=127.0.0.1,port=$port" attest --self-test "$@" -o json
	is "$status,$(json '[n for n, s in steps.items() if s == "fail"]')" "1,['$step']" \
		"altered: $what: the step \"$step\" fails, no other"
	like "$errors" "tpm-probe: $step: " "altered: $what: it is named"
	end "$pid"
	nothing_left "altered: $what"
}
serve tests/swtpm/altering_proxy.py "$upstream" nothing
capture "$probe" -T "swtpm:host=127.0.0.1,port=$port" attest --self-test --verify "$work/ca.pem"
is "$status" 0 "through the proxy, nothing altered"
end "$pid"
for ek in rsa2048 p384; do
	altered ek "endorsement key" --ek $ek
	altered ak "attestation key" --ek $ek
	altered credential credential --ek $ek
	altered secret credential --ek $ek
	altered quote "quote signature" --ek $ek
	altered signature "quote signature" --ek $ek
	altered nonce "quote nonce" --ek $ek
	altered pcr "quote PCRs" --ek $ek
	altered certificate certificate --ek $ek --verify "$work/ca.pem"
done
altered wrapped "wrapped key"
altered sealed "sealed data"

# ---- The event log: PCRs as SeaBIOS leaves them, and its log --------------------------------------
log=tests/data/eventlog/seabios.bin
start_swtpm
tpm2_eventlog "$log" 2>/dev/null | python3 -c 'import sys, yaml
for event in yaml.safe_load(sys.stdin)["events"]:
    if event["EventType"] != "EV_NO_ACTION":
        for digest in event["Digests"]:
            if digest["AlgorithmId"] == "sha256":
                print("%d:sha256=%s" % (event["PCRIndex"], digest["Digest"]))' >"$work/extends"
# shellcheck disable=SC2046 # a word a PCR
tpm2_pcrextend -T "$tcti" $(cat "$work/extends") || not_ok "PCRs are extended"
capture "$probe" -T "$tcti" attest --self-test --log-file "$log" -o json
is "$status,$(json 'steps["event log"], "pcrs" in t["event_log"]')" "0,('pass', True)" "event log: leads to the PCRs"
# The digest of the first event, found by its bytes.
python3 - "$log" "$work/extends" "$work/altered.bin" <<'EOF'
import sys
log = bytearray(open(sys.argv[1], "rb").read())
digest = open(sys.argv[2], encoding="ascii").read().split()[0].split("=")[1]
at = log.find(bytes.fromhex(digest))
assert at > 0
log[at + 5] ^= 1
open(sys.argv[3], "wb").write(log)
EOF
capture "$probe" -T "$tcti" attest --self-test --log-file "$work/altered.bin" -o json
is "$status,$(json '[n for n, s in steps.items() if s == "fail"]')" "1,['event log']" \
	"altered: log: the step \"event log\" fails, no other"
like "$errors" 'event log: the log does not lead to the value of PCR [0-7] of bank sha256' "altered: log: it is named"
head -c 300 "$log" >"$work/cut.bin"
capture "$probe" -T "$tcti" attest --self-test --log-file "$work/cut.bin" -o json
is "$status,$(json '[n for n, s in steps.items() if s == "fail"]')" "1,['event log']" "altered: log: cut off"
capture "$probe" -T "$tcti" attest --self-test --log-file "$work/none.bin"
is "$status" 1 "event log: no such file"

# ---- What ends it early -------------------------------------------------------------------------
# cut SIGNAL: while the quote is waited for. The process beside it has another way to the TPM than we.
cut() {
	local tool
	rm -f "$work/stalled"
	serve tests/swtpm/altering_proxy.py "$upstream" "stall:$work/stalled"
	"$probe" -T "swtpm:host=127.0.0.1,port=$port" attest --self-test >"$work/cut.log" 2>&1 &
	tool=$!
	started[$tool]=1
	wait_while "$tool" test -e "$work/stalled" || diag "$(cat "$work/cut.log")"
	check "SIG$1: the quote is waited for" test -e "$work/stalled"
	kill -"$1" "$tool"
	wait "$tool" 2>/dev/null
	is "$?" "$((128 + $(kill -l "$1")))" "SIG$1 ends it"
	unset "started[$tool]"
	check "SIG$1: what was loaded is flushed by the process beside it" wait_for is_empty
	end "$pid"
}
cut KILL
cut TERM
done_testing
