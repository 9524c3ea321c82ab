#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# metrics on the kernel's driver: by a user of group tss as the service runs it, with what firmware has
# measured; a TPM that goes away is told, and is no failure.
. tests/guest/lib.sh

start_udevd
cp "$tpm_probe" "$tpmrm_tcti" "$CASE_DIR/"
chmod 755 "$CASE_DIR"/{tpm-probe,*.so.0}
getent passwd insider >/dev/null || useradd -M -s /bin/sh -G tss insider
insider=$(id -u insider)
tss=$(getent group tss | cut -d: -f3)
mkdir "$CASE_DIR/metrics"
chgrp tss "$CASE_DIR/metrics"
chmod 775 "$CASE_DIR/metrics"
file=$CASE_DIR/metrics/tpm.prom

# value SERIES: its value in the file.
value() {
	awk -v series="$1" 'index($0, series " ") == 1 { print $NF }' "$file"
}

capture as_user "$insider" "$tss" "$CASE_DIR/tpm-probe" metrics --textfile "$file"
is "$status" 0 "inside group tss: status 0"
is "$(stat -c %a "$file")" 644 "everybody may read the file"
is "$(value tpm_probe_success) $(value tpm_present) $(value 'tpm_responds{tpm="tpm0"}')" "1 1 1" \
	"the TPM answers"
like "$(<"$file")" 'tpm_info\{tpm="tpm0",node="/dev/tpmrm0",.*driver="tpm_crb".*modalias="fi2' \
	"what it is, by which node"
is "$(value 'tpm_accessible{tpm="tpm0",path="/dev/tpmrm0"}') $(value 'tpm_accessible{tpm="tpm0",path="/dev/tpm0"}')" \
	"1 0" "which node that user may use"
commands=$(value 'tpm_probe_commands{tpm="tpm0"}')
check "at most 12 TPM commands: $commands" test "$commands" -gt 6 -a "$commands" -le 12
check "not longer than the machine runs" test "$(value tpm_host_uptime_seconds)" -le "$(cut -d . -f 1 /proc/uptime)"

# The firmware's PCRs, as the kernel shows them.
empty=0
for pcr in 0 1 2 3 4 5 6 7; do
	[[ $(<"/sys/class/tpm/tpm0/pcr-sha256/$pcr") =~ ^0+$ ]] && empty=$((empty + 1))
done
is "$(value 'tpm_pcr_empty{tpm="tpm0",bank="sha256"}')" "$empty" "PCRs that nothing was measured into: $empty"

# Root may read the log that the firmware left.
is "$(value 'tpm_eventlog_present{tpm="tpm0"}') $(grep -c ^tpm_eventlog_pcr "$file")" "1 0" \
	"the log is there, and not that user's to read"
capture "$tpm_probe" metrics --textfile "$file"
is "$(value 'tpm_eventlog_pcr0_match{tpm="tpm0",bank="sha256"}') $(value 'tpm_eventlog_pcr_different{tpm="tpm0",bank="sha256"}')" \
	"1 0" "root: the log leads to the values of the PCRs"
check "root: its events" test "$(value 'tpm_eventlog_events{tpm="tpm0"}')" -gt 10

# One more TPM, which dies.
start_swtpm_vtpm
# shellcheck disable=SC2317 # called by wait_for
is_of_tss() {
	[[ $(stat -c %G "/dev/tpmrm$number") == tss ]]
}
check "udev gives its node to group tss" wait_for is_of_tss
capture as_user "$insider" "$tss" "$CASE_DIR/tpm-probe" metrics --textfile "$file"
is "$(value 'tpm_responds{tpm="tpm0"}') $(value "tpm_responds{tpm=\"$vtpm\"}")" "1 1" "two TPMs"
capture as_user "$insider" "$tss" "$CASE_DIR/tpm-probe" -d "$vtpm" metrics --textfile "$file"
is "$(grep -c '^tpm_info{' "$file")" 1 "--device: one of them"
stop "$pid"
wait_for test ! -e "/sys/class/tpm/$vtpm"
capture as_user "$insider" "$tss" "$CASE_DIR/tpm-probe" -d "$vtpm" metrics --textfile "$file"
is "$status $(value tpm_probe_success)" "0 0" "a TPM that went away: status 0, and success 0"
done_testing
