#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Makes the fixtures of this directory anew: real tools bind secrets to a simulated TPM.
#   make.sh NAME [ROOT]   NAME: e.g. systemd-252; ROOT: a tree with the systemd to use (default: /)
# Needs swtpm, tpm2-tools, cryptsetup, systemd-cryptenroll, systemd-measure, openssl, xxd; for the name "clevis" clevis and
# luksmeta instead. The keys and passphrases that it makes protect nothing.
set -eu
name=$1 root=${2:-/}
out=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${root%/}/tmp/unlock-XXXXXX")
inside=/tmp/${work##*/}
in_root() { if [ "$root" = / ]; then "$@"; else chroot "$root" "$@"; fi; }
swtpm_pid=
end() { [ -z "$swtpm_pid" ] || kill "$swtpm_pid" || true; rm -rf "$work"; }
trap end EXIT

swtpm socket --tpm2 --tpmstate "dir=$work" --server "type=unixio,path=$work/tpm" \
    --ctrl "type=unixio,path=$work/tpm.ctrl" --flags startup-clear &
swtpm_pid=$!
until [ -S "$work/tpm.ctrl" ] && [ -S "$work/tpm" ]; do read -rt 0.1 <> <(:) || true; done
export TPM2TOOLS_TCTI=swtpm:path=$work/tpm SYSTEMD_TPM2_DEVICE=swtpm:path=$inside/tpm PASSWORD=pass
export SYSTEMD_FORCE_MEASURE=1
flush() { tpm2_flushcontext -t; tpm2_flushcontext -l; tpm2_flushcontext -s; }
sum() { printf %s "$2" | "$1sum" | cut -d' ' -f1; }
extend() { tpm2_pcrextend "$1:sha256=$(sum sha256 "$2"),sha1=$(sum sha1 "$2")"; }
new_volume() { # file, type
    truncate -s 20M "$work/$1"
    printf pass > "$work/pass"
    in_root cryptsetup luksFormat --type "$2" --pbkdf-force-iterations 1000 --batch-mode \
        $([ "$2" = luks1 ] && echo --key-size=256 || echo --pbkdf=pbkdf2) "$inside/$1" "$inside/pass"
}

enroll() {
    in_root env NEWPIN=1234 systemd-cryptenroll --tpm2-device="swtpm:path=$inside/tpm" "$@" "$inside/volume"
    flush
}
write_pcrs() {
    for bank in sha1 sha256; do
        tpm2_pcrread "$bank" | sed -n "s/^ *\([0-9]*\) *: 0x/$bank \1 /p" | tr A-F a-f
    done > "$out/$name.pcrs"
}

# Replays the event log beside, and locks what it measured: PCR 0 with a second value, of a firmware to come.
if [ "${name%-*}" = pcrlock ]; then
    cp "$out/../eventlog/ovmf.bin" "$work/log"
    export SYSTEMD_MEASURE_LOG_FIRMWARE=$inside/log SYSTEMD_MEASURE_LOG_USERSPACE=$inside/measure.log
    tpm2_eventlog "$work/log" 2> /dev/null | python3 -c '
import sys, yaml
for event in yaml.safe_load(sys.stdin)["events"]:
    if event["EventType"] != "EV_NO_ACTION":
        print("%d:%s" % (event["PCRIndex"], ",".join(d["AlgorithmId"] + "=" + d["Digest"] for d in event["Digests"])))
' | while read -r one; do tpm2_pcrextend "$one"; done
    pcrlock() { in_root /usr/lib/systemd/systemd-pcrlock "$@"; }
    pcrextend() { in_root /usr/lib/systemd/systemd-pcrextend --tpm2-device="$SYSTEMD_TPM2_DEVICE" "$@"; }
    echo 0123456789abcdef0123456789abcdef > "${root%/}/etc/machine-id"
    pcrextend enter-initrd
    pcrextend --machine-id
    pcrextend leave-initrd
    cp "$work/measure.log" "$out/$name.measure-log"
    lock=${root%/}/var/lib/pcrlock.d policy=${root%/}/var/lib/systemd/pcrlock.json
    rm -rf "$lock" "$policy"
    pcrlock lock-firmware-code
    pcrlock lock-firmware-config
    late=$(ls "$lock"/250-firmware-code-early.pcrlock.d/generated.pcrlock)
    sed 's/"digest":"[0-9a-f][0-9a-f]/"digest":"00/g' "$late" > "${late%/*}/other.pcrlock"
    pcrlock make-policy --pcr=0,1,2,3,5
    cp "$policy" "$out/$name.json"
    index=$(sed -n 's/.*"nvIndex":\([0-9]*\).*/\1/p' "$policy")
    tpm2_nvread -C o "$index" > "$out/$name.nv"
    cp "$out/signer-public.pem" "$work"
    new_volume volume luks2
    enroll --tpm2-pcrs= --tpm2-pcrlock="${policy#"${root%/}"}" --tpm2-public-key=
    enroll --tpm2-pcrs= --tpm2-pcrlock="${policy#"${root%/}"}" --tpm2-public-key= --tpm2-with-pin=yes
    enroll --tpm2-pcrs=7 --tpm2-pcrlock="${policy#"${root%/}"}" \
        --tpm2-public-key="$inside/signer-public.pem" --tpm2-public-key-pcrs=11
    head -c 32768 "$work/volume" > "$out/$name.luks"
    write_pcrs
    rm -rf "$lock" "$policy"
    exit
fi
for pcr in 0 1 2 3 4 5 6 7; do extend "$pcr" "firmware $pcr"; done
extend 7 "Secure Boot"
tpm2_pcrextend "23:sha1=$(sum sha1 application)"
# PCR 11 as systemd-stub and the initrd leave it: the kernel's section, then the first phase.
echo "kernel" > "$work/kernel"
tpm2_pcrextend "11:sha256=$(printf '.linux\0' | sha256sum | cut -d' ' -f1),sha1=$(printf '.linux\0' | sha1sum | cut -d' ' -f1)"
extend 11 "$(cat "$work/kernel")
"
extend 11 enter-initrd

# Keys and sealed data of the form TSS2 PRIVATE KEY, put together by tss2.py from what tpm2-tools make.
if [ "$name" = tss2 ]; then
    cd "$work"
    selection=00000001000b03810000
    tpm2_createprimary -Q -C o -c primary
    for bank in sha256; do tpm2_pcrread -Q -o values "$bank:0,7"; done
    tpm2_startauthsession -S session
    tpm2_policypcr -Q -S session -l sha256:0,7 -L policy
    tpm2_flushcontext session
    tpm2_flushcontext -t
    printf secret | tpm2_create -Q -C primary -i- -L policy -u public -r private
    tpm2_flushcontext -t
    { cat public private; } > "$out/tss2.raw"
    { cat private public; } | xxd -p -c 0 > "$out/tss2.hex"
    sha256sum < values | cut -d' ' -f1 | xxd -r -p > digest
    { printf %s "$selection" | xxd -r -p; cat digest; } > pcr
    "$out/tss2.py" public private pcr > "$out/tss2.pem"
    # Signed by a key of its own: what GRUB and pcr-oracle use.
    openssl rsa -in "$out/signer.pem" -pubout -out signer-public.pem 2> /dev/null
    tpm2_loadexternal -Q -C n -G rsa -u "$out/signer.pem" -c signer -n signer.name 2> /dev/null ||
        tpm2_loadexternal -Q -C n -G rsa -u signer-public.pem -c signer -n signer.name
    tpm2_readpublic -Q -c signer -o signer.public -f tss
    tpm2_flushcontext -t
    tpm2_startauthsession -S session
    tpm2_policyauthorize -Q -S session -i policy -n signer.name -L authorized
    tpm2_flushcontext session
    printf secret | tpm2_create -Q -C primary -i- -L authorized -u public -r private
    tpm2_flushcontext -t
    openssl dgst -sha256 -sign "$out/signer.pem" -out signature policy
    { cat signer.public; printf '\0\0\0\024\0\013\001\0'; cat signature; } > authorize
    "$out/tss2.py" --grub public private pcr authorize > "$out/tss2-grub.der"
    write_pcrs
    exit
fi
if [ "$name" != clevis ]; then
    new_volume volume luks2
    cp "$out/signer.pem" "$out/signer-public.pem" "$work"
    # Phases that systemd-measure signs: those of the initrd alone.
    in_root /lib/systemd/systemd-measure sign --linux="$inside/kernel" \
        --private-key="$inside/signer.pem" --public-key="$inside/signer-public.pem" \
        --bank=sha256 --phase=enter-initrd > "$work/signature.json"
    enroll --tpm2-pcrs=7
    enroll --tpm2-pcrs=0+7
    enroll --tpm2-pcrs=23
    enroll --tpm2-pcrs=16 --tpm2-with-pin=yes
    enroll --tpm2-pcrs=
    enroll --tpm2-pcrs= --tpm2-public-key="$inside/signer-public.pem" --tpm2-public-key-pcrs=11
    enroll --tpm2-pcrs=7 --tpm2-public-key="$inside/signer-public.pem" --tpm2-public-key-pcrs=11
    head -c 32768 "$work/volume" > "$out/$name.luks"
    cp "$work/signature.json" "$out/$name.signature.json"
    printf secret | in_root systemd-creds --name=x --tpm2-device="swtpm:path=$inside/tpm" --tpm2-pcrs=0+7 \
        --with-key=tpm2 encrypt - - > "$out/$name.cred"
    flush
    printf secret | in_root systemd-creds --name=x --tpm2-device="swtpm:path=$inside/tpm" --tpm2-pcrs=7 \
        --with-key=tpm2-with-public-key --tpm2-public-key="$inside/signer-public.pem" \
        --tpm2-public-key-pcrs=11 encrypt - - > "$out/$name-signed.cred"
else
    new_volume volume luks2
    # No resource manager is here to put away what each tool leaves in the TPM.
    mkdir "$work/bin"
    printf '#!/bin/sh\n/usr/bin/tpm2_create "$@"; status=$?\ntpm2_flushcontext -l; exit $status\n' > "$work/bin/tpm2_create"
    printf '#!/bin/sh\ntpm2_flushcontext -t; exec /usr/bin/tpm2_createprimary "$@"\n' > "$work/bin/tpm2_createprimary"
    chmod +x "$work"/bin/*
    PATH=$work/bin:$PATH
    bind() { clevis luks bind -y -k "$work/pass" -d "$work/volume" "$@"; flush; }
    bind tpm2 '{"pcr_bank":"sha256","pcr_ids":"7"}'
    bind tpm2 '{}'
    bind tpm2 '{"hash":"sha384","key":"rsa","pcr_bank":"sha1","pcr_ids":"0,7,23"}' || true
    bind sss '{"t":2,"pins":{"tpm2":[{"pcr_bank":"sha256","pcr_ids":"7"},{"pcr_bank":"sha256","pcr_ids":"0,16"}],"sss":{"t":1,"pins":{"tpm2":{"pcr_ids":"4","pcr_bank":"sha256"}}}}}'
    head -c 32768 "$work/volume" > "$out/clevis.luks"
    new_volume volume1 luks1
    clevis luks bind -f -y -k "$work/pass" -d "$work/volume1" tpm2 '{"pcr_bank":"sha256","pcr_ids":"7"}'
    flush
    # Without the key material: the header, and from where luksmeta begins.
    at=$(grep -abo LUKSMETA "$work/volume1" | head -1 | cut -d: -f1)
    { head -c 4096 "$work/volume1"; tail -c "+$((at + 1))" "$work/volume1" | head -c 12288; } > "$out/clevis.luks1"
    echo "luksmeta at $at"
fi
write_pcrs
