#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# bench through tpm2-abrmd on a real D-Bus; and beside the raw node's own module.
. tests/guest/lib.sh
. tests/guest/bench.sh
. tests/guest/dbus.sh

check "a system bus" start_dbus
before=$(held /dev/tpm0)
start_abrmd "$device_tcti:/dev/tpm0"
capture "$tpm_probe" -T tabrmd: bench --tier all --allow-state -n 3 --warmup 1 -o json
is "$status" 0 "tabrmd: every tier, status 0${errors:+: $errors}"
is "$(not_measured 3 <<<"$output")" "" "tabrmd: every operation is measured"
capture "$tpm_probe" -T tabrmd: -T "$tpmrm_tcti:/dev/tpmrm0" bench get_random_8 read_clock -n 10
is "$status" 0 "tabrmd and the kernel's resource manager in turn"
like "$output" 'tabrmd' "what tabrmd costs over the kernel's is told"
diag "$output"
stop "$abrmd"
is_held /dev/tpm0 "$before" "tabrmd: nothing is left behind"
done_testing
