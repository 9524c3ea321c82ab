#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# systemd's units of metrics, and that which saves boots: systemd understands them, and rates them; and what they forbid is nothing
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
sed 's/^PrivateTmp=.*/PrivateTmp=perhaps/' "$unit.service" >"$work/units/bad.service"
capture systemd-analyze verify --man=no "$work/units/bad.service"
like "$output$errors" 'boolean value.*perhaps' "systemd-analyze verify: sees what is wrong"
capture systemd-analyze security --offline=true --threshold=10 "$unit.service"
is "$status" 0 "systemd-analyze security: an exposure of 1.0 at most"
like "$output" 'exposure level for tpm-probe-metrics.service: 0\.[0-9]' \
	"systemd-analyze security: $(grep -o 'exposure level.*: [0-9.]*' <<<"$output")"

sed "s|@BINDIR@|$work/bin|" udev/tpm-probe-boots.service.in >"$work/units/tpm-probe-boots.service"
capture systemd-analyze verify --man=no "$work/units/tpm-probe-boots.service"
is "$status $output$errors" "0 " "systemd-analyze verify: the unit that saves boots"
capture systemd-analyze security --offline=true --threshold=15 "$work/units/tpm-probe-boots.service"
is "$status" 0 "systemd-analyze security: an exposure of 1.5 at most, as root"

# ---- The directory, and who may write there -------------------------------------------------------
gid=$(getent group tss | cut -d : -f 3)
if ((EUID != 0)) || [[ -z $gid ]]; then
	skip "the directory of the metrics" "needs root and a group tss"
else
	chmod 755 "$work"
	root=$work/root
	mkdir -p "$root/usr/lib/"{sysusers,tmpfiles}.d "$root/etc" "$root/run" "$root/var/lib"
	getent passwd root tss >"$root/etc/passwd"
	getent group root tss >"$root/etc/group"
	cp udev/tpm-probe.sysusers.conf "$root/usr/lib/sysusers.d/tpm-probe.conf"
	cp udev/tpm-probe.tmpfiles.conf "$root/usr/lib/tmpfiles.d/tpm-probe.conf"
	check "systemd-sysusers makes the unit's user" systemd-sysusers --root="$root"
	user=$(sed -n 's/^User=//p' "$unit.service")
	IFS=: read -r _ _ uid gid_own _ < <(grep "^$user:" "$root/etc/passwd")
	check "systemd-tmpfiles makes the directory" systemd-tmpfiles --root="$root" --create --prefix=/run/tpm-probe
	is "$(stat -c '%a %u:%g' "$root/run/tpm-probe")" "755 $uid:$gid_own" "/run/tpm-probe: 0755 $user"
	# Where a user of nothing can read it.
	cp --remove-destination "$probe" "$module" "$work/bin/"
	file=$root/run/tpm-probe/tpm.prom
	without=(--no-new-privs --inh-caps=-all --bounding-set=-all)
	as_unit=(setpriv --reuid="$uid" --regid="$gid_own" "--groups=$gid" "${without[@]}")
	capture "${as_unit[@]}" "$work/bin/tpm-probe" metrics --textfile "$file"
	is "$status" 0 "the unit's user: the file is written"
	is "$(stat -c '%a %u' "$file")" "644 $uid" "everybody may read it"
	like "$(<"$file")" 'tpm_probe_success 1' "what is in it"
	# A member of group tss chooses neither what is in the file nor where it is.
	as_member=(setpriv --reuid=65534 --regid=65534 "--groups=$gid" "${without[@]}")
	capture "${as_member[@]}" "$work/bin/tpm-probe" metrics --textfile "$file"
	is "$status" 3 "a member of group tss: refused"
	for command in "ln -sf $work/victim $file" "rm -f $file" "mv $file $file.old" "mkdir $root/run/tpm-probe/x"; do
		# shellcheck disable=SC2086
		capture "${as_member[@]}" $command
		is "$status" 1 "a member of group tss: no ${command%% *}"
	done
	# And in a directory where it may: its link is not followed.
	mkdir -m 777 "$work/shared"
	"${as_member[@]}" ln -s "$work/victim" "$work/shared/tpm.prom"
	touch "$work/victim"
	chown "$uid" "$work/victim"
	capture "${as_unit[@]}" "$work/bin/tpm-probe" metrics --textfile "$work/shared/tpm.prom"
	is "$status $(<"$work/victim")" "3 " "a link of a member's: refused, and nothing is written"
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
	strace -f -qq -o "$work/trace-tpm" "$probe" -T "$tcti" --timeout 86400000 metrics --textfile "$work/tpm.prom"
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
