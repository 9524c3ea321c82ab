#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# udev/: the rules as udevd understands them, accounts and folders on a temporary root.
# Devices are umockdev's, and udevd's folders are replaced in a mount namespace of this test's own:
# nothing of the machine is changed. The rules on a real kernel are part of the guest tests.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
# shellcheck source=tests/tap.sh
. tests/tap.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# bus_device PATH SUBSYSTEM: what a TPM is attached to.
bus_device() {
	printf 'P: %s\nE: SUBSYSTEM=%s\n\n' "$1" "$2"
}

# device PATH NAME SUBSYSTEM MAJOR MINOR
device() {
	printf 'P: %s\nN: %s\nE: DEVNAME=/dev/%s\nE: SUBSYSTEM=%s\nE: MAJOR=%s\nE: MINOR=%s\n' \
		"$1" "$2" "$2" "$3" "$4" "$5"
	printf 'A: dev=%s:%s\\n\n\n' "$4" "$5"
}

{
	device /devices/virtual/tpm/tpm0 tpm0 tpm 10 224
	device /devices/virtual/tpmrm/tpmrm0 tpmrm0 tpmrm 253 65536
	device /devices/virtual/tpm/tpm12 tpm12 tpm 253 12
	device /devices/virtual/tpm/tcm1 tcm1 tpm 253 1
	device /devices/virtual/tpmrm/tcmrm1 tcmrm1 tpmrm 253 65537
	device /devices/virtual/misc/vtpmx vtpmx misc 10 124
	device /devices/virtual/misc/tpmx tpmx misc 10 125
	bus_device /devices/LNXSYSTM:00/LNXSYBUS:00/MSFT0101:00 acpi
	device /devices/LNXSYSTM:00/LNXSYBUS:00/MSFT0101:00/tpm/tpm20 tpm20 tpm 253 20
	device /devices/LNXSYSTM:00/LNXSYBUS:00/MSFT0101:00/tpmrm/tpmrm20 tpmrm20 tpmrm 253 65556
	bus_device /devices/pnp0/00:05 pnp
	device /devices/pnp0/00:05/tpmrm/tpmrm21 tpmrm21 tpmrm 253 65557
	bus_device /devices/vio/30000003 vio
	device /devices/vio/30000003/tpmrm/tpmrm22 tpmrm22 tpmrm 253 65558
	bus_device /devices/platform/fed40000.tpm platform
	device /devices/platform/fed40000.tpm/tpm/tpm3 tpm3 tpm 253 3
} >"$work/devices"

# Runs in the namespace: udev_test SYSPATH ACTION RULES... prints what udevd would do.
# shellcheck disable=SC2016 # expanded by the inner shell
udev_test='
	set -e
	mount -t tmpfs tmpfs /run
	mkdir -p /run/udev/rules.d /run/empty /run/pts
	mount --bind /dev/pts /run/pts
	mount -t tmpfs tmpfs /dev
	mkdir /dev/pts
	mount --bind /run/pts /dev/pts
	ln -s pts/ptmx /dev/ptmx
	mknod -m 666 /dev/null c 1 3
	mknod -m 444 /dev/urandom c 1 9
	for d in /etc/udev/rules.d /usr/lib/udev/rules.d /lib/udev/rules.d /usr/local/lib/udev/rules.d; do
		[ ! -d $d ] || mount --bind /run/empty $d
	done
	work=$1 syspath=$2 action=$3
	shift 3
	cp "$@" /run/udev/rules.d/
	exec umockdev-run -d "$work/devices" -- udevadm test --action="$action" "$syspath" 2>&1
'

# Copies that no bind mount hides.
cp udev/60-tpm-probe.rules "$work/"
printf '%s\n' 'KERNEL=="tpm[0-9]*", TAG+="systemd", MODE="0600", OWNER="root"' \
	>"$work/60-tpm-udev.rules"

run_udev() {
	local syspath=$1 action=$2
	shift 2
	unshare -m bash -c "$udev_test" bash "$work" "$syspath" "$action" "$@"
}

