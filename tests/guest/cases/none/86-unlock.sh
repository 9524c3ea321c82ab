#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# unlock: what it says of volumes is what a real unlock then does, in each state of the TPM, with the
# systemd-cryptenroll and clevis of this machine. It leaves no trace in the TPM and never unseals.
. tests/guest/lib.sh
. tests/guest/doctor.sh
PATH=$PATH:/usr/sbin

tpm_probe=$TOP/$tpm_probe
cd "$CASE_DIR" || exit 1
state=$CASE_DIR/state
start_swtpm_state "$state" --log "file=$CASE_DIR/commands,level=20"
export TPM2TOOLS_TCTI=$tcti
printf pass >key
mkdir -p /etc/systemd

# ---- Volumes --------------------------------------------------------------------------------------
truncate -s 4M base.img
cryptsetup luksFormat -q --luks2-metadata-size 64k --luks2-keyslots-size 2m --pbkdf pbkdf2 \
	--pbkdf-force-iterations 1000 base.img key 2>/dev/null
declare -A kind=()
# enrol NAME OPTION...: one more volume, bound by systemd.
enrol() {
	cp base.img "$1.img"
	kind[$1]=systemd
	PASSWORD=pass NEWPIN=1234 systemd-cryptenroll --tpm2-device=auto "${@:2}" "$1.img" >>enrol.log 2>&1 ||
		not_ok "enrol $1" "$(tail -5 enrol.log)"
}
# bind NAME PIN CONFIG: the same by clevis.
bind() {
	cp base.img "$1.img"
	kind[$1]=clevis
	clevis luks bind -y -k key -d "$1.img" "$2" "$3" >>enrol.log 2>&1 ||
		not_ok "bind $1" "$(tail -5 enrol.log)"
}
# sign KEY: tpm2-pcr-signature.json for PCR 16 as it is, by systemd's rules.
sign() {
	local values policy fingerprint
	values=$(tpm2_pcrread -Q sha256:16 -o /dev/stdout | sha256sum | cut -d' ' -f1)
	policy=$(printf '%064d0000017f00000001000b03000001%s' 0 "$values" | xxd -r -p | sha256sum | cut -d' ' -f1)
	fingerprint=$(openssl rsa -in "$1" -RSAPublicKey_out -outform DER 2>/dev/null | sha256sum | cut -d' ' -f1)
	printf '{"sha256":[{"pcrs":[16],"pkfp":"%s","pol":"%s","sig":"%s"}]}\n' "$fingerprint" "$policy" \
		"$(xxd -r -p <<<"$policy" | openssl dgst -sha256 -sign "$1" | base64 -w0)"
}
signature=/etc/systemd/tpm2-pcr-signature.json
for name in own other; do
	openssl genrsa -out "$name.pem" 2048 2>/dev/null
done
openssl rsa -in own.pem -pubout -out own.pub 2>/dev/null
sign own.pem >own.json
cp own.json "$signature"

enrol none --tpm2-pcrs=
enrol pcr16 --tpm2-pcrs=16
enrol pcr7 --tpm2-pcrs=7
enrol pcr0_7 --tpm2-pcrs=0+7
enrol pin --tpm2-pcrs=16 --tpm2-with-pin=yes
enrol signed --tpm2-pcrs= --tpm2-public-key=own.pub --tpm2-public-key-pcrs=16
cp pcr16.img two.img
kind[two]=systemd
PASSWORD=pass systemd-cryptenroll --tpm2-device=auto --tpm2-pcrs=7 two.img >>enrol.log 2>&1
bind clevis16 tpm2 '{"pcr_bank":"sha256","pcr_ids":"16"}'
bind clevis tpm2 '{}'
bind sss sss '{"t":2,"pins":{"tpm2":[{"pcr_bank":"sha256","pcr_ids":"16"},{"pcr_bank":"sha256","pcr_ids":"7"}]}}'
# A damaged blob: a bit of the private part.
cp pcr16.img damaged.img
kind[damaged]=systemd
cryptsetup token export --token-id 0 damaged.img >token.json
python3 -c 'import base64, json, sys
token = json.load(open("token.json"))
blob = bytearray(base64.b64decode(token["tpm2-blob"]))
blob[40] ^= 1
token["tpm2-blob"] = base64.b64encode(blob).decode()
json.dump(token, open("token.json", "w"))'
cryptsetup token remove --token-id 0 damaged.img
cryptsetup token import --token-id 0 --json-file token.json damaged.img
cp pcr16.img orphan.img
kind[orphan]=systemd
cryptsetup luksKillSlot -q --key-file key orphan.img 1
cp base.img plain.img
kind[plain]=systemd

