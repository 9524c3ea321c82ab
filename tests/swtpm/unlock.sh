#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# unlock on volumes, headers and key files that systemd-cryptenroll, clevis and others made with a swtpm:
# verdicts, causes and PCRs in each state, forms of SOURCE, reports, and what it costs. That a real unlock
# agrees is tests/guest/cases/none/86-unlock.sh's to show.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh
PATH=$PATH:/usr/sbin
export LC_ALL=C.UTF-8
repository=$PWD

start_swtpm
swtpm_port=$port
# systemd and tpm2-tools; the tool itself goes through a proxy that counts.
direct=$tcti
export TPM2TOOLS_TCTI=$direct
: >"$work/commands"
serve tests/swtpm/counting_proxy.py "$swtpm_port" "$work/commands"
tcti=swtpm:host=127.0.0.1,port=$port
cd "$work" || exit 1

# flush: what tools that use the raw connection left.
flush() {
	tpm2_flushcontext -t
	tpm2_flushcontext -l
	tpm2_flushcontext -s
}
loaded() {
	tpm2_getcap handles-transient
	tpm2_getcap handles-loaded-session
}
printf pass >key
truncate -s 4M base.img
cryptsetup luksFormat -q --luks2-metadata-size 64k --luks2-keyslots-size 2m --pbkdf pbkdf2 \
	--pbkdf-force-iterations 1000 base.img key 2>/dev/null
# enrol NAME OPTION...
enrol() {
	cp base.img "$1.img"
	PASSWORD=pass NEWPIN=1234 systemd-cryptenroll "--tpm2-device=$direct" "${@:2}" "$1.img" >enrol.log 2>&1 ||
		diag "enrol $1: $(tail -3 enrol.log)"
	flush 2>/dev/null
}
# unlock OPTION...: its JSON.
unlock() {
	capture "$probe" -T "$tcti" unlock -o json "$@"
}
# told EXPRESSION: of the JSON in $output; v its first volume, b the first binding of that.
told() {
	python3 -c 'import json, sys
r = json.load(sys.stdin)
v = r["volumes"][0]
b = v["bindings"][0] if v.get("bindings") else {}
print(eval(sys.argv[1]))' "$1" <<<"$output" 2>&1
}
# says VERDICT CAUSES [PCRS] NAME: of the first volume.
says() {
	is "$(told '" ".join([v["verdict"], *b["causes"], *map(str, sorted(p["pcr"] for p in b["pcrs_differ"]))])')" "$1" "$2"
}
one=$(printf '%063d1' 0)

# ---- systemd's tokens -----------------------------------------------------------------------------
enrol pcr16 --tpm2-pcrs=16
enrol two --tpm2-pcrs=16+23
enrol pin --tpm2-pcrs=16 --tpm2-with-pin=yes
unlock pcr16.img
says "should_unlock none" "nothing changed"
is "$status" 0 "nothing changed: status 0"
is "$(told '[b["token"], b["kind"], b["keyslots"], b["bank"], b["pcrs"], b["pin"], b["signed_pcrs"], b["pcrlock"], b["commands"]]')" \
	"[0, 'systemd-tpm2', [1], 'sha256', [16], False, [], False, []]" "the binding, key by key"
is "$(told '[v["source"], v["uuid"] == sys.argv[1][:0] or len(v["uuid"]), v["name"], v["format"]]')" \
	"['pcr16.img', 36, None, 'luks2']" "the volume, key by key"
unlock --active pcr16.img two.img
is "$status,$(loaded)" "0," "--active: nothing is left in the TPM"
like "$output" 'this TPM loads the key' "--active: the key was loaded"
tpm2_pcrextend "16:sha256=$one"
unlock pcr16.img
says "will_not_unlock pcr_changed 16" "PCR 16 extended"
is "$status" 6 "PCR 16 extended: status 6"
is "$(told 'b["commands"]')" "['systemd-cryptenroll --wipe-slot=tpm2 --tpm2-device=auto --tpm2-pcrs=16 pcr16.img', 'tpm-probe boots diff']" \
	"the command that binds it again, after what changed"
