#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What programs are told: variables, tpm2-abrmd on a real bus, the feature API's files.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

start_udevd
cd "$CASE_DIR" || exit 1
tpm_probe=$TOP/$tpm_probe
conf=/etc/tpm2-tss/fapi-config.json
cp $conf fapi-config.json
service=/usr/share/dbus-1/system-services/com.intel.tss2.Tabrmd.service

export TPM2TOOLS_TCTI=devcie:/dev/tpmrm0
diagnose
traced
caught ENV-001 'libtss2-tcti-devcie'
export TPM2TOOLS_TCTI=device:/dev/tpmrm7
diagnose
caught ENV-002 '/dev/tpmrm7'
export TPM2TOOLS_TCTI=device:/dev/tpm0 TSS2_LOGFILE=$CASE_DIR/log
echo 'TPM2_PKCS11_TCTI="tabrmd:"' >>/etc/environment
echo 'Defaults env_keep += "LANG EDITOR"' >/etc/sudoers
diagnose
caught ENV-003 'env_keep has no TPM2TOOLS_TCTI'
mkdir -p /etc/sudoers.d
remedy ENV-003
rm /etc/sudoers.d/tpm2-tss
diagnose_only
caught ENV-004 '/etc/environment'
caught ENV-006 '/dev/tpm0'
caught ENV-007 "$CASE_DIR/log"
quiet ENV-008
exec {held}<>/dev/tpm0
diagnose
caught ENV-008 "process $$"
exec {held}>&-
unset TPM2TOOLS_TCTI TSS2_LOGFILE
diagnose
caught ABR-001 'does not answer'

# The bus, without the daemon, then with it.
mkdir -p /run/dbus
mv $service tabrmd.service
start "$CASE_DIR/bus.log" dbus-daemon --system --nofork --nopidfile
wait_while "$pid" test -S /run/dbus/system_bus_socket
diagnose
caught ABR-001 'has no owner and cannot be activated'
mv tabrmd.service $service
getent passwd tss >/dev/null && sed -i 's/^tss:/notss:/' /etc/passwd
diagnose
caught ABR-002 'no user tss'
sed -i 's/^notss:/tss:/' /etc/passwd
doctor_probe=$CASE_DIR/tpm-probe
cp "$tpm_probe" "$TOP/$B/"*.so.0 "$CASE_DIR/"
chmod 755 "$CASE_DIR"/{tpm-probe,*.so.0}
getent passwd reader >/dev/null || useradd -M -s /bin/sh reader
doctor_as=(setpriv --reuid reader --regid reader --init-groups --inh-caps=-all --no-new-privs)
diagnose_only
caught ABR-003 'group tss may send'
remedy ABR-003
gpasswd -d reader tss >/dev/null
doctor_as=()
start "$CASE_DIR/abrmd.log" tpm2-abrmd --allow-root --tcti=device:/dev/tpm0 --max-sessions=2
wait_while "$pid" dbus-send --system --print-reply --dest=com.intel.tss2.Tabrmd / \
	org.freedesktop.DBus.Peer.Ping || diag "$(cat "$CASE_DIR/abrmd.log")"
exec {held}<>/dev/tpmrm0
diagnose_only
quiet ABR-001
caught ENV-009 'tpm2-abrmd'
caught ABR-006 '--max-sessions 2'
exec {held}>&-
stop "$pid"
sed -i /TPM2_PKCS11_TCTI/d /etc/environment

# The feature API's files.
jq 'del(.system_pcrs)' fapi-config.json >$conf
diagnose
caught FAPI-002 'system_pcrs'
echo '{ "profile_name": ' >$conf
diagnose
caught FAPI-002 'too early'
jq '.ek_cert_less = true | .ek_fingerprint = "sha256:00"' fapi-config.json >$conf
diagnose
caught FAPI-003 'true'
caught FAPI-004 'string'
jq '.profile_name = "P_NONE"' fapi-config.json >$conf
diagnose
caught FAPI-006 'P_NONE'
cp fapi-config.json $conf
profile=/etc/tpm2-tss/fapi-profiles/P_ECCP256SHA256.json
cp $profile profile.json
sed -i 's/restricted,decrypt,0x/restrictedd,decrypt,0x/;s/SHA1"/SM3_256"/;s/"pcrSelect": \[ \]/"pcrSelect": [ 1 ]/' $profile
diagnose
caught FAPI-006 'restrictedd'
caught FAPI-007 'sm3_256'
cp profile.json $profile
mkdir -p /var/lib/tpm2-tss/system/keystore
chmod 2700 /var/lib/tpm2-tss/system/keystore
export TSS2_FAPICONF=$conf
diagnose
caught FAPI-008 '2700'
remedy FAPI-008
unset TSS2_FAPICONF
rm $conf
diagnose
caught FAPI-009 'there is none'
cp fapi-config.json $conf

# Nobody told anything, and no access: the simulator's port is what is left.
doctor_as=(setpriv --reuid 4242 --regid 4242 --clear-groups --inh-caps=-all --no-new-privs)
mv $service tabrmd.service
diagnose_only
caught ENV-005 '127.0.0.1'
mv tabrmd.service $service
cd "$TOP" || exit 1
done_testing
