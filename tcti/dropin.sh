#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Put module device in the place of the distribution's module of that name, and take it back.
#
#   tcti/dropin.sh install|uninstall OURS PARKED
#
# OURS is the installed drop-in, PARKED the directory where the distribution's file waits; both without
# DESTDIR, which comes from the environment. Where dpkg is, the file is diverted, so that an update of
# the distribution's package goes to the parked one; elsewhere it is moved.
# Exit status: 0; 1 nothing was changed, and why; 2 wrong usage.
set -euo pipefail
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
name=libtss2-tcti-device.so.0
root=${DESTDIR:-}
root=${root%/}

fail() {
	echo "dropin: $*" >&2
	exit 1
}

[[ $# == 3 && ($1 == install || $1 == uninstall) ]] || {
	sed -n '5p' "$0" >&2
	exit 2
}
ours=$root$2
parked=$3

# The distribution's directories, and none of ours.
find_places() {
	local directory file
	for directory in "$root"/usr/lib/*-linux-gnu* "$root"{/usr/lib64,/usr/lib,/lib64,/lib}; do
		[[ -e $directory/$name || -L $directory/$name ]] || continue
		file=$(realpath -m "$directory/$name")
		echo "${file#"$root"}"
	done | sort -u
}

# The file that the name stands for in the end: libtss2-tcti-device.so.0.0.0
mapfile -t places < <(find_places)
((${#places[@]} <= 1)) || fail "$name is in several places: ${places[*]}; nothing was changed"

has_dpkg() {
	command -v dpkg-divert >/dev/null && [[ -f $root/var/lib/dpkg/status ]]
}

divert() {
	dpkg-divert --root "${root:-/}" --local --quiet --rename --divert "$parked/${place##*/}" "$@" "$place"
}

refresh() {
	[[ $root ]] || ldconfig
}

install_dropin() {
	[[ -f $ours ]] || fail "$ours: no such file; make install first"
	((${#places[@]} == 1)) ||
		fail "the distribution has no $name in ${root:-/}: name ours by its path, or put it into LIBDIR"
	place=${places[0]}
	if cmp -s "$ours" "$root$place"; then
		echo "dropin: $place is the drop-in already"
		return
	fi
	# An earlier version of ours, or the distribution's own?
	if [[ ! -e $root$parked/${place##*/} ]]; then
		mkdir -p "$root$parked"
		if has_dpkg; then
			divert --add
		else
			mv "$root$place" "$root$parked/${place##*/}"
		fi
	fi
	install -m 644 "$ours" "$root$place.new"
	mv "$root$place.new" "$root$place"
	refresh
	echo "dropin: $place is the drop-in now; the distribution's file waits in $parked"
}

uninstall_dropin() {
	local file
	shopt -s nullglob
	for file in "$root$parked"/libtss2-tcti-device.so.*; do
		((${#places[@]} == 1)) || fail "$name is nowhere, but $file waits for its place; nothing was changed"
		place=${places[0]}
		[[ ${place##*/} == "${file##*/}" ]] ||
			fail "$place is not where $file came from; nothing was changed"
		rm -f "$root$place"
		if has_dpkg && [[ $(dpkg-divert --root "${root:-/}" --listpackage "$place") ]]; then
			divert --remove
		else
			mv "$file" "$root$place"
		fi
		rmdir "$root$parked" 2>/dev/null || true
		refresh
		echo "dropin: $place is the distribution's again"
		return
	done
	echo "dropin: it is not installed"
}

"$1_dropin"
