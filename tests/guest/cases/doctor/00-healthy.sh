#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# doctor on a machine that a careful administrator has set up: silence, few commands, little time. The
# first case of its boot, since what the kernel logs of later ones stays.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

start_udevd
node=device:/dev/tpmrm0
cd "$CASE_DIR" || exit 1
tpm_probe=$TOP/$tpm_probe

# Lockout as most machines have it, and a password for it; keys at their places.
check "lockout parameters" quietly tpm2_dictionarylockout -T $node -s -n 32 -t 7200 -l 86400
check "lockout password" quietly tpm2_changeauth -T $node -c lockout secret
check "storage root key" quietly tpm2_createprimary -T $node -C o -G ecc -c srk.ctx \
	-a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|restricted|decrypt'
quietly tpm2_evictcontrol -T $node -C o -c srk.ctx 0x81000001
check "endorsement key" quietly tpm2_createek -T $node -G ecc -c 0x81010001 -u ek.pem -f pem

# Its certificate, of an authority with a web address.
{
	openssl ecparam -name prime256v1 -genkey -noout -out ca.key
	openssl req -new -x509 -key ca.key -subj '/CN=Maker' -days 3650 -out ca.pem
	openssl req -new -key ca.key -subj '/CN=EK' -out ek.csr
	echo 'authorityInfoAccess=caIssuers;URI:https://pki.example/ca.crt' >ext
	openssl x509 -req -in ek.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 \
		-force_pubkey ek.pem -extfile ext -outform der -out ek.der
} >openssl.log 2>&1 || diag "$(cat openssl.log)"
check "EK certificate" quietly tpm2_nvdefine -T $node 0x01c0000a -C o -s "$(stat -c %s ek.der)" \
	-a 'ownerread|ownerwrite|authread|authwrite|no_da'
quietly tpm2_nvwrite -T $node 0x01c0000a -C o -i ek.der

# The feature API provisioned, as far as its files tell.
store=/var/lib/tpm2-tss/system/keystore
mkdir -p $store/P_ECCP256SHA256/HS/SRK
touch $store/P_ECCP256SHA256/HS/SRK/object.json
chown root:tss $store
chmod 2775 $store

diagnose
traced
is "$status" 0 "a healthy machine: status 0"
serious=
for rule in $(found); do
	# Of a software TPM that the kernel takes random numbers from, there is only that to say.
	# Debian's packages are older than their projects' fixes, which Debian may have added.
	[[ $rule == VM-001 || $rule == PERF-004 || $rule == DEV-008 || $rule == SEC-012 ]] ||
		serious+=" $rule"
done
is "$serious" "" "a healthy machine: silence"
diag "skipped: $(sed -n 's/ skipped$//p' <<<"$diagnosis" | xargs)"
quiet FW-001 FW-002 FW-003 FW-004 FW-005 DA-001 DA-003 DA-004 DA-005 DA-006 DA-007 DA-008 RES-001 \
	RES-002 RES-003 RES-004 RES-005 PCR-001 PCR-002 PCR-003 PCR-004 EK-001 EK-002 EK-003 EK-004 \
	EK-005 KEY-002 KEY-003 KEY-004 FAPI-001 FAPI-002 PRM-001 PRM-003 PRM-004 PRM-006 PRM-007
commands=$(sed -n 's/^ *"commands": \([0-9]*\).*/\1/p' doctor.json | head -n 1)
check "at most 40 TPM commands ($commands)" test "$commands" -le 40
capture strace -f -T -P /dev/tpmrm0 -e trace=read,write,poll,ppoll -o time "$tpm_probe" doctor
spent=$(grep -oE '<[0-9.]+>$' time | tr -d '<>' | awk '{ s += $1 } END { printf "%d", s * 1000 }')
check "under 1 s of TPM time ($spent ms)" test "$spent" -lt 1000
like "$output" 'storage +yes' "ready for storage"
like "$output" 'FAPI +yes' "ready for FAPI"
like "$output" 'attestation +yes' "ready for attestation"

quietly tpm2_nvundefine -T $node 0x01c0000a -C o
quietly tpm2_evictcontrol -T $node -C o -c 0x81000001
quietly tpm2_evictcontrol -T $node -C o -c 0x81010001
quietly tpm2_changeauth -T $node -c lockout -p secret
cd "$TOP" || exit 1
done_testing
