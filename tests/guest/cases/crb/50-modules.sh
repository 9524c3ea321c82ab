#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Our TCTI modules in an unmodified tpm2-tools, on the kernel's nodes.
. tests/guest/lib.sh

for tcti in "$device_tcti:/dev/tpmrm0" "$device_tcti:/dev/tpm0" "$device_tcti" "$tpmrm_tcti" \
	"$tpmrm_tcti:tpm0" "$tpmrm_tcti:/dev/tpmrm0"; do
	capture env TPM2TOOLS_TCTI="$tcti" tpm2_getrandom --hex 8
	like "$output" '^[0-9a-f]{16}$' "tpm2_getrandom with ${tcti#"$TOP/$B/"}"
	[[ $status == 0 ]] || diag "$errors"
done

# The drop-in: the same name, found earlier.
mkdir "$CASE_DIR/lib"
cp "$device_tcti" "$CASE_DIR/lib/"
capture env LD_LIBRARY_PATH="$CASE_DIR/lib" strace -f -o "$CASE_DIR/trace" -e trace=open,openat \
	tpm2_getrandom -T device:/dev/tpmrm0 --hex 8
like "$output" '^[0-9a-f]{16}$' "plain device:/dev/tpmrm0 with the drop-in"
is "$(grep 'libtss2-tcti-device' "$CASE_DIR/trace" | grep -v ENOENT | cut -d'"' -f2 | sort -u)" \
	"$CASE_DIR/lib/libtss2-tcti-device.so.0" "loads our module and no other"

# Opening says nothing to the TPM. Upstream's module shows that the trace would tell.
for module in "$device_tcti" "$tpmrm_tcti"; do
	check "${module##*/} opens a TPM by itself" "$helpers/tcti_open" "$module"
done
trace_open() {
	strace -f -y -o "$CASE_DIR/trace" -e trace=write,writev,pwrite64,sendto "$helpers/tcti_open" \
		"$@" >"$CASE_DIR/traced" 2>&1
	grep -c '</dev/tpm' "$CASE_DIR/trace"
}
check "a probe command at open would be seen" test "$(trace_open libtss2-tcti-device.so.0 /dev/tpmrm0)" -gt 0
is "$(trace_open "$device_tcti" /dev/tpmrm0)" 0 "opening the device module sends no TPM command"
is "$(trace_open "$tpmrm_tcti")" 0 "opening the tpmrm module sends no TPM command"

# Only a TPM's node is taken.
echo "not a TPM" >"$CASE_DIR/file"
cp -p "$CASE_DIR/file" "$CASE_DIR/copy"
mkdir "$CASE_DIR/directory"
mkfifo "$CASE_DIR/fifo"
for path in /dev/null "$CASE_DIR/file" "$CASE_DIR/directory" "$CASE_DIR/fifo" /dev/nonsense; do
	for module in "$device_tcti" "$tpmrm_tcti"; do
		name="${module##*/} with ${path#"$CASE_DIR/"}"
		capture "$helpers/tcti_open" "$module" "$path"
		is "$status" 1 "$name: refused"
		like "$output" '^0x000a00' "$name: by the TCTI layer"
	done
done
check "the file is as it was" cmp "$CASE_DIR/file" "$CASE_DIR/copy"
is "$(stat -c %y "$CASE_DIR/file")" "$(stat -c %y "$CASE_DIR/copy")" "and was not written to"

# A copy of a node is the same TPM.
read -r major minor < <(tr : ' ' </sys/class/tpmrm/tpmrm0/dev)
mknod /dev/secure-element c "$major" "$minor"
for module in "$device_tcti" "$tpmrm_tcti"; do
	capture tpm2_getrandom -T "$module:/dev/secure-element" --hex 8
	like "$output" '^[0-9a-f]{16}$' "${module##*/} works with a renamed node"
done
rm /dev/secure-element

# A container or an early initramfs: no sysfs, no udev, no /proc; the usual nodes are enough.
for hidden in /sys "/sys /run" "/sys /run /proc"; do
	for module in "$device_tcti" "$tpmrm_tcti"; do
		# shellcheck disable=SC2016 # expanded by the other shell
		capture unshare -m bash -c 'for folder in $1; do mount -t tmpfs none "$folder"; done
			"$2/tcti_open" "$3" && "$2/tcti_open" "$3" /dev/tpmrm0 && ! "$2/tcti_open" "$3" /dev/null' \
			- "$hidden" "$helpers" "$module"
		is "$status" 0 "${module##*/} without $hidden: opens the usual node, refuses another device"
	done
done

# A TPM 2.0 that goes away and one that lies leave the caller with an error, not a hang.
for mode in failure malformed garbage; do
	start_vtpm $mode
	capture tpm2_getrandom -T "$device_tcti:/dev/tpm$number" --hex 8
	check "TPM that does $mode: an error and no bytes" test "$status" != 0 -a -z "$output"
	stop "$pid"
done
done_testing
