# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What the cases about udev's properties and links share; sourced after lib.sh.
# shellcheck disable=SC2154 # variables of lib.sh

# property NODE KEY
property() {
	udevadm info --query=property --property="$2" --value "$1"
}

# come NUMBER...: udevd has done with both nodes of these TPMs.
come() {
	udevadm wait --timeout="$udev_patience" --settle "${@/#//dev/tpm}" "${@/#//dev/tpmrm}"
}

# gone NUMBER...: they are away, and udevd knows.
gone() {
	udevadm wait --timeout="$udev_patience" --settle --removed "${@/#//dev/tpm}" "${@/#//dev/tpmrm}"
}

declare -A server=() # of each number of a plugged TPM: its server's pid

# plug VENDOR...: as many TPMs as words, of these kinds, at the same time.
plug() {
	local i pids=() logs=() new=()
	vtpm_fifo=$CASE_DIR/vtpm.fifo
	[[ -p $vtpm_fifo ]] || mkfifo "$vtpm_fifo"
	for ((i = 1; i <= $#; i++)); do
		logs[i]=$(mktemp "$CASE_DIR/plug.XXXXXX")
		start "${logs[i]}" "$helpers/vtpm_server" healthy "$vtpm_fifo" "${!i}"
		pids[i]=$pid
	done
	for ((i = 1; i <= $#; i++)); do
		wait_while "${pids[i]}" grep '^tpm' "${logs[i]}" || diag "$(cat "${logs[i]}")"
		new[i]=$(sed -n 's/^tpm//p' "${logs[i]}")
		server[${new[i]}]=${pids[i]}
	done
	check "$# come" come "${new[@]}"
}

# pull NUMBER...: these go, at the same time.
pull() {
	local number
	for number; do
		kill "${server[$number]}"
	done
	for number; do
		wait "${server[$number]}" 2>/dev/null
		unset "server[$number]"
	done
	check "$# go" gone "$@"
}

# numbers: of the plugged TPMs, in their order, one a line.
numbers() {
	printf '%s\n' "${!server[@]}" | sort -n
}

# seen NUMBER: what its nodes have, and what udev knows.
seen() {
	stat -c '%a %U:%G' "/dev/tpm$1" "/dev/tpmrm$1"
	udevadm info --query=property "/dev/tpmrm$1" | grep -E '^(TAGS|DEVLINKS|ID_TPM2_)' | sort
}

# expected VENDOR
expected() {
	echo "660 tss:root
660 root:tss
DEVLINKS=/dev/tpm/by-id/TEST_$1-tpmrm
ID_TPM2_MANUFACTURER=TEST
ID_TPM2_MODALIAS=fi2.0:lv0:rv1.59:sy0:sd0:mfTEST:vs$1:ty0:fw1.2.196612:
ID_TPM2_VENDOR_STRING=$1
TAGS=:systemd:"
}

# links: each link by kind and its node.
links() {
	local link
	for link in /dev/tpm/by-id/TEST*; do
		[[ ! -L $link ]] || echo "${link##*/} $(readlink -f "$link")"
	done
}
