#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# make install-dropin, install-default and their undo: nothing of the distribution's is lost, nor
# anything of somebody else's touched. In roots of their own, with dpkg and without.
cd "$(dirname "$0")/.." || exit 1
. tests/tap.sh
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES SAN COV FUZZ WERROR DESTDIR PREFIX LIBDIR

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=/usr/lib/x86_64-linux-gnu
file=$folder/libtss2-tcti-device.so.0.0.0
parked=/usr/local/lib/tpm-probe/distribution/libtss2-tcti-device.so.0.0.0

make_in() { # ROOT TARGET
	capture make -s "$2" DESTDIR="$1" PREFIX=/usr/local TCTILDRDIR=$folder
}

# new_root NAME: a distribution's module, and ours installed.
new_root() {
	root=$work/$1
	mkdir -p "$root$folder" "$root/usr/local/lib/tpm-probe"
	echo distribution >"$root$file"
	ln -s "${file##*/}" "$root$folder/libtss2-tcti-device.so.0"
	echo ours >"$root/usr/local/lib/tpm-probe/libtss2-tcti-device.so.0"
	echo ours >"$root/usr/local/lib/libtss2-tcti-tpmrm.so.0"
}

content() {
	cat "$root$folder/libtss2-tcti-device.so.0" 2>&1
}

kinds=(plain)
if command -v dpkg-divert >/dev/null; then
	kinds+=(dpkg)
else
	skip "with dpkg" "no dpkg here"
fi
for kind in "${kinds[@]}"; do
	new_root "$kind"
	if [[ $kind == dpkg ]]; then
		mkdir -p "$root/var/lib/dpkg/info"
		touch "$root/var/lib/dpkg/status"
	fi
	make_in "$root" uninstall-dropin
	is "$status $(content)" "0 distribution" "$kind: to undo what was not done changes nothing"
	like "$output" 'not installed' "$kind: and says so"
	make_in "$root" install-dropin
	is "$status $(content) $(cat "$root$parked")" "0 ours distribution" "$kind: ours is in place, the distribution's is parked"
	if [[ $kind == dpkg ]]; then
		is "$(dpkg-divert --root "$root" --truename "$file")" "$parked" "dpkg: an update will go to the parked file"
	fi
	make_in "$root" install-dropin
	is "$status $(content) $(cat "$root$parked")" "0 ours distribution" "$kind: once more changes nothing"
	echo newer >"$root/usr/local/lib/tpm-probe/libtss2-tcti-device.so.0"
	make_in "$root" install-dropin
	is "$status $(content) $(cat "$root$parked")" "0 newer distribution" "$kind: a newer one of ours takes its place"
	echo updated >"$root$parked"
	make_in "$root" uninstall-dropin
	is "$status $(content)" "0 updated" "$kind: undone, the distribution's is back as it is by now"
	check "$kind: and nothing is left" test ! -e "$root${parked%/*}"
	is "$(readlink "$root$folder/libtss2-tcti-device.so.0")" "${file##*/}" "$kind: its link is as it was"
	[[ $kind != dpkg ]] || is "$(dpkg-divert --root "$root" --list)" "" "dpkg: no diversion is left"
done

new_root missing
rm "$root/usr/local/lib/tpm-probe/libtss2-tcti-device.so.0"
make_in "$root" install-dropin
is "$status $(content)" "2 distribution" "ours is not installed: nothing is changed"
like "$errors" 'make install first' "and what to do is said"
new_root alone
rm -r "${root:?}$folder"
make_in "$root" install-dropin
like "$status $errors" '^2 .*the distribution has no' "without a distribution's module: refused"
new_root twice
mkdir -p "$root/usr/lib64"
echo another >"$root/usr/lib64/libtss2-tcti-device.so.0"
make_in "$root" install-dropin
like "$status $errors" '^2 .*in several places' "with two of them: refused"
is "$(content)" distribution "and nothing is changed"

# ---- The default TCTI ---------------------------------------------------------------------------
new_root default
link=$root$folder/libtss2-tcti-default.so
make_in "$root" install-default
is "$status $(readlink "$link")" "0 /usr/local/lib/libtss2-tcti-tpmrm.so.0" "install-default: module tpmrm, beside tctildr"
make_in "$root" install-default
is "$status" 0 "install-default: once more"
make_in "$root" uninstall-default
check "uninstall-default: taken away" test ! -L "$link"
make_in "$root" uninstall-default
is "$status" 0 "uninstall-default: once more"
ln -s libtss2-tcti-tabrmd.so.0 "$link"
make_in "$root" install-default
is "$status $(readlink "$link")" "2 libtss2-tcti-tabrmd.so.0" "install-default: somebody else's stays"
make_in "$root" uninstall-default
is "$status $(readlink "$link")" "2 libtss2-tcti-tabrmd.so.0" "uninstall-default: so it does"
like "$errors" "somebody else's" "and it says why"
rm "$link" "$root/usr/local/lib/libtss2-tcti-tpmrm.so.0"
make_in "$root" install-default
like "$status $errors" '^2 .*make install first' "install-default: without the module"
done_testing
