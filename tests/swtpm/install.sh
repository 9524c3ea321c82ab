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
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES SAN COV FUZZ WERROR DESTDIR PREFIX LIBDIR UDEVDIR SYSTEMDUNITDIR

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

# expected BINDIR LIBDIR DATADIR UDEVDIR SYSUSERSDIR TMPFILESDIR INCLUDEDIR SYSTEMDUNITDIR
expected() {
	sort -k 2 <<-END
		755 $1/tpm-probe
		644 $2/pkgconfig/tpm-probe-tcti-device.pc
		644 $2/pkgconfig/tss2-tcti-tpmrm.pc
		777 $2/libtss2-tcti-tpmrm.so
		777 $2/tpm-probe/libtss2-tcti-device.so
		755 $2/libtss2-tcti-tpmrm.so.0
		755 $2/tpm-probe/libtss2-tcti-device.so.0
		644 $3/man/man1/tpm-probe.1
		644 $3/man/man1/tpm-probe-bench.1
		644 $3/man/man1/tpm-probe-doctor.1
		644 $3/man/man1/tpm-probe-keys.1
		644 $3/man/man1/tpm-probe-metrics.1
		644 $3/man/man1/tpm-probe-report.1
		644 $3/man/man1/tpm-probe-tcti.1
		644 $3/man/man1/tpm-probe-unlock.1
		644 $3/man/man1/tpm-probe-watch.1
		644 $3/man/man7/tpm-probe-tcti-device.7
		644 $3/man/man7/tss2-tcti-tpmrm.7
		644 $3/bash-completion/completions/tpm-probe
		644 $3/fish/vendor_completions.d/tpm-probe.fish
		644 $3/tpm-probe/tpm-probe-1.schema.json
		644 $3/zsh/site-functions/_tpm-probe
		644 $4/rules.d/60-tpm-probe.rules
		644 $4/rules.d/61-tpm-probe-id.rules
		755 $4/tpm-probe-id
		644 $5/tpm-probe.conf
		644 $6/tpm-probe.conf
		644 $7/tss2/tss2-tcti-tpmrm.h
		644 $7/tpm-probe/tss2/tss2_tcti_device.h
		644 $8/tpm-probe-boots.service
		644 $8/tpm-probe-metrics.service
		644 $8/tpm-probe-metrics.timer
		644 $3/tpm-probe/prometheus-example.yml
		644 $3/tpm-probe/tpm-probe-alerts.yml
		644 $3/tpm-probe/tpm-probe-dashboard.json
		755 $3/tpm-probe/tpm.fact
	END
}
umask 022

# ---- As it is ---------------------------------------------------------------------------------
check "make" make_in
root=$work/default
check "install" make_in install DESTDIR="$root"
is "$(listed "$root")" "$(expected /usr/local/bin /usr/local/lib /usr/local/share /usr/lib/udev \
	/usr/lib/sysusers.d /usr/lib/tmpfiles.d /usr/local/include /usr/lib/systemd/system)" "install: the files and their modes"
is "$(readlink "$root"/usr/local/lib/{,tpm-probe/}libtss2-tcti-*.so | xargs)" \
	"libtss2-tcti-tpmrm.so.0 libtss2-tcti-device.so.0" "install: the links for the linker"
for shell in bash:bash-completion/completions/tpm-probe zsh:zsh/site-functions/_tpm-probe \
	fish:fish/vendor_completions.d/tpm-probe.fish; do
	check "install: the completion of ${shell%%:*} is what the tool prints" \
		cmp "$root/usr/local/share/${shell#*:}" <("$probe" completion "${shell%%:*}")
done
check "install: the udev rules are the project's" \
	cmp "$root/usr/lib/udev/rules.d/60-tpm-probe.rules" udev/60-tpm-probe.rules
check "install: they name the place of their helper" \
	grep -qF 'IMPORT{program}="/usr/lib/udev/tpm-probe-id ' "$root/usr/lib/udev/rules.d/61-tpm-probe-id.rules"
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
is "$(grep -h ^ExecStart= "$root/usr/lib/systemd/system/tpm-probe-metrics.service" | cut -d ' ' -f 1)" \
	"ExecStart=/usr/local/bin/tpm-probe" "install: the service runs the tool that was installed"
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
	/usr/lib/sysusers.d /usr/lib/tmpfiles.d /usr/include /usr/lib/systemd/system)" "a distribution's places: the files and their modes"
