# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What the guest's cases share. A case is a bash script that sources this file, makes its checks and
# ends with done_testing. It runs as root in the top folder of the checkout; B is the build folder,
# CASE_DIR a folder of its own that every user may enter.
# What a case starts by these functions is ended with the case.
# shellcheck disable=SC2034 # variables are for the cases

. tests/tap.sh

helpers=$B/tests/guest
device_tcti=$TOP/$B/libtss2-tcti-device.so.0
tpmrm_tcti=$TOP/$B/libtss2-tcti-tpmrm.so.0
tpm_probe=$B/tpm-probe
started=()

end_started() {
	local pid
	for pid in "${started[@]}"; do
		kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
	done
	started=()
	[[ ! -S /run/udev/control ]] || udevadm control --exit 2>/dev/null
	rm -rf "$tap_scratch"
}
trap end_started EXIT

# start OUTPUT COMMAND...: in the background, its output in the file; sets $pid.
start() {
	local output=$1
	shift
	: >"$output"
	"$@" >"$output" 2>&1 &
	pid=$!
	started+=("$pid")
}

# stop PID: end it and wait for its end.
stop() {
	kill "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	return 0
}

# start_vtpm MODE [VENDOR]: one more TPM, see vtpm_server.c; sets $vtpm (its name, "tpm1"), its
# $number, $pid.
# A mode written to $vtpm_fifo takes the place of this one. Where the machine is so busy that the kernel
# does not wait for the server's first answers (750 ms), once more.
start_vtpm() {
	vtpm='' number=''
	vtpm_fifo=$CASE_DIR/vtpm.fifo
	[[ -p $vtpm_fifo ]] || mkfifo "$vtpm_fifo"
	until start "$CASE_DIR/vtpm.$1" "$helpers/vtpm_server" "$1" "$vtpm_fifo" "${@:2}" &&
		wait_while "$pid" grep '^tpm[0-9]' "$CASE_DIR/vtpm.$1"; do
		diag "vtpm_server $1 has ended: $(cat "$CASE_DIR/vtpm.$1")"
		grep -q 'gave this TPM up' "$CASE_DIR/vtpm.$1" || return
	done
	vtpm=$(grep -o '^tpm[0-9]*' "$CASE_DIR/vtpm.$1")
	number=${vtpm#tpm}
}

# etc: what is in /etc: names, owners, modes, links, and of files size and time.
etc() {
	find /etc \( -type f -printf '%p %m %U %G %s %T@\n' \) -o -printf '%p %y %m %U %G %l\n' | sort
}

# read_in PROGRAM: it and its libraries, into this machine's memory. The host's files take a time to
# come in which the machine only waits, and that the kernel does not grant to one who answers as a TPM.
read_in() {
	local path
	path=$(command -v "$1")
	[[ -e /run/read_in.${path##*/} ]] || {
		ldd "$path" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p'
		echo "$path"
	} | xargs cat >"/run/read_in.${path##*/}.bytes"
	rm -f "/run/read_in.${path##*/}.bytes"
	: >"/run/read_in.${path##*/}"
}

# start_swtpm_state DIR [OPTION...]: one more TPM, a swtpm with this state; sets $vtpm, $number, $pid and
# $tcti. Where the machine is so busy that the kernel does not wait for its first answers, once more.
start_swtpm_state() {
	local log=$CASE_DIR/swtpm.log state=$1
	shift
	mkdir -p "$state"
	read_in swtpm
	while :; do
		vtpm='' number=''
		start "$log" swtpm chardev --tpm2 --vtpm-proxy --tpmstate "dir=$state" "$@"
		if wait_while "$pid" grep '/dev/tpm[0-9]' "$log"; then
			vtpm=$(grep -Eo 'tpm[0-9]+' "$log" | head -n 1)
			number=${vtpm#tpm}
			tcti=device:/dev/tpmrm$number
			! wait_while "$pid" test -e "/dev/tpmrm$number" || return 0
		fi
		diag "swtpm has ended: $(cat "$log")"
		[[ $vtpm ]] || return
	done
}

# start_swtpm_vtpm: the same, with a state of its own.
start_swtpm_vtpm() {
	start_swtpm_state "$(mktemp -d "$CASE_DIR/swtpm.XXXXXX")"
}

# udevadm has no word for "however long it takes".
udev_patience=86400

# settle_tpms: every TPM goes through udevd again; returns when it has.
settle_tpms() {
	udevadm trigger --action=add --subsystem-match=tpm --subsystem-match=tpmrm &&
		udevadm settle --timeout=$udev_patience
}

# start_udevd: the real one, with the project's rules and helper and without the distribution's rules
# for TPMs; returns when every device has been through it.
start_udevd() {
	local rules
	mkdir -p /run/udev/rules.d
	for rules in /usr/lib/udev/rules.d/*tpm*.rules /lib/udev/rules.d/*tpm*.rules; do
		ln -sfn /dev/null "/run/udev/rules.d/$(basename "$rules")"
	done
	rm -f /run/udev/rules.d/6?-tpm-probe*.rules
	# Links of TPMs that went while no udevd ran.
	rm -rf /dev/tpm
	cp udev/60-tpm-probe.rules "$B/61-tpm-probe-id.rules" /run/udev/rules.d/
	cp "$B/tpm-probe-id" /usr/lib/udev/
	systemd-sysusers "$TOP/udev/tpm-probe.sysusers.conf"
	start "$CASE_DIR/udevd.log" "$(PATH=/lib/systemd:/usr/lib/systemd:$PATH command -v systemd-udevd)"
	# The socket may be there of one before; and who answers hears of the kernel's events too.
	wait_while "$pid" udevadm control --ping --timeout=$udev_patience && settle_tpms
}

# as_user UID GROUPS COMMAND...: with no privilege; GROUPS is "" or a comma-separated list.
as_user() {
	local uid=$1 groups=$2
	shift 2
	if [[ $groups ]]; then
		setpriv --reuid "$uid" --regid "$uid" --groups "$groups" --inh-caps=-all --no-new-privs "$@"
	else
		setpriv --reuid "$uid" --regid "$uid" --clear-groups --inh-caps=-all --no-new-privs "$@"
	fi
}

# start_drive MODULE [CONF]: a tcti_drive, initialized; $drive_log gets what the module logs.
start_drive() {
	drive_log=$CASE_DIR/drive.log
	end_drive
	coproc drive { TSS2_LOG=tcti+warning exec "$helpers/tcti_drive" "$@" 2>"$drive_log"; }
	# bash takes the array away when the process ends.
	drive_in=${drive[1]} drive_out=${drive[0]} drive_pid=$!
	order init
}

# order WORDS: tell the tcti_drive; sets $answer. Its answer or its end is waited for, and no clock: where
# the clock leaps over idle time, it leaps over what the host's files take to come, too.
order() {
	echo "$*" >&"$drive_in"
	take_answer
}

# take_answer: to an order that was given before.
take_answer() {
	answer=
	read -r -u "$drive_out" answer || answer="tcti_drive has ended: $(cat "$drive_log")"
}

# end_drive: the tcti_drive ends; sets $status.
end_drive() {
	status=0
	[[ ${drive_pid-} ]] || return 0
	exec {drive_in}>&- {drive_out}<&-
	wait "$drive_pid"
	status=$?
	drive_pid=
}
