#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Faults of keys and certificates, several at a time.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

cd "$CASE_DIR" || exit 1
tpm_probe=$TOP/$tpm_probe
start_swtpm_state "$CASE_DIR/state"
{
	openssl ecparam -name prime256v1 -genkey -noout -out ca.key
	openssl req -new -x509 -key ca.key -subj '/CN=Maker' -days 3650 -outform der -out ca.der
	openssl ec -in ca.key -pubout -out ca.pub
} >openssl.log 2>&1 || diag "$(cat openssl.log)"

# put_certificate FILE: into the index of the certificate for a P-256 key.
put_certificate() {
	tpm2_nvundefine -T "$tcti" 0x01c0000a -C o >/dev/null 2>&1
	quietly tpm2_nvdefine -T "$tcti" 0x01c0000a -C o -s "$(stat -c %s "$1")" \
		-a 'ownerread|ownerwrite|authread|authwrite|no_da'
	quietly tpm2_nvwrite -T "$tcti" 0x01c0000a -C o -i "$1"
}

# make_srk ATTRIBUTES: at 0x81000001.
make_srk() {
	tpm2_evictcontrol -T "$tcti" -C o -c 0x81000001 >/dev/null 2>&1
	quietly tpm2_createprimary -T "$tcti" -C o -G ecc -c srk.ctx \
		-a "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|$1"
	quietly tpm2_evictcontrol -T "$tcti" -C o -c srk.ctx 0x81000001
}

# FAPI is in use: its keystore has a storage root key.
keystore=/var/lib/tpm2-tss/system/keystore
mkdir -p $keystore/P_ECCP256SHA256/HS/SRK
touch $keystore/P_ECCP256SHA256/HS/SRK/object.json
diagnose -d "$vtpm"
traced -d "$vtpm"
caught EK-002 'nine indices'
caught EK-001 'no certificate'
caught KEY-004 '0x81000001'

quietly tpm2_createek -T "$tcti" -G ecc -c 0x81010001 -u ek.pub
head -c 40 /dev/urandom >noise
cat ca.der noise >padded.der
put_certificate padded.der
make_srk 'restricted|decrypt'
mkdir -p /run/systemd
cp ca.pub /run/systemd/tpm2-srk-public-key.pem
diagnose -d "$vtpm"
caught EK-003 'another key'
caught EK-004 'self-signed'
caught EK-005 '40 bytes'
caught KEY-001 'another key'
caught KEY-003 'noDA'
quiet EK-001 EK-002 KEY-002 KEY-004
rm /run/systemd/tpm2-srk-public-key.pem

# Nonsense where a certificate should be; a signing key where the storage root key should be.
put_certificate noise
make_srk 'sign'
diagnose -d "$vtpm"
caught EK-005 'not an X.509'
caught KEY-002 'lack'
quiet KEY-001

# A storage root key of another kind than FAPI's profile makes.
rm -rf /var/lib/tpm2-tss/system/keystore/P_ECCP256SHA256
tpm2_evictcontrol -T "$tcti" -C o -c 0x81000001 >/dev/null 2>&1
quietly tpm2_createprimary -T "$tcti" -C o -G rsa -c srk.ctx
quietly tpm2_evictcontrol -T "$tcti" -C o -c srk.ctx 0x81000001
# The feature API is in use: a user's variable says so.
export TSS2_FAPICONF=/etc/tpm2-tss/fapi-config.json
diagnose -d "$vtpm"
unset TSS2_FAPICONF
caught FAPI-005 'rsa'
caught FAPI-001 'HS/SRK'

# Provisioning, with a profile that makes the key as KEY-003 wants it.
tpm2_evictcontrol -T "$tcti" -C o -c 0x81000001 >/dev/null 2>&1
cp -r /etc/tpm2-tss/fapi-profiles profiles
mkdir -p store
sed -i 's/"srk_template": *"system,/&noda,/' profiles/*.json
jq --arg tcti "$tcti" --arg profiles "$PWD/profiles" --arg store "$PWD/store" '.tcti = $tcti |
	.ek_cert_less = "yes" | .profile_dir = $profiles | .system_dir = $store | .user_dir = $store |
	.log_dir = $store' /etc/tpm2-tss/fapi-config.json >fapi.json
chgrp tss store
chmod 2775 store
export TSS2_FAPICONF=$PWD/fapi.json
diagnose_only -d "$vtpm"
caught FAPI-001 'HS/SRK'
quiet FAPI-005 EK-001
remedy FAPI-001
unset TSS2_FAPICONF
pull
cd "$TOP" || exit 1
done_testing
