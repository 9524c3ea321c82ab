# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154 # variables of tests/guest/lib.sh
# For the cases with tpm2-abrmd: a real system bus, and the daemon on it.

# start_dbus: the system bus; returns when it answers.
start_dbus() {
	mkdir -p /run/dbus
	dbus-uuidgen --ensure=/run/machine-id 2>/dev/null
	[[ -s /etc/machine-id ]] || cp /run/machine-id /etc/machine-id
	start "$CASE_DIR/dbus.log" dbus-daemon --system --nofork --nopidfile
	wait_while "$pid" dbus-send --system --print-reply --dest=org.freedesktop.DBus / \
		org.freedesktop.DBus.ListNames
}

# start_abrmd TCTI: tpm2-abrmd on that bus; sets $abrmd, its process; returns when its name is there.
start_abrmd() {
	start "$CASE_DIR/abrmd.log" tpm2-abrmd --allow-root --tcti="$1"
	# shellcheck disable=SC2034 # for the cases
	abrmd=$pid
	wait_while "$pid" eval "dbus-send --system --print-reply --dest=org.freedesktop.DBus / \
		org.freedesktop.DBus.NameHasOwner string:com.intel.tss2.Tabrmd | grep -q 'boolean true'" ||
		diag "$(cat "$CASE_DIR/abrmd.log")"
}