# What the rules set, as "OWNER=uid GROUP=gid MODE=mode TAGS=tags"; "-" where they set nothing.
summary() {
	local owner group mode tags
	owner=$(sed -n 's/^.*rules:[0-9]* OWNER \([0-9]*\)$/\1/p' <<<"$1" | tail -n 1)
	group=$(sed -n 's/^.*rules:[0-9]* GROUP \([0-9]*\)$/\1/p' <<<"$1" | tail -n 1)
	mode=$(sed -n 's/^.*rules:[0-9]* MODE \([0-9]*\)$/\1/p' <<<"$1" | tail -n 1)
	tags=$(sed -n 's/^CURRENT_TAGS=//p' <<<"$1")
	echo "${owner:--} ${group:--} ${mode:--} ${tags:--}"
}

rules=$work/60-tpm-probe.rules
uid=$(id -u tss 2>/dev/null)
gid=$(getent group tss | cut -d: -f3)
why=
if ((EUID != 0)); then
	why="needs root for a mount namespace"
elif ! command -v udevadm >/dev/null || ! command -v umockdev-run >/dev/null; then
	why="needs udevadm and umockdev-run"
elif ! unshare -m true 2>/dev/null; then
	why="no mount namespace here"
elif [[ -z $uid || -z $gid ]]; then
	why="no user and group tss here"
fi

if [[ $why ]]; then
	skip "rules as udevd understands them" "$why"
else
	out=$(run_udev /sys/class/tpmrm/tpmrm0 add "$rules")
	is "$(summary "$out")" "- $gid 0660 :systemd:" "tpmrm0: group tss, 0660, systemd"
	# What udevd says of the file is that two of its lines were applied, and no complaint.
	is "$(grep -oE '60-tpm-probe.rules:.*' <<<"$out" | sed 's/:[0-9]* / /')" \
		"60-tpm-probe.rules GROUP $gid"$'\n'"60-tpm-probe.rules MODE 0660" \
		"udevd takes every line"
	out=$(run_udev /sys/class/tpm/tpm0 add "$rules")
	is "$(summary "$out")" "$uid - 0660 :systemd:" "tpm0: owner tss, group stays, 0660, systemd"
	out=$(run_udev /sys/class/tpm/tpm12 change "$rules")
	is "$(summary "$out")" "$uid - 0660 :systemd:" "tpm12 on change: as tpm0"
	out=$(run_udev /sys/class/tpm/tcm1 add "$rules")
	is "$(summary "$out")" "$uid - 0660 :systemd:" "tcm1: as tpm0"
	out=$(run_udev /sys/class/tpmrm/tcmrm1 add "$rules")
	is "$(summary "$out")" "- $gid 0660 :systemd:" "tcmrm1: as tpmrm0"
	for name in vtpmx tpmx; do
		out=$(run_udev /sys/class/misc/$name add "$rules")
		is "$(summary "$out")" "- - - -" "$name: not touched"
	done
	out=$(run_udev /sys/class/tpm/tpm0 remove "$rules")
	is "$(summary "$out")" "- - - -" "remove: nothing set"
	out=$(run_udev /sys/class/tpm/tpm0 add "$rules" "$work/60-tpm-udev.rules")
	is "$(summary "$out")" "0 - 0600 :systemd:" "the distribution's 60-tpm-udev.rules prevail"
fi

# ---- Names and identity -------------------------------------------------------------------------
# names RULES...: with helper and rules of this test's own; the links, one a line, each with its
# priority, and the properties.
cat >"$work/helper" <<END
#!/bin/sh
echo "\$@" >>"$work/asked"
cat "$work/answer"
END
chmod 755 "$work/helper"
sed "s|@UDEVDIR@/tpm-probe-id|$work/helper|" udev/61-tpm-probe-id.rules.in >"$work/61-tpm-probe-id.rules"
names() { # SYSPATH ACTION RULES...
	: >"$work/asked"
	out=$(run_udev "$@" "$work/61-tpm-probe-id.rules")
	links=$(sed -n 's/^DEVLINKS=//p' <<<"$out" | tr ' ' '\n' | grep . | sort | xargs)
	identity=$(sed -n 's/^ID_TPM2_//p' <<<"$out" | sort | xargs -d '\n')
	asked=$(cat "$work/asked")
}