is "$(told 'b["pcrs_differ"][0]["then"]')" "$(printf '%064d' 0)" "the value that it was sealed to"
unlock two.img
says "will_not_unlock pcr_changed 16" "of two PCRs the one that changed"
tpm2_pcrextend "23:sha256=$one"
unlock two.img
says "will_not_unlock pcr_changed 16 23" "both"
tpm2_pcrreset 16
tpm2_pcrreset 23
unlock --at now pin.img
says "should_unlock pin_needed" "a PIN"
like "$("$probe" -T "$tcti" unlock pin.img)" 'pin.img: the TPM should unlock it once its PIN is typed' "a PIN, in words"
# Nothing tells which value it was: two PCRs, neither zero.
tpm2_pcrextend "16:sha256=$one" "23:sha256=$one"
enrol odd --tpm2-pcrs=16+23
value16=$(tpm2_pcrread -Q sha256:16 -o /dev/stdout | xxd -p -c 32)
value23=$(tpm2_pcrread -Q sha256:23 -o /dev/stdout | xxd -p -c 32)
tpm2_pcrreset 16
tpm2_pcrreset 23
tpm2_pcrextend "16:sha256=${one/1/2}" "23:sha256=${one/1/2}"
unlock odd.img
says "will_not_unlock pcr_changed" "no candidate: no PCR is blamed"
is "$(told 'b["commands"][0][:20], b["commands"][-1][:2]')" "('tpm-probe boots diff', '# ')" "no candidate: no advice to enrol first"
tpm2_pcrreset 16
tpm2_pcrreset 23

cp two.img orphan.img
cryptsetup luksKillSlot -q --key-file key orphan.img 1
unlock orphan.img
says "will_not_unlock token_without_keyslot" "a token without keyslot"
unlock base.img
says "will_not_unlock no_token" "no token"
cp pcr16.img only.img
cryptsetup luksKillSlot -q only.img 0
unlock only.img
like "$(told 'v["notes"]')" 'keyslot 1 is the only one' "the only keyslot is the TPM's"

tpm2_dictionarylockout -s -n 1 -t 480 -l 480
tpm2_createprimary -Q -C o -c parent.ctx && echo secret | tpm2_create -Q -C parent.ctx -p right -i - -u da.pub -r da.priv
flush 2>/dev/null
tpm2_load -Q -C parent.ctx -u da.pub -r da.priv -c da.ctx
tpm2_unseal -c da.ctx -p wrong >/dev/null 2>&1
flush 2>/dev/null
unlock --active pcr16.img
says "will_not_unlock lockout" "locked out, without a PIN"
like "$("$probe" -T "$tcti" unlock pcr16.img)" 'will not unlock it for the next 8 min: it is locked out' "locked out, in words"
tpm2_dictionarylockout -c
tpm2_dictionarylockout -s -n 32 -t 480 -l 480
tpm2_changeauth -c owner secret
unlock --active pcr16.img
says "will_not_unlock owner_password" "an owner password"
tpm2_changeauth -c owner -p secret

# ---- Signed policies --------------------------------------------------------------------------------
for name in own other; do
	openssl genrsa -out "$name.pem" 2048 2>/dev/null
done
openssl rsa -in own.pem -pubout -out own.pub 2>/dev/null
# sign KEY
sign() {
	local values policy fingerprint
	values=$(tpm2_pcrread -Q sha256:16 -o /dev/stdout | sha256sum | cut -d' ' -f1)
	policy=$(printf '%064d0000017f00000001000b03000001%s' 0 "$values" | xxd -r -p | sha256sum | cut -d' ' -f1)
	fingerprint=$(openssl rsa -in "$1" -RSAPublicKey_out -outform DER 2>/dev/null | sha256sum | cut -d' ' -f1)
	printf '{"sha256":[{"pcrs":[16],"pkfp":"%s","pol":"%s","sig":"%s"}]}\n' "$fingerprint" "$policy" \
		"$(xxd -r -p <<<"$policy" | openssl dgst -sha256 -sign "$1" | base64 -w0)"
}
sign own.pem >own.json
sign other.pem >other.json
enrol signed --tpm2-pcrs= --tpm2-public-key=own.pub --tpm2-public-key-pcrs=16
unlock --signature own.json signed.img
says "should_unlock none" "signed: by the token's key"
unlock --signature other.json signed.img
says "will_not_unlock signature_other_key" "signed: by another key"
unlock --signature /nonexistent signed.img
says "will_not_unlock signature_missing" "signed: no file"
sed 's/\[16\]/[17]/' own.json >pcrs.json
unlock --signature pcrs.json signed.img
says "will_not_unlock signature_other_pcrs" "signed: for another PCR"
tpm2_pcrextend "16:sha256=$one"
unlock --signature own.json signed.img
says "will_not_unlock signature_other_pcrs pcr_changed 16" "signed: for another value"
tpm2_pcrreset 16