# ---- Comparing --------------------------------------------------------------------------------------
# real NAME: does it unlock?
real() {
	if [[ ${kind[$1]} == clevis ]]; then
		clevis luks pass -d "$1.img" -s 1 >/dev/null 2>&1
		return
	fi
	[[ $1 != pin ]] || set -- pin "${pin-1234}"
	printf '%s' "${2-}" | cryptsetup open --token-only --test-passphrase "$1.img" >/dev/null 2>&1
}
# everything that may not change: counters, NV, handles, and what is loaded.
traces() {
	tpm2_getcap -T "device:/dev/tpm$number" properties-variable | grep -E 'LOCKOUT|inLockout|HR_'
	tpm2_getcap -T "device:/dev/tpm$number" handles-nv-index
	tpm2_getcap -T "device:/dev/tpm$number" handles-persistent
	tpm2_getcap -T "device:/dev/tpm$number" handles-transient
	tpm2_getcap -T "device:/dev/tpm$number" handles-loaded-session
}
images=("${!kind[@]}")
images=("${images[@]/%/.img}")
cases=0
unknowns=0
# compare STATE [OPTION...]: every volume's verdict with what is then true.
compare() {
	local name said before wrong='' mark
	before=$(traces)
	mark=$(wc -l <commands)
	capture "$tpm_probe" unlock "${@:2}" -o json "${images[@]}"
	tail -n "+$mark" commands | grep -qE '^ 80 0[12]( ..){4} 00 00 01 5E' && not_ok "$1: never unseals"
	is "$(traces)" "$before" "$1: counters, NV, handles and sessions are as before"
	printf '%s' "$output" >report.json
	for name in "${!kind[@]}"; do
		said=$(python3 -c 'import json, sys
for volume in json.load(open("report.json"))["volumes"]:
    if volume["source"] == sys.argv[1]:
        print(volume["verdict"], *volume["causes"])' "$name.img")
		cases=$((cases + 1))
		case $said in
		unknown*) unknowns=$((unknowns + 1)) ;;
		# Only loading the key shows that it is damaged.
		should_unlock*) real "$name" || [[ $name == damaged && ${*:2} != *--active* ]] || wrong+=" $name($said)" ;;
		*) ! real "$name" || wrong+=" $name($said)" ;;
		esac
	done
	is "$wrong" "" "$1: every verdict is what a real unlock does"
}
# causes NAME: in the report of the last compare.
causes() {
	python3 -c 'import json, sys
for volume in json.load(open("report.json"))["volumes"]:
    if volume["source"] == sys.argv[1] + ".img":
        print(*volume["causes"], *("PCR%d" % p["pcr"] for b in volume["bindings"] for p in b["pcrs_differ"]))' "$1"
}

# ---- States -----------------------------------------------------------------------------------------
one=$(printf '%063d1' 0)
compare "nothing changed" --active
is "$(causes pcr16)" none "nothing changed: no cause"
is "$(causes pin)" pin_needed "a PIN is needed"
is "$(causes damaged)" blob_damaged "the damaged blob, as its siblings load"
is "$(causes orphan)" token_without_keyslot "the token whose keyslot is gone"
is "$(causes plain)" no_token "no token"
compare "nothing changed, without --active"

tpm2_pcrextend "16:sha256=$one"
compare "PCR 16 extended" --active
is "$(causes pcr16)" "pcr_changed PCR16" "PCR 16 is named"
is "$(causes clevis16)" "pcr_changed PCR16" "PCR 16 is named for clevis"
is "$(causes signed)" "signature_other_pcrs pcr_changed PCR16" "no signature for this value"
tpm2_pcrreset 16
compare "PCR 16 back" --active
tpm2_pcrextend "16:sha1=$(printf '%040d' 1)"
compare "only the other bank extended" --active
tpm2_pcrreset 16

mv "$signature" away.json
compare "signature missing"
is "$(causes signed)" signature_missing "the missing signature"
sign other.pem >"$signature"
compare "signature by another key"
is "$(causes signed)" signature_other_key "the other key"
cp own.json "$signature"

pin=0000
real pin && not_ok "a wrong PIN unlocks"
unset pin
compare "after a wrong PIN" --active

tpm2_dictionarylockout -s -n 1 -t 7200 -l 7200
compare "lockout"
is "$(causes pcr16)" lockout "in lockout: without a PIN, too"
compare "lockout, --active" --active
tpm2_dictionarylockout -c
tpm2_dictionarylockout -s -n 32 -t 7200 -l 7200
compare "after the lockout" --active

tpm2_changeauth -c owner secret
compare "owner password"
is "$(causes pcr16)" owner_password "the owner's password"
tpm2_changeauth -c owner -p secret

tpm2_pcrextend "7:sha256=$one"
compare "PCR 7 extended" --active
is "$(causes pcr7)" "pcr_changed PCR7" "PCR 7 is named"
is "$(causes pcr0_7)" "pcr_changed PCR7" "PCR 7 of 0 and 7 is named"

tpm2_clear
compare "cleared" --active
is "$(causes none)" tpm_cleared "the TPM was cleared"
compare "cleared, without --active"

pull
capture "$tpm_probe" unlock -o json pcr16.img
is "$status" 4 "no TPM: status 4"
like "$output" '"no_device"' "no TPM: the volume says so"

check "unknown in at most 5 % of $cases cases: $unknowns" test $((unknowns * 20)) -le "$cases"
done_testing