# answer MANUFACTURER VENDOR_STRING: of the helper.
answer() {
	printf 'ID_TPM2_MANUFACTURER=%s\nID_TPM2_VENDOR_STRING=%s\nID_TPM2_MODALIAS=fi2.0:mf%s:\n' "$1" "$2" "$1" |
		grep -v '=$' >"$work/answer"
}

if [[ $why ]]; then
	skip "names as udevd gives them" "$why"
else
	acpi=/sys/devices/LNXSYSTM:00/LNXSYBUS:00/MSFT0101:00
	answer IFX SLB9670
	names $acpi/tpmrm/tpmrm20 add
	is "$links" "/dev/tpm/by-id/IFX_SLB9670-tpmrm /dev/tpm/by-path/acpi-MSFT0101:00-tpmrm" "tpmrm20 on ACPI: by path and by kind"
	is "$identity" "MANUFACTURER=IFX MODALIAS=fi2.0:mfIFX: VENDOR_STRING=SLB9670" "its properties"
	is "$asked" "/dev/tpmrm20" "its node was asked"
	is "$(grep -E '61-tpm-probe-id.rules.*(rror|nvalid|gnor|nknown)' <<<"$out")" "" "udevd takes every line"
	names $acpi/tpm/tpm20 add
	is "$links/$asked" "/dev/tpm/by-path/acpi-MSFT0101:00-tpm/" "tpm20: by path; nobody asks by the raw node"
	names /sys/devices/platform/fed40000.tpm/tpm/tpm3 add
	is "$links" "/dev/tpm/by-path/platform-fed40000.tpm-tpm" "a platform device: by path"
	names /sys/devices/pnp0/00:05/tpmrm/tpmrm21 change
	like "$links" "/dev/tpm/by-path/pnp-00:05-tpmrm$" "on PNP: by path"
	names /sys/devices/vio/30000003/tpmrm/tpmrm22 add
	like "$links" "/dev/tpm/by-path/vio-30000003-tpmrm$" "on POWER's bus: by path"
	names /sys/class/tpmrm/tcmrm1 add
	is "$links" "/dev/tpm/by-id/IFX_SLB9670-tpmrm" "a virtual one: by kind alone"
	names /sys/class/tpmrm/tpmrm0 remove
	is "$links$asked" "" "remove: no link, nobody is asked"
	names /sys/class/misc/vtpmx add
	is "$links$asked" "" "vtpmx: no link, nobody is asked"

	# Texts that a TPM may have.
	while read -r manufacturer vendor want; do
		answer "$manufacturer" "${vendor#-}"
		names /sys/class/tpmrm/tpmrm0 add
		is "$links" "${want#-}" "a TPM called $manufacturer ${vendor#-}"
	done <<-'END'
		STM - /dev/tpm/by-id/STM-tpmrm
		NTC NPCT75x"!!4rls /dev/tpm/by-id/NTC_NPCT75x___4rls-tpmrm
		.. .. /dev/tpm/by-id/.._..-tpmrm
		IFX ../../sda -
		/IFX SLB -
		IFX $kernel%k /dev/tpm/by-id/IFX__kernel_k-tpmrm
	END
	printf 'ID_TPM2_MODALIAS=fi2.0:\n' >"$work/answer"
	names /sys/class/tpmrm/tpmrm0 add
	is "$links$identity" "MODALIAS=fi2.0:" "a TPM without a name: no link"
	: >"$work/answer"
	names /sys/class/tpmrm/tpmrm0 add
	is "$links$identity$asked" "/dev/tpmrm0" "the helper tells nothing: no link"

	# A newer systemd has rules of its own, which come first.
	answer IFX SLB9670
	printf '%s\n' 'SUBSYSTEM=="tpmrm", ENV{ID_TPM2_MANUFACTURER}="NTC", ENV{ID_TPM2_VENDOR_STRING}="NPCT75x", ENV{ID_TPM2_MODALIAS}="fi2.0:mfNTC:"' \
		>"$work/60-tpm2-id.rules"
	names /sys/class/tpmrm/tpmrm0 add "$work/60-tpm2-id.rules"
	is "$identity" "MANUFACTURER=NTC MODALIAS=fi2.0:mfNTC: VENDOR_STRING=NPCT75x" "systemd has asked: its properties stay"
	is "$asked" "" "and nobody asks again"
	is "$links" "/dev/tpm/by-id/NTC_NPCT75x-tpmrm" "the link is made of them"
