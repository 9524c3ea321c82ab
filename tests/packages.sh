#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The packages of "make deb", in a Debian of their own below build/chroot (made by debootstrap, kept):
# installed, used, installed again, removed and purged; no file of another package changes, and nothing
# stays behind. Needs root, the packages' mirror, and what "make deb" left in build/deb.
cd "$(dirname "$0")/.." || exit 1
. tests/tap.sh

release=${RELEASE:-bookworm}
base=build/chroot/$release
if [[ $(id -u) != 0 ]]; then
	echo "1..0 # SKIP a chroot needs root"
	exit 0
fi
if [[ ! -e $base/ready ]]; then
	rm -rf "$base"
	mkdir -p "$base"
	debootstrap --variant=minbase --include=ca-certificates "$release" "$base" http://deb.debian.org/debian >&2 &&
		chroot "$base" apt-get -qq update >&2 &&
		chroot "$base" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends \
			tpm2-tools libtss2-tcti-device0 udev systemd man-db >&2 && touch "$base/ready"
fi
check "a Debian $release of its own" test -e "$base/ready"

root=$(mktemp -d)
# Its files as they are, whatever is done to them here.
mount -t tmpfs tmpfs "$root" && mkdir "$root"/{upper,work,root} &&
	mount -t overlay overlay -o "lowerdir=$base,upperdir=$root/upper,workdir=$root/work" "$root/root"
trap 'umount "$root/root/proc" "$root/root" "$root" 2>/dev/null; rmdir "$root"; rm -rf "$tap_scratch"' EXIT
mount -t proc proc "$root/root/proc"
mkdir "$root/root/deb"
cp build/deb/*.deb "$root/root/deb/"
rm -f "$root"/root/deb/*dbgsym*

# inside COMMAND...: a machine's root, without its daemons.
inside() {
	chroot "$root/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"
}
# Every file that is no cache, log or database of dpkg's own, and what it holds.
state() {
	inside find / -xdev \( -path /proc -o -path /deb -o -path /var/lib/dpkg -o -path /var/cache -o -path /var/log \
		-o -path /var/lib/systemd -o -path /tmp -o -path /etc/ld.so.cache -o -path /run \
		-o -path /var/lib/apt -o -path '/etc/*-' \) -prune -o -type f -exec md5sum {} + -o -type l -printf '%l  %p\n' |
		sort -k 2
}
install_all() {
	# shellcheck disable=SC2317
	inside bash -c 'dpkg -i /deb/*.deb || apt-get -qq -y --no-install-recommends -f install'
}

before=$(state)
capture install_all
is "$status" 0 "installed"
# shellcheck disable=SC2016 # a format
is "$(inside dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' '*tpm-probe*' libtss2-tcti-tpmrm0 | sed 's/^ii *//' |
	sort | xargs)" "libtss2-tcti-tpmrm0 tpm-probe tpm-probe-tcti-device tpm-probe-udev" "each of the four"
like "$(inside tpm-probe --version)" '^tpm-probe [0-9.]+$' "it runs"
capture inside tpm-probe doctor
unlike "$errors" 'error while loading' "its libraries are there"
check "its manual page is found" inside man -w tpm-probe
library=/usr/lib/x86_64-linux-gnu/libtss2-tcti-device.so.0
check "the drop-in is in its place" cmp "$root/root$(inside realpath $library)" \
	<(dpkg-deb --fsys-tarfile build/deb/tpm-probe-tcti-device_*.deb | tar -xO ".$library.0.0")
check "the distribution's module waits" test -s "$root/root${library%/*}/tpm-probe/distribution/${library##*/}.0.0"
capture inside tpm2_getrandom -T tpmrm 8
like "$errors" 'tpmrm' "tpm2-tools loads module tpmrm"
capture inside tpm2_getrandom -T device:/nowhere 8
like "$errors" '/nowhere' "and the drop-in"
is "$(inside systemctl is-enabled tpm-probe-metrics.timer 2>&1)" disabled "no unit is enabled"
check "accounts are made" inside getent passwd tpm-probe
is "$(inside dpkg -V 2>&1 | grep -v '^??5?????? c')" "" "no file of another package is touched"

capture install_all
is "$status" 0 "installed over itself"
capture inside dpkg --remove tpm-probe-tcti-device
is "$status" 0 "the drop-in removed"
is "$(inside dpkg -V libtss2-tcti-device0)" "" "the distribution's module is in its place again"
capture inside dpkg --purge tpm-probe-tcti-device tpm-probe-udev libtss2-tcti-tpmrm0 tpm-probe
is "$status" 0 "purged${errors:+: $errors}"
inside apt-get -qq -y autoremove --purge >/dev/null 2>&1
# Accounts stay, as Debian's packages leave them.
is "$(diff <(echo "$before") <(state) | grep -vE '/etc/(passwd|group|shadow|gshadow)$|^[0-9,]+[acd][0-9,]+$|^---$')" "" \
	"nothing is left behind"
done_testing