# shellcheck disable=SC2016 # a variable of pkg-config's
is "$(grep -hE '^(prefix|libdir|includedir)=' "$root/usr/lib/x86_64-linux-gnu/pkgconfig/"*.pc)" \
	'prefix=/usr
libdir=${prefix}/lib/x86_64-linux-gnu/tpm-probe
includedir=${prefix}/include/tpm-probe
prefix=/usr
libdir=${prefix}/lib/x86_64-linux-gnu
includedir=${prefix}/include' "a distribution's places: as pkg-config tells them"
check "a distribution's places: the tool looks there for its module" \
	grep -qa '/usr/lib/x86_64-linux-gnu' "$root/usr/bin/tpm-probe"
check "a distribution's places: the rules look there for their helper" \
	grep -qF 'IMPORT{program}="/lib/udev/tpm-probe-id ' "$root/lib/udev/rules.d/61-tpm-probe-id.rules"
check "a distribution's places: uninstall" make_in uninstall "${places[@]}"
is "$(listed "$root")" "" "a distribution's places: uninstall leaves no file"
is "$(find "$root" -name '*tpm-probe*')" "" "a distribution's places: uninstall leaves no folder of ours"

# ---- Used where it is installed -----------------------------------------------------------------
root=$work/home
places=(PREFIX="$root" UDEVDIR="$root/udev" SYSUSERSDIR="$root/sysusers" TMPFILESDIR="$root/tmpfiles" \
	SYSTEMDUNITDIR="$root/units")
check "install into a folder of one's own" make_in install "${places[@]}"
is "$(listed "$root")" "$(expected /bin /lib /share /udev /sysusers /tmpfiles /include /units)" \
	"a folder of one's own: the files and their modes"
# ---- Programs that link against a module ---------------------------------------------------------
export PKG_CONFIG_PATH=$root/lib/pkgconfig
cat >"$work/client.c" <<'END'
#include HEADER
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
int main(void)
{
	size_t size = 0;
	TSS2_RC rc = INIT(NULL, &size, NULL);
	TSS2_TCTI_CONTEXT *context = calloc(1, size);
	Dl_info info = { 0 };

	dladdr((void *)INIT, &info);
	printf("%s %x %x", info.dli_fname, rc, INIT(context, &size, "/dev/null"));
	free(context);
	return 0;
}
END
# client NAME PACKAGE HEADER FUNCTION MODULE
client() {
	local cflags libs
	check "$1: pkg-config knows it" pkg-config --exists --print-errors "$2"
	is "$(pkg-config --modversion "$2")" "$("$root/bin/tpm-probe" --version | cut -d ' ' -f 2)" \
		"$1: the version"
	read -ra cflags <<<"$(pkg-config --cflags "$2")"
	read -ra libs <<<"$(pkg-config --libs "$2")"
	check "$1: a program builds with it" gcc -Wall -Wextra -Werror -D_GNU_SOURCE "${cflags[@]}" \
		-DHEADER="<tss2/$3>" -DINIT="$4" -o "$work/client" "$work/client.c" "${libs[@]}"
	capture env LD_LIBRARY_PATH="$root/lib" "$work/client"
	is "$output" "$root/lib/$5 0 a000b" "$1: it gets this module, which refuses /dev/null as BAD_VALUE"
	for language in "c -std=c99" "c++ -std=c++11"; do
		# shellcheck disable=SC2086 # two words
		check "$1: the header stands alone: $language" clang -x $language -Wall -Wextra -Werror \
			"${cflags[@]}" -fsyntax-only -include "tss2/$3" /dev/null
	done
}
client "tpmrm" tss2-tcti-tpmrm tss2-tcti-tpmrm.h Tss2_Tcti_Tpmrm_Init libtss2-tcti-tpmrm.so.0
client "device" tpm-probe-tcti-device tss2_tcti_device.h Tss2_Tcti_Device_Init \
	tpm-probe/libtss2-tcti-device.so.0
is "$(pkg-config --define-variable=prefix=/moved --variable=libdir tss2-tcti-tpmrm)" "/moved/lib" \
	"pkg-config: a moved tree is named by its prefix"

# ---- Without the sources -------------------------------------------------------------------------
# The tool does not live off the build tree.
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