fi

# ---- The helper ---------------------------------------------------------------------------------
B=${B:-build/release}
helper=$B/tpm-probe-id
for arguments in "" "--help" "/dev/tpmrm0 /dev/tpmrm1"; do
	# shellcheck disable=SC2086 # several words
	capture "$helper" $arguments
	is "$status/$output/$errors" "2//usage: tpm-probe-id NODE" "tpm-probe-id $arguments: usage"
done
mkfifo "$work/fifo"
for node in /dev/null "$work" "$work/fifo" "$work/no-such"; do
	capture "$helper" "$node"
	is "$status/$output" "1/" "tpm-probe-id ${node##*/}: fails, and prints nothing"
	like "$errors" "^tpm-probe-id: $node: [^"$'\n'"]+\$" "and says why in a line"
done
unlike "$(objdump -p "$helper")" 'NEEDED +libtss2' "it needs no library of tpm2-tss"
like "$(cat "$B/61-tpm-probe-id.rules")" 'IMPORT\{program\}="/[^" @]*/tpm-probe-id [$]devnode"' "the rules name its place"

# ---- Accounts and folders -----------------------------------------------------------------------
root=$work/root
mkdir -p "$root/etc" "$root/usr/lib"/{sysusers.d,tmpfiles.d} "$root/var/lib" "$root/run"
cp udev/tpm-probe.sysusers.conf "$root/usr/lib/sysusers.d/tpm-probe.conf"
cp udev/tpm-probe.tmpfiles.conf "$root/usr/lib/tmpfiles.d/tpm-probe.conf"
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"

if ! command -v systemd-sysusers >/dev/null || ! command -v systemd-tmpfiles >/dev/null; then
	skip "accounts and folders" "needs systemd-sysusers and systemd-tmpfiles"
else
	out=$(systemd-sysusers --root="$root" --dry-run 2>&1)
	like "$out" "tss" "sysusers --dry-run names tss"
	out=$(systemd-sysusers --root="$root" 2>&1)
	is "$?" 0 "sysusers succeeds"
	like "$(cat "$root/etc/passwd")" \
		"tss:[!x*]+:[0-9]+:[0-9]+:TPM software stack:[^:]*:[^:]*/nologin" \
		"user tss may not log in"
	like "$(cat "$root/etc/group")" $'\ntss:' "group tss is made"
	before=$(cat "$root/etc/passwd" "$root/etc/group")
	systemd-sysusers --root="$root" >/dev/null 2>&1
	is "$(cat "$root/etc/passwd" "$root/etc/group")" "$before" "a second run changes nothing"
	if ((EUID != 0)); then
		skip "folders of the Feature API" "needs root to give them to tss"
	elif [[ -z $gid ]]; then
		skip "folders of the Feature API" "ACLs are set by this machine's group tss: none here"
	else
		out=$(systemd-tmpfiles --root="$root" --create 2>&1)
		is "$?" 0 "tmpfiles succeeds"
		[[ -z $out ]] || diag "$out"
		owner=$(sed -n 's/^tss:[^:]*:\([0-9]*\):\([0-9]*\):.*/\1:\2/p' "$root/etc/passwd")
		# systemd-tmpfiles takes the names of ACLs from this machine, even with --root.
		for dir in var/lib/tpm2-tss/system/keystore run/tpm2-tss/eventlog; do
			is "$(stat -c '%a %u:%g' "$root/$dir" 2>&1)" "2775 $owner" "$dir: 2775 tss:tss"
			if command -v getfacl >/dev/null && setfacl -m g:0:r "$work" 2>/dev/null; then
				like "$(getfacl -pn "$root/$dir")" "default:group:(${owner#*:}|$gid):rwx" \
					"$dir: default ACL for group tss"
			else
				skip "$dir: default ACL for group tss" "no ACLs or no getfacl here"
			fi
		done
	fi
fi
done_testing
