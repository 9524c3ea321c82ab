# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154 # variables of tests/guest/lib.sh
# For the cases about systemd's units: a system manager of its own, as in a container.

units=/run/systemd/system
mkdir -p $units
mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup

# run_unit UNIT: starts it, and ends with it (UNIT has SuccessAction= and FailureAction=exit-force). What
# the manager and the unit say is in $CASE_DIR/manager.
run_unit() {
	local manager=/lib/systemd/systemd
	[[ -x $manager ]] || manager=/usr/lib/systemd/systemd
	unshare --pid --fork --kill-child --mount --mount-proc --cgroup \
		env -i container=tpm-probe-test PATH="$PATH" "$manager" --system --log-target=console \
		--unit="$1" >"$CASE_DIR/manager" 2>&1 </dev/null
}
