#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# systemd's units of metrics: systemd understands them, and rates them; and what they forbid is nothing
# that the tool does: as a user of nothing but group tss, with the system calls that are left to it.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

unit=$work/units/tpm-probe-metrics
mkdir "$work/units"
# The tool of the build tree stands for the installed one.
mkdir "$work/bin"
ln -s "$probe" "$work/bin/tpm-probe"
sed "s|@BINDIR@|$work/bin|" udev/tpm-probe-metrics.service.in >"$unit.service"
cp udev/tpm-probe-metrics.timer "$unit.timer"
for kind in service timer; do
	capture systemd-analyze verify --man=no "$unit.$kind"
	is "$status $output$errors" "0 " "systemd-analyze verify: $kind"
done
sed 's/^DynamicUser=.*/DynamicUser=perhaps/' "$unit.service" >"$work/units/bad.service"
capture systemd-analyze verify --man=no "$work/units/bad.service"
like "$output$errors" 'boolean value: perhaps' "systemd-analyze verify: sees what is wrong"
capture systemd-analyze security --offline=true --threshold=10 "$unit.service"
is "$status" 0 "systemd-analyze security: an exposure of 1.0 at most"
like "$output" 'exposure level for tpm-probe-metrics.service: 0\.[0-9]' \
	"systemd-analyze security: $(grep -o 'exposure level.*: [0-9.]*' <<<"$output")"

# ---- The folder, and who may write there ----------------------------------------------------------
gid=$(getent group tss | cut -d : -f 3)
if ((EUID != 0)) || [[ -z $gid ]]; then
	skip "the folder of the metrics" "needs root and a group tss"
else
	chmod 755 "$work"
	root=$work/root
	mkdir -p "$root/usr/lib/tmpfiles.d" "$root/etc" "$root/run" "$root/var/lib"
	getent passwd root tss >"$root/etc/passwd"
	getent group root tss >"$root/etc/group"
	cp udev/tpm-probe.tmpfiles.conf "$root/usr/lib/tmpfiles.d/tpm-probe.conf"
	check "systemd-tmpfiles makes the folder" systemd-tmpfiles --root="$root" --create --prefix=/run/tpm-probe
	is "$(stat -c '%a %u:%g' "$root/run/tpm-probe")" "775 0:$gid" "/run/tpm-probe: 0775 root:tss"
	# Where a user of nothing can read it.
	cp --remove-destination "$probe" "$module" "$work/bin/"
	file=$root/run/tpm-probe/tpm.prom
	as_nobody=(setpriv --reuid=65534 --regid=65534 --no-new-privs --inh-caps=-all --bounding-set=-all)
	capture "${as_nobody[@]}" --groups="$gid" "$work/bin/tpm-probe" metrics --textfile "$file"
	is "$status" 0 "a user of group tss: the file is written"
	is "$(stat -c '%a %u' "$file")" "644 65534" "everybody may read it"
	like "$(<"$file")" 'tpm_probe_success 1' "what is in it"
	capture "${as_nobody[@]}" --clear-groups "$work/bin/tpm-probe" metrics --textfile "$file"
	is "$status" 3 "a user of no group: refused"
fi

# ---- System calls and sockets -----------------------------------------------------------------------
# group NAME: the system calls of systemd's group, the groups in it with them.
group() {
	local name
	systemd-analyze syscall-filter "$1" | sed -n 's/^ *\([a-z_@][a-z0-9_-]*\)$/\1/p' | grep -v "^$1\$" |
		while read -r name; do
			if [[ $name == @* ]]; then group "$name"; else echo "$name"; fi
		done
}
if strace -o /dev/null true 2>/dev/null; then
	comm -23 <(group @system-service | sort -u) \
		<({ group @privileged; group @resources; } | sort -u) >"$work/allowed"
	check "the filter leaves some" test "$(wc -l <"$work/allowed")" -gt 150
	start_swtpm
	# One run without a TPM, one with: its sockets are the simulator's, not the tool's.
	strace -f -qq -o "$work/trace" "$probe" metrics --textfile "$work/tpm.prom"
	strace -f -qq -o "$work/trace-tpm" "$probe" -T "$tcti" --timeout 30000 metrics --textfile "$work/tpm.prom"
	sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' "$work"/trace* | sort -u >"$work/used"
	check "the trace shows something" test "$(wc -l <"$work/used")" -gt 20
	is "$(comm -23 "$work/used" "$work/allowed" | grep -vx execve)" "" \
		"no system call that the filter forbids"
	is "$(grep -E 'socket\(' "$work/trace" | grep -v AF_UNIX)" "" "no socket but AF_UNIX"
	is "$(grep -E 'PROT_WRITE\|PROT_EXEC' "$work"/trace*)" "" "no memory that is written and executed"
else
	skip "system calls" "strace may not trace here"
fi
done_testing
