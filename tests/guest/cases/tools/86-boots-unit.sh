#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe-boots.service, with all that it may not do, started by systemd: this boot is saved with its event
# log and what the TPM says, for root alone.
. tests/guest/lib.sh
. tests/guest/system-manager.sh

unit=tpm-probe-boots.service
# /tmp and /home are not to be seen by the unit.
bin=/run/tpm-probe-test
mkdir -p $bin "$units/$unit.d"
cp "$tpm_probe" "$device_tcti" "$tpmrm_tcti" $bin
sed "s|@BINDIR@|$bin|" udev/tpm-probe-boots.service.in >"$units/$unit"
printf '%s\n' '[Unit]' DefaultDependencies=no After= SuccessAction=exit-force FailureAction=exit-force '[Service]' \
	RemainAfterExit=no "StandardOutput=file:$bin/output" "StandardError=file:$bin/output" >"$units/$unit.d/test.conf"
# As udev's rules leave it.
chgrp tss /dev/tpmrm0
chmod 0660 /dev/tpmrm0
mkdir -p /run/log/systemd
(
	umask 077
	printf '\x1e{"pcr":11,"digests":[],"content_type":"systemd","content":{"string":"sysinit","eventType":"phase"}}\n' \
		>/run/log/systemd/tpm2-measure.log
)

run_unit $unit
diag "$(cat $bin/output 2>/dev/null)"
file=/var/lib/tpm-probe/boots/$(</proc/sys/kernel/random/boot_id).json
[[ -s $file ]] || diag "$(tail -n 30 "$CASE_DIR/manager")"
is "$(stat -c '%a %U' "$file" "${file%/*}" | xargs)" "600 root 700 root" "the file is there, for root alone"
check "it has the log, systemd's measurements, PCRs and the TPM's clock" python3 - "$file" <<'END'
import json, sys
boot = json.load(open(sys.argv[1]))
kinds = [record["content_type"] for record in boot["cel"]]
assert kinds.count("pcclient_std") > 5 and kinds.count("systemd") == 1, kinds
assert "clock" in boot and len(boot["pcrs"]["sha256"]) == 24, boot
END
capture "$tpm_probe" boots
like "$output" "$(uname -r)" "it is listed"
rm -r $bin "${units:?}/$unit" "$units/$unit.d" /var/lib/tpm-probe/boots /run/log/systemd/tpm2-measure.log
chgrp root /dev/tpmrm0
chmod 0600 /dev/tpmrm0
done_testing
