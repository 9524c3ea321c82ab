#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe-metrics.service, with all that it may not do, started by systemd: the file is there, and says
# what the TPM says.
. tests/guest/lib.sh
. tests/guest/system-manager.sh

unit=tpm-probe-metrics.service
# /tmp and /home are not to be seen by the unit.
bin=/run/tpm-probe-test
mkdir -p $bin "$units/$unit.d"
cp "$tpm_probe" "$device_tcti" "$tpmrm_tcti" $bin
sed "s|@BINDIR@|$bin|" udev/tpm-probe-metrics.service.in >"$units/$unit"
printf '%s\n' '[Unit]' DefaultDependencies=no SuccessAction=exit-force FailureAction=exit-force '[Service]' \
	"StandardOutput=file:$bin/output" "StandardError=file:$bin/output" >"$units/$unit.d/test.conf"

# As an installation and its udev rules leave them.
systemd-sysusers "$PWD/udev/tpm-probe.sysusers.conf"
systemd-tmpfiles --create --prefix=/run/tpm-probe "$PWD/udev/tpm-probe.tmpfiles.conf"
chgrp tss /dev/tpmrm0
chmod 0660 /dev/tpmrm0

run_unit $unit
diag "$(cat $bin/output 2>/dev/null)"
[[ -s /run/tpm-probe/tpm.prom ]] || diag "$(tail -n 30 "$CASE_DIR/manager")"
check "the file is written" test -s /run/tpm-probe/tpm.prom
is "$(grep '^tpm_probe_success' /run/tpm-probe/tpm.prom)" "tpm_probe_success 1" "the TPM has answered"
like "$(cat /run/tpm-probe/tpm.prom)" 'tpm_info\{' "and has told what it is"
is "$(stat -c %a /run/tpm-probe/tpm.prom)" 644 "everybody may read it"
is "$(stat -c %U /run/tpm-probe/tpm.prom)" tpm-probe "the unit's user has written it"

# Without the group it has no way to the TPM, and says so in the file.
chgrp root /dev/tpmrm0
run_unit $unit
is "$(grep '^tpm_probe_success' /run/tpm-probe/tpm.prom)" "tpm_probe_success 0" "no permission: not a success"
chmod 0600 /dev/tpmrm0
rm -r $bin "${units:?}/$unit" "$units/$unit.d"
done_testing
