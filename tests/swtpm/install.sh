#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# make install and uninstall: which files, with which modes, where PREFIX, LIBDIR and UDEVDIR say;
# the installed tool finds its module; nothing stays behind. In a copy of the sources: another
# LIBDIR means another build.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

mkdir "$work/source"
tar -c --exclude=./build --exclude=./.git --exclude=./compile_commands.json . |
	tar -x -C "$work/source"
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES SAN COV FUZZ WERROR DESTDIR PREFIX LIBDIR UDEVDIR

# make_in ARGUMENT...: as a user would, whatever this suite was started by.
# shellcheck disable=SC2317 # called by check
make_in() {
	make -C "$work/source" OPT=-O0 CFLAGS=-U_FORTIFY_SOURCE "$@" >"$work/log" 2>&1 ||
		{ cat "$work/log"; return 1; }
}

# listed FOLDER: mode and name of each file.
listed() {
	(cd "$1" && find . ! -type d -printf '%m %p\n' | sed 's/ \./ /' | sort -k 2)
}

# expected BINDIR LIBDIR DATADIR UDEVDIR SYSUSERSDIR TMPFILESDIR
expected() {
	sort -k 2 <<-END
		755 $1/tpm-probe
		755 $2/libtss2-tcti-tpmrm.so.0
		755 $2/tpm-probe/libtss2-tcti-device.so.0
		644 $3/bash-completion/completions/tpm-probe
		644 $3/fish/vendor_completions.d/tpm-probe.fish
		644 $3/tpm-probe/tpm-probe-1.schema.json
		644 $3/zsh/site-functions/_tpm-probe
		644 $4/rules.d/60-tpm-probe.rules
		644 $5/tpm-probe.conf
		644 $6/tpm-probe.conf
	END
}
umask 022

# ---- As it is ---------------------------------------------------------------------------------
check "make" make_in
root=$work/default
check "install" make_in install DESTDIR="$root"
is "$(listed "$root")" "$(expected /usr/local/bin /usr/local/lib /usr/local/share /usr/lib/udev \
	/usr/lib/sysusers.d /usr/lib/tmpfiles.d)" "install: the files and their modes"
for shell in bash:bash-completion/completions/tpm-probe zsh:zsh/site-functions/_tpm-probe \
	fish:fish/vendor_completions.d/tpm-probe.fish; do
	check "install: the completion of ${shell%%:*} is what the tool prints" \
		cmp "$root/usr/local/share/${shell#*:}" <("$probe" completion "${shell%%:*}")
done
check "install: the udev rules are the project's" \
	cmp "$root/usr/lib/udev/rules.d/60-tpm-probe.rules" udev/60-tpm-probe.rules
capture "$root/usr/local/bin/tpm-probe" --version
is "$status" 0 "install: the tool runs"
capture "$root/usr/local/bin/tpm-probe" --simulator info
if [[ -e /usr/local/lib/libtss2-tcti-tpmrm.so.0 ]]; then
	skip "below DESTDIR the module is not where LIBDIR says" "one is installed on this machine"
else
	is "$status" 1 "below DESTDIR the module is not where LIBDIR says: status 1"
	like "$errors" 'libtss2-tcti-tpmrm.so.0.* nor in /usr/local/lib'$'\n''  what to do: ' \
		"below DESTDIR the module is not where LIBDIR says: the message"
fi
before=$(listed "$root")
check "install again" make_in install DESTDIR="$root"
is "$(listed "$root")" "$before" "install again: the same files"
# What is not the project's stays.
echo foreign >"$root/usr/local/lib/tpm-probe/foreign"
echo foreign >"$root/usr/lib/sysusers.d/foreign.conf"
check "uninstall" make_in uninstall DESTDIR="$root"
is "$(listed "$root" | cut -d ' ' -f 2)" \
	"/usr/lib/sysusers.d/foreign.conf"$'\n'"/usr/local/lib/tpm-probe/foreign" \
	"uninstall: every file of ours, and no other"
check "uninstall again" make_in uninstall DESTDIR="$root"

# ---- Elsewhere ----------------------------------------------------------------------------------
root=$work/distribution
places=(PREFIX=/usr LIBDIR=/usr/lib/x86_64-linux-gnu UDEVDIR=/lib/udev DESTDIR="$root")
check "install ${places[*]:0:3}" make_in install "${places[@]}"
is "$(listed "$root")" "$(expected /usr/bin /usr/lib/x86_64-linux-gnu /usr/share /lib/udev \
	/usr/lib/sysusers.d /usr/lib/tmpfiles.d)" "a distribution's places: the files and their modes"
check "a distribution's places: the tool looks there for its module" \
	grep -qa '/usr/lib/x86_64-linux-gnu' "$root/usr/bin/tpm-probe"
check "a distribution's places: uninstall" make_in uninstall "${places[@]}"
is "$(listed "$root")" "" "a distribution's places: uninstall leaves no file"
check "a distribution's places: uninstall leaves no folder of ours" \
	test ! -e "$root/usr/lib/x86_64-linux-gnu/tpm-probe"

# ---- Used where it is installed -----------------------------------------------------------------
root=$work/home
places=(PREFIX="$root" UDEVDIR="$root/udev" SYSUSERSDIR="$root/sysusers" TMPFILESDIR="$root/tmpfiles")
check "install into a folder of one's own" make_in install "${places[@]}"
is "$(listed "$root")" "$(expected /bin /lib /share /udev /sysusers /tmpfiles)" \
	"a folder of one's own: the files and their modes"
# Without the sources: the tool must not live off the build tree.
mv "$work/source/build" "$work/source/build.away"
capture "$root/bin/tpm-probe" --simulator info
is "$status" 0 "a folder of one's own: the tool finds its module"
like "$output" "$root/lib/libtss2-tcti-tpmrm.so.0" "a folder of one's own: this module"
capture env TPM2TOOLS_TCTI="$root/lib/libtss2-tcti-tpmrm.so.0:/dev/null" tpm2_getrandom 8
check "a folder of one's own: tpm2-tools load the module, which refuses /dev/null" test "$status" != 0
start_swtpm
capture "$root/bin/tpm-probe" -T "$tcti" info
is "$status" 0 "a folder of one's own: any TCTI"
is "$(bash --norc -c '. "$1"; complete -p tpm-probe' bash \
	"$root/share/bash-completion/completions/tpm-probe")" "complete -F _tpm_probe tpm-probe" \
	"a folder of one's own: the completion can be read"
mv "$work/source/build.away" "$work/source/build"
check "a folder of one's own: uninstall" make_in uninstall "${places[@]}"
is "$(listed "$root")" "" "a folder of one's own: uninstall leaves no file"
done_testing
