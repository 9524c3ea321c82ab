# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154 # variables of lib.sh
# For the cases that run the table of tests/guest/stack.sh: source it after lib.sh.
#
# A program's process costs half a second in here, and a round trip has up to twenty. So what a
# program does is seen in full once through each module, as root through ours and as a member of group
# tss through upstream's; the other ways to name the module, which differ in who loads it and in
# nothing that follows, see the round trip's first steps. Every program is seen with each way and with
# each user, and does the same through upstream's module. Once only: what depends on neither (a second
# profile, the sources of a certificate, a second tool for the same tokens), and the order in which
# upstream's loader tries modules when nothing is configured.

stack_dir=$CASE_DIR/stack
distribution=$(realpath "$(ldconfig -p |
	sed -n 's/.*libtss2-tcti-device\.so\.0 .* => //p' | head -n 1)")
library_dir=$(dirname "$distribution")
default_tcti=$library_dir/libtss2-tcti-default.so
declare -A outcome=()

# stack_begin: two users, who may use the TPM, and the table where both can read it.
stack_begin() {
	# What the rules do, which other cases see done.
	chgrp tss /dev/tpmrm0 && chmod 660 /dev/tpmrm0
	getent passwd insider >/dev/null || useradd -m -s /bin/sh -G tss insider
	mkdir -p "$stack_dir"
	busybox ip link set lo up
	cp tests/guest/stack.sh tests/guest/stack_pytss.py "$device_tcti" "$stack_dir/"
	# The loader looks here without its cache, which takes long to make.
	cp "$tpmrm_tcti" "$library_dir/"
	stack_state >"$stack_dir/before"
}

stack_state() {
	"$tpm_probe" -d tpm0 caps handles_persistent && "$tpm_probe" -d tpm0 caps handles_nv_index
}

# stack_end: and the TPM is as it was.
stack_end() {
	is "$(stack_state)" "$(<"$stack_dir/before")" "no persistent key and no NV index is left"
}

# stack_use ours|upstream: what is found under the name device, and whether there is a default. What
# make install-dropin and install-default do is another case's matter.
stack_use() {
	module=$1
	if [[ $module == ours ]]; then
		mount --bind "$stack_dir/libtss2-tcti-device.so.0" "$distribution"
		ln -sfn libtss2-tcti-tpmrm.so.0 "$default_tcti"
	else
		umount "$distribution"
		rm "$default_tcti"
	fi
	check "the module in use is ${module/ours/our own}" eval \
		"[[ \$module == \$(cmp -s '$distribution' '$device_tcti' && echo ours || echo upstream) ]]"
}

# stack_round USER PROGRAM full|brief TCTI LOADS: the round trip succeeds, with these modules loaded
# and no other.
stack_round() {
	local folder name="$2, $module, ${4:-nothing configured}, $1" as=() loads start=${EPOCHREALTIME/./}
	[[ $1 == root ]] || as=(as_user "$(id -u "$1")" "$(getent group tss | cut -d: -f3)")
	folder=$(mktemp -d "$CASE_DIR/round.XXXXXX")
	mkdir "$folder/loads"
	chown -R "$1" "$folder"
	capture "${as[@]}" env -C "$folder" HOME="$folder" LD_DEBUG=files \
		LD_DEBUG_OUTPUT="$folder/loads/of" bash "$stack_dir/stack.sh" "$2" "$3" "$4"
	loads=$(sed -n 's/.*calling init: .*libtss2-tcti-\([a-z]*\)\.so.*/\1/p' "$folder"/loads/* | sort -u |
		xargs)
	[[ $status == 0 ]] || errors="after: $output"$'\n'$errors
	is "$status${errors:+ $errors}" 0 "$name: works"
	is "$loads" "$5" "$name: loads the module that it should"
	if [[ $3 == full ]]; then
		[[ ${outcome[$2]-} ]] || outcome[$2]=$output
		is "$output" "${outcome[$2]}" "$name: the outcome is the same:$(fmt -w 2000 <<<" $output")"
	fi
	diag "took $(((${EPOCHREALTIME/./} - start) / 100000)) tenths of a second"
	rm -rf "$folder"
}

# stack_ours PROGRAM [DEFAULT [NAMED [DEVICE]]]: every way through our modules, and what the program
# loads then: when nothing is configured, for tpmrm, for device:/dev/tpmrm0.
stack_ours() {
	stack_round root "$1" full device:/dev/tpmrm0 "${4-device}"
	stack_round insider "$1" brief tpmrm "${3-tpmrm}"
	stack_round insider "$1" brief '' "${2-default}"
}

# stack_upstream PROGRAM...: the same through upstream's.
stack_upstream() {
	local program
	for program; do
		stack_round insider "$program" full device:/dev/tpmrm0 device
	done
}
