#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What tpm-probe tcti emit writes for systemd is what systemd's units then have.
. tests/guest/lib.sh
. tests/guest/system-manager.sh

for name in one other; do
	printf '%s\n' '[Unit]' DefaultDependencies=no SuccessAction=exit-force FailureAction=exit-force \
		'[Service]' Type=oneshot "ExecStart=/bin/sh -c 'env >$CASE_DIR/$name'" \
		>"$units/tpm-test-$name.service"
done

# start_unit NAME: sets $value, what its processes have as TPM2TOOLS_TCTI ("-": nothing).
# A unit that did not run has "not run".
start_unit() {
	rm -f "$CASE_DIR/$1"
	run_unit "tpm-test-$1.service"
	if [[ ! -s $CASE_DIR/$1 ]]; then
		diag "$(tail -n 20 "$CASE_DIR/manager")"
		value="not run"
		return
	fi
	value=$(sed -n 's/^TPM2TOOLS_TCTI=//p' "$CASE_DIR/$1")
	value=${value:--}
}

etc >"$CASE_DIR/before"

start_unit one
is "$value" - "nothing emitted: a unit has no value"

capture "$tpm_probe" tcti emit systemd --write
is "$status" 0 "emit systemd --write${errors:+: $errors}"
start_unit one
is "$value" "device:/dev/tpmrm0" "emit systemd: a unit has the value"
capture "$tpm_probe" tcti emit --undo
is "$status" 0 "emit --undo"
start_unit one
is "$value" - "undo: it has none"

capture "$tpm_probe" tcti emit systemd --unit tpm-test-one.service --write
is "$status" 0 "emit systemd --unit --write${errors:+: $errors}"
start_unit one
is "$value" "device:/dev/tpmrm0" "emit systemd --unit: that unit has the value"
start_unit other
is "$value" - "emit systemd --unit: another has none"
capture "$tpm_probe" tcti emit --undo
is "$status" 0 "emit --undo"

# Where the page of the generator says that units look for one.
generators=/run/systemd/system-environment-generators
mkdir -p $generators
capture "$tpm_probe" tcti emit generator
is "$status" 0 "emit generator"
echo "$output" >$generators/60-tpm-probe
chmod 755 $generators/60-tpm-probe
start_unit one
is "$value" "device:/dev/tpmrm0" "emit generator: for every unit, by the node that is there"
rm -r $generators
check "undo: /etc is as it was" diff "$CASE_DIR/before" <(etc)
done_testing