# ---- Other sources --------------------------------------------------------------------------------------
cryptsetup luksHeaderBackup pcr16.img --header-backup-file backup.hdr
unlock backup.hdr
says "should_unlock none" "a header backup"
truncate -s 1M data.img
unlock data.img
is "$status,$(told 'v["verdict"]')" "3,unknown" "no header: status 3"
unlock --header backup.hdr data.img
says "should_unlock none" "a detached header"
is "$(told 'v["header"]')" backup.hdr "a detached header is named"
cp pcr16.img broken.img
printf 'XXXX' | dd of=broken.img bs=1 seek=5000 conv=notrunc 2>/dev/null
unlock broken.img
says "should_unlock none" "the first copy damaged: the second is read"
printf 'XXXX' | dd of=broken.img bs=1 seek=$((65536 + 5000)) conv=notrunc 2>/dev/null
unlock broken.img
like "$status,$(told 'v["error"]')" '^3,both copies of the LUKS header are damaged' "both copies damaged"
unlock /dev/null
is "$status" 3 "a device that is no volume is not read"
if command -v clevis >/dev/null; then
	bind() {
		cp base.img "$1.img"
		clevis luks bind -y -k key -d "$1.img" "$2" "$3" >bind.log 2>&1 || diag "bind $1: $(tail -3 bind.log)"
		flush 2>/dev/null
	}
	bind clevis tpm2 '{"pcr_bank":"sha256","pcr_ids":"16"}'
	bind sss sss '{"t":1,"pins":{"tpm2":[{"pcr_bank":"sha256","pcr_ids":"16"},{"pcr_bank":"sha256","pcr_ids":"23"}]}}'
	tpm2_pcrextend "16:sha256=$one"
	unlock --active clevis.img
	says "will_not_unlock pcr_changed 16" "clevis: PCR 16 extended"
	is "$(told 'b["kind"], b["commands"][0]')" "('clevis-tpm2', 'clevis luks regen -d clevis.img -s 1')" "clevis: its own command"
	unlock --active sss.img
	says "should_unlock none" "sss: one of two is enough"
	is "$(told '[b["kind"], b["threshold"], [l["verdict"] for l in b["bindings"]]]')" \
		"['clevis-sss', 1, ['will_not_unlock', 'should_unlock']]" "sss: its leaves"
	tpm2_pcrreset 16
else
	skip "clevis" "no clevis here"
fi

# ---- Saved boots ------------------------------------------------------------------------------------------
mkdir boots
boot=8d3b0d7e-1111-4222-8333-944455556666
printf '{"schema":"tpm-probe-boot/1","boot_id":"%s","saved_at":1732406400,"banks":["sha256"],"pcrs":{"sha256":{"16":"%s","23":"%s"}},"cel":[]}\n' \
	"$boot" "$value16" "$value23" >"boots/$boot.json"
chmod 600 "boots/$boot.json"
unlock --boots boots odd.img
says "will_not_unlock pcr_changed 16 23" "a saved boot tells which PCRs"
like "$output" 'it holds with the values of the boot of 2024-11-24' "a saved boot is named"
is "$(told 'b["pcrs_differ"][0]["then"]')" "$value16" "a saved boot tells the value"

