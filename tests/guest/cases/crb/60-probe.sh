#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe on the kernel's own nodes, with one TPM and with two.
. tests/guest/lib.sh

# list reads sysfs and udev only.
capture strace -f -o "$CASE_DIR/trace" -e trace=open,openat,openat2,creat "$tpm_probe" list
is "$status" 0 "list: status 0"
like "$output" 'tpm0[^'$'\n'']*tpmrm0' "list: tpm0 and tpmrm0 are one TPM, on one line"
like "$output" 'tpm_crb' "list: the driver"
has_line "$CASE_DIR/trace" '"/' "list: the trace would show an opened node"
# O_PATH names a node and does not open it.
is "$(grep -E '"/dev/tpm' "$CASE_DIR/trace" | grep -v O_PATH)" "" "list: opens no TPM node"
capture "$tpm_probe" list -t
like "$output" 'tpm0.*tpmrm0' "list -t: tpmrm0 comes below tpm0"
capture as_user 4242 "" "$tpm_probe" list
is "$status" 0 "list: needs no privilege"

capture "$tpm_probe"
is "$status" 0 "alone: status 0"
like "$output" 'IBM' "alone: the manufacturer"
like "$output" '2\.0' "alone: the version"

read -r major minor < <(tr : ' ' </sys/class/tpmrm/tpmrm0/dev)
mknod /dev/secure-element c "$major" "$minor"
for device in tpm0 /dev/tpmrm0 /dev/tpm0 /dev/secure-element; do
	capture "$tpm_probe" -d "$device" info
	is "$status" 0 "-d $device info: status 0"
	like "$output" 'IBM' "-d $device info: the manufacturer"
done
rm /dev/secure-element
for command in caps pcrs; do
	capture "$tpm_probe" $command
	is "$status" 0 "$command: status 0"
	like "$output" 'sha256' "$command: the SHA-256 bank"
	[[ $status == 0 ]] || diag "$errors"
done
capture "$tpm_probe" -T device:/dev/tpmrm0 info
is "$status" 0 "-T device:/dev/tpmrm0: status 0"
capture "$tpm_probe" pcrs
like "${output,,}" "$(tr '[:upper:]' '[:lower:]' </sys/class/tpm/tpm0/pcr-sha256/0)" \
	"pcrs: PCR 0 is what the kernel says"

# What is not there, or no TPM.
for device in tpm7 /dev/tpmrm7 /dev/null; do
	capture "$tpm_probe" -d "$device" info
	is "$status" 4 "-d $device info: status 4"
	like "$errors" "$device" "-d $device info: the message names it"
done

# A second TPM.
start_vtpm healthy
capture "$tpm_probe" list
like "$output" 'tpm0.*tpm1' "list: both TPMs"
like "$output" 'tpm1[^'$'\n'']*tpmrm1' "list: a virtual TPM is paired by number"
capture "$tpm_probe" -d tpm1 info
is "$status" 0 "-d tpm1 info: status 0"
like "$output" 'TEST' "-d tpm1 info: the second TPM answers"
stop "$pid"

# TPMs that fail, each in its own way: a message, a status, no crash and no hang.
for mode in failure malformed garbage; do
	start_vtpm $mode
	capture "$tpm_probe" -d "$vtpm" info
	check "a TPM that does $mode: a status other than 0, no crash, no hang" \
		test "$status" != 0 -a "$status" -lt 124
	check "a TPM that does $mode: something is said" test -n "$errors"
	diag "$mode: status $status: $errors"
	stop "$pid"
done
done_testing
