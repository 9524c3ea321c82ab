#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# make install-default and install-dropin on a real system (this guest's root is thrown away): which
# module an unmodified tpm2-tools then gets, and that the undo gives the distribution's back.
. tests/guest/lib.sh
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES DESTDIR PREFIX LIBDIR

# loaded ARGUMENT...: the modules that tpm2_getrandom loads, as files.
loaded() {
	capture env -u TPM2TOOLS_TCTI strace -f -o "$CASE_DIR/trace" -e trace=open,openat tpm2_getrandom "$@" --hex 8
	[[ $output =~ ^[0-9a-f]{16}$ ]] || diag "no random bytes: $errors"
	grep -E 'libtss2-tcti-[a-z]+\.so' "$CASE_DIR/trace" | grep -v ENOENT | cut -d'"' -f2 | sort -u |
		xargs realpath | xargs
}

distribution=$(realpath "$(ldconfig -p | sed -n 's/.*libtss2-tcti-device\.so\.0 .* => //p' | head -n 1)")
cp "$distribution" "$CASE_DIR/distribution"
mkdir -p /usr/local/lib/tpm-probe
cp "$tpmrm_tcti" /usr/local/lib/
cp "$device_tcti" /usr/local/lib/tpm-probe/

ldconfig
is "$(loaded -T tpmrm)" /usr/local/lib/libtss2-tcti-tpmrm.so.0 "tpmrm by its name"
is "$(loaded -T device:/dev/tpmrm0)" "$distribution" "before: the distribution's module"
capture make -s install-dropin
is "$status" 0 "make install-dropin: $output$errors"
is "$(loaded -T device:/dev/tpmrm0)" "$distribution" "the file of that name is loaded"
check "and it is ours" cmp "$distribution" "$device_tcti"
like "$(dpkg-divert --list "$distribution")" 'local diversion' "dpkg knows"
capture make -s uninstall-dropin
is "$status" 0 "make uninstall-dropin: $output$errors"
check "the distribution's file is back, unchanged" cmp "$distribution" "$CASE_DIR/distribution"
is "$(dpkg-divert --list "$distribution")" "" "and dpkg diverts nothing"

capture make -s install-default
is "$status" 0 "make install-default: $output$errors"
is "$(loaded)" /usr/local/lib/libtss2-tcti-tpmrm.so.0 "no TCTI named: module tpmrm"
capture make -s uninstall-default
is "$status" 0 "make uninstall-default: $output$errors"
unlike "$(loaded)" /usr/local/lib/libtss2-tcti-tpmrm.so.0 "undone: it is no more"
done_testing