# ---- Reports --------------------------------------------------------------------------------------------------
tpm2_pcrextend "16:sha256=$one"
unlock pcr16.img two.img orphan.img base.img
printf '%s' "$output" >report.json
uuid=$(told 'v["uuid"]')
cd "$repository" || exit 1
check "valid by the schema" python3 -c 'import json, sys, jsonschema
jsonschema.Draft202012Validator(json.load(open(sys.argv[2]))).validate(json.load(open(sys.argv[1])))' "$work/report.json" "$schema"
capture "$probe" --from "$work/report.json" unlock
is "$status" 6 "--from: the same status"
like "$output" 'pcr16.img: the TPM will not unlock it, because PCR 16 changed' "--from: the same words"
capture "$probe" --from "$work/report.json" report --redact -o json
unlike "$output" "$uuid" "redacted: no UUID"
like "$output" '"will_not_unlock"' "redacted: the verdict stays"
capture "$probe" --from "$work/report.json" metrics
like "$output" 'tpm_unlock_ready\{volume="two.img"\} 0' "metrics"
capture "$probe" --from "$work/report.json" doctor --category unlock
like "$output" 'UNL-001.*the next boot will ask for the passphrase' "doctor"
capture "$probe" --from "$work/report.json" report -O -
like "$output" '<h2>Volumes</h2>' "the page"
wide=$("$probe" --from "$work/report.json" unlock | grep -v '^ *\(systemd-cryptenroll\|# \)' | awk 'length > 80')
is "$wide" "" "no line is wider than 80 columns, but for commands"
cd "$work" || exit 1
tpm2_pcrreset 16

# ---- What it costs, and another machine -----------------------------------------------------------------------
for ((i = 0; i < 12; i++)); do
	cp pcr16.img "many$i.img"
done
: >commands
unlock many*.img
check "12 volumes: at most 12 commands and 2 for each binding ($(wc -l <commands))" test "$(wc -l <commands)" -le 36
: >commands
unlock --active many*.img
check "12 volumes, --active: the same ($(wc -l <commands))" test "$(wc -l <commands)" -le 36
unlike "$(<commands)" '15e' "TPM2_Unseal is never sent"

mkdir -p root/{etc,dev,proc,sys/dev/block/8:3,run/udev/data}
cp pcr16.img root/dev/sda3
printf 'luks-root UUID=%s none tpm2-device=auto,x-initrd.attach\n# a comment\n' "$uuid" >root/etc/crypttab
printf 'rd.luks.name=%s=luks-root quiet\n' "$uuid" >root/proc/cmdline
printf 'S:disk/by-uuid/%s\nE:ID_FS_TYPE=crypto_LUKS\nE:ID_FS_UUID=%s\n' "$uuid" "$uuid" >root/run/udev/data/b8:3
printf 'MAJOR=8\nMINOR=3\nDEVNAME=sda3\n' >root/sys/dev/block/8:3/uevent
capture "$probe" --sysroot root unlock -o json
is "$(told '[len(r["volumes"]), v["source"], v["name"], v["wanted"], v["verdict"]]')" \
	"[1, '/dev/sda3', 'luks-root', True, 'unknown']" "--sysroot: crypttab, command line and udev name one volume"
chmod 0 root/dev/sda3
chmod 755 "$work"
capture setpriv --reuid 65534 --regid 65534 --clear-groups "$probe" --sysroot root unlock
like "$(xargs <<<"$output")" '/dev/sda3 \(luks-root\): .*needs root to read the header of sda3' "without permission: what is needed"

tpm2_clear
flush 2>/dev/null
unlock --active pcr16.img
says "will_not_unlock tpm_cleared" "the TPM was cleared"
unlock pcr16.img
says "will_not_unlock tpm_cleared" "the TPM was cleared, without --active"
enrol after --tpm2-pcrs=16
unlock --active after.img pcr16.img
says "should_unlock none" "enrolled after the clear"
end "$pid"
tcti=swtpm:host=127.0.0.1,port=1
unlock pcr16.img
is "$status" 4 "no TPM: status 4"
says "will_not_unlock no_device" "no TPM: the volume says so"
cd "$repository" || exit 1
done_testing
