#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What a TCTI string leads to is the same for the module, tcti show, tcti test, bench and pcrs --log, in
# every form of the string; with a platform's TPM between two virtual ones, and a node that was renamed.
# shellcheck disable=SC2154 # drive_pid of lib.sh
. tests/guest/lib.sh
. tests/tcti-strings.sh

for name in $(compgen -e | grep -E '^(TPM2|TCTI|TSS2_FAPI|TPM_)'); do
	unset "$name"
done
export TSS2_LOG=all+none
# The platform's TPM gets the number between those of two virtual ones.
parent=$(basename "$(readlink -f /sys/class/tpm/tpm0/device)")
device=$(readlink -f /sys/class/tpm/tpm0/device)
hid=$(<"$device/hid")
echo "$parent" >/sys/bus/acpi/drivers/tpm_crb/unbind
wait_for test ! -e /sys/class/tpmrm/tpmrm0
start_vtpm healthy one
below=$number
echo "$parent" >/sys/bus/acpi/drivers/tpm_crb/bind
# shellcheck disable=SC2317 # called by wait_for
answers() {
	timeout 20 "$tpm_probe" -d "$(cd "$device/tpm" && echo tpm*)" pcrs
}
check "the platform's TPM is there again" wait_for answers
platform=$(cd "$device/tpm" && echo tpm*)
platform=${platform#tpm}
start_vtpm healthy two
above=$number
check "three TPMs, the platform's ($platform) between the virtual ones" \
	test "$below" -lt "$platform" -a "$platform" -lt "$above"
# The kernel may keep the number that the platform's TPM had before.
[[ -e /dev/tpmrm0 ]] && usual=tpmrm0 || usual=-
# A node under another name is found by its number.
renamed=tpmrm$above
number_of() { # NODE: "c MAJOR MINOR"
	tr : ' ' <"/sys/class/${1%%[0-9]*}/$1/dev"
}
# shellcheck disable=SC2046 # two words
mknod /dev/secure-element c $(number_of "tpmrm$platform")
rm "/dev/tpmrm$above"
# shellcheck disable=SC2046
mknod /dev/security-chip c $(number_of "tpmrm$above")

# kernel_name NODE: "/dev/secure-element" is tpmrm1.
kernel_name() {
	local devnum
	devnum=$(stat -Lc '%Hr:%Lr' "$1" 2>/dev/null) && basename "$(readlink -f "/sys/dev/char/$devnum")"
}
# opened PID: the kernel's name of the TPM's node that the process has open.
opened() {
	local fd name
	for fd in "/proc/$1"/fd/*; do
		[[ -c $fd ]] || continue
		name=$(kernel_name "$fd")
		[[ $name != tpm* ]] || echo "$name"
	done
}
mapfile -t rows < <(path=$device tcti_strings)
# split ROW: sets name, its conf, the node that is wanted, the string that loads our module.
split() {
	local module
	IFS='|' read -r name conf want <<<"$1"
	module=${name}_tcti
	path=${!module} string=${!module}$conf
}
for row in "${rows[@]}"; do
	split "$row"
	# As tctildr has it: an empty configuration is none.
	conf=${conf#:}
	start_drive "$path" ${conf:+"$conf"}
	split "$row"
	got=$(opened "$drive_pid")
	is "${got:--}" "$want" "\"$name$conf\": the module"
	end_drive
done

# tcti has four programs that each take a string of their own.
programs=(tpm2-tools tpm2-pkcs11 tpm2-openssl tpm2-tss-engine)
variables=(TPM2TOOLS_TCTI TPM2_PKCS11_TCTI TPM2OPENSSL_TCTI TPM2TSSENGINE_TCTI)
for ((first = 0; first < ${#rows[@]}; first += 4)); do
	settings=()
	for i in 0 1 2 3; do
		split "${rows[first + i]-||}"
		settings+=("${variables[i]}=$string")
	done
	for verb in show test; do
		capture env "${settings[@]}" "$tpm_probe" tcti $verb --raw -o json
		answer=$(jq -r '.consumers[] | select(.where == "this environment") | "\(.program)|\(.state)|\(.node)"' <<<"$output")
		for i in 0 1 2 3; do
			[[ ${rows[first + i]-} ]] || continue
			split "${rows[first + i]}"
			IFS='|' read -r _ state node < <(grep "^${programs[i]}|" <<<"$answer")
			if [[ $want == - ]]; then
				is "$state" fails "\"$name$conf\": tcti $verb"
			else
				[[ $verb == show ]] && good=opens || good=answers
				is "$state $(kernel_name "$node")" "$good $want" "\"$name$conf\": tcti $verb"
			fi
		done
	done
done

for row in "${rows[@]}"; do
	split "$row"
	capture "$tpm_probe" -T "$string" bench get_random_8 -n 1 --warmup 0 -o json
	if [[ $want == - ]]; then
		is "$status" 4 "\"$name$conf\": bench refuses it"
		continue
	fi
	[[ $want == tpmrm* ]] && label="kernel RM" || label=raw
	IFS='|' read -r tpm got node < <(jq -r '.tpms[0] | "\(.name)|\(.bench.label)|\(.connection.node)"' <<<"$output")
	is "$tpm|$got|$(kernel_name "$node")" "tpm${want##*[a-z]}|$label|$want" "\"$name$conf\": bench"

	# Only the platform's TPM has a log.
	capture "$tpm_probe" -T "$string" pcrs --log -o json
	[[ $want == *"$platform" ]] && log=/sys/kernel/security/tpm$platform/binary_bios_measurements || log=null
	is "$(jq -r '.tpms[0] | "\(.name) \(.event_log.path)"' <<<"$output")" "tpm${want##*[a-z]} $log" \
		"\"$name$conf\": pcrs --log"
done
done_testing
