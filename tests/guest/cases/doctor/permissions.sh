#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Who may open the node: each fault of owner, group, mode and membership.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

cp "$tpm_probe" "$device_tcti" "$tpmrm_tcti" "$CASE_DIR/"
chmod 755 "$CASE_DIR"/{tpm-probe,*.so.0}
doctor_probe=$CASE_DIR/tpm-probe
# Without udevd the nodes are as the kernel made them.
chown root:root /dev/tpm0 /dev/tpmrm0
chmod 600 /dev/tpm0 /dev/tpmrm0
diagnose
traced
caught PRM-003 'has rules for tpmrm'
rm -f /{usr/lib,etc,run}/udev/rules.d/*tpm*.rules
diagnose
caught PRM-003 'no file has rules'

check "udevd has been through the devices" start_udevd
# As where the group was made after the boot: udev's rules could not give the node to it.
chown root:root /dev/tpmrm0
chmod 600 /dev/tpmrm0
diagnose_only
caught PRM-003 'has rules for tpmrm'
remedy PRM-003
getent passwd outsider >/dev/null || useradd -M -s /bin/sh outsider
getent passwd insider >/dev/null || useradd -M -s /bin/sh -G tss insider
outsider=$(id -u outsider)
insider=$(id -u insider)
tss=$(getent group tss | cut -d: -f3)
drop=(--inh-caps=-all --no-new-privs)
diagnose
quiet PRM-001 PRM-002 PRM-003 PRM-004 PRM-005 PRM-006 PRM-007
doctor_as=(setpriv --reuid "$outsider" --regid "$outsider" --clear-groups "${drop[@]}")
diagnose
caught PRM-001 'usermod -aG tss outsider'
caught PCR-004 'not readable'
like "$(finding DA-001)" 'Permission|permission' "what needs the TPM says that nobody may ask it"
doctor_as=(setpriv --reuid "$insider" --regid "$insider" --clear-groups "${drop[@]}")
diagnose
caught PRM-002 'does not carry group tss'
quiet PRM-001
# The shell that newgrp starts has the group.
read -r _ command group < <(advised PRM-002)
setpriv --reuid "$insider" --regid "$insider" --clear-groups "$command" "$group" \
	<<<"exec $CASE_DIR/tpm-probe doctor -o json" >"$CASE_DIR/newgrp.json" 2>"$CASE_DIR/newgrp.errors"
diag "$(head -n 3 "$CASE_DIR/newgrp.errors")"
cp "$CASE_DIR/newgrp.json" "$CASE_DIR/doctor.json"
read_diagnosis
quiet PRM-001 PRM-002
doctor_as=(setpriv --reuid "$insider" --regid "$insider" --groups "$tss" "${drop[@]}")
diagnose
quiet PRM-001 PRM-002 DA-001
# Who logs in gets the groups that the database has by then.
doctor_as=(setpriv --reuid "$outsider" --regid "$outsider" --init-groups "${drop[@]}")
diagnose_only
caught PRM-001 'usermod'
remedy PRM-001
# The log that only root may read, asked for by a member of the group.
diagnose_only
caught PCR-004 'not readable'
remedy PCR-004
doctor_as=()

chgrp tss /dev/tpm0
chmod 666 /dev/tpmrm0
diagnose
caught PRM-004 '/dev/tpm0'
caught PRM-006 '0666'
remedy PRM-004
chmod 666 /dev/tpmrm0
diagnose_only
remedy PRM-006

# A rule without the tag.
sed -i 's/TAG+="systemd"//;s/, *,/,/g' /run/udev/rules.d/60-tpm-probe.rules
udevadm control --reload
udevadm trigger --action=add --subsystem-match=tpm --subsystem-match=tpmrm
udevadm settle --timeout=30
diagnose
caught PRM-007 'no udev tag'
remedy PRM-007

# The device cgroup says no where owner and mode say yes.
mkdir -p /run/cgroup
if mount -t cgroup -o devices devices /run/cgroup; then
	mkdir -p /run/cgroup/closed
	echo "c $(tr : ' ' </sys/class/tpmrm/tpmrm0/dev | sed 's/ /:/') rwm" >/run/cgroup/closed/devices.deny
	echo $$ >/run/cgroup/closed/cgroup.procs
	diagnose_only
	caught PRM-005 'refuses'
	echo $$ >/run/cgroup/cgroup.procs
else
	not_ok "the device cgroup can be mounted"
fi

# No node at all: on a machine (as which the root of a container is not known), and in a container.
rm -f /.dockerenv /run/.containerenv
read -r major minor < <(tr : ' ' </sys/class/tpmrm/tpmrm0/dev)
rm /dev/tpmrm0
diagnose_only
caught DEV-004 'no node in /dev'
quiet DEV-005
remedy DEV-004
is "$(stat -c '%t:%T' /dev/tpmrm0)" "$(printf '%x:%x' "$major" "$minor")" "DEV-004: the node is the TPM's"
rm /dev/tpmrm0
touch /run/.containerenv
diagnose_only
caught DEV-005 'podman'
quiet DEV-004
rm /run/.containerenv
mknod -m 600 /dev/tpmrm0 c "$major" "$minor"
rm -f /etc/udev/rules.d/61-tpm-systemd.rules
done_testing
