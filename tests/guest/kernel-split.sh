# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # variables are for the cases, or from lib.sh
# What the cases of the kernel's trace share; sourced behind lib.sh.

tracing=/sys/kernel/tracing
split=$helpers/kernel_split

# left: the instances in tracefs ("*": none), and how many probes are ours.
left() {
	(cd $tracing/instances && echo * "$(grep -c tpm_probe_ ../kprobe_events)")
}

# read_split LINE: sets what it names.
read_split() {
	local word
	objects='' sessions='' traced='' whole_ns=0 user_ns=0 rm_ns=0 driver_ns=0 tpm_ns=0 rest_ns=0
	loads='' saves=''
	diag "$1"
	for word in $1; do
		[[ ! $word =~ ^[a-z_]+=[0-9.]+$ ]] || declare -g "$word"
	done
}

# measure ARGUMENTS...: kernel_split; sets $splits, a line each, and what the last one names.
measure() {
	capture "$split" "$@"
	[[ $status == 0 ]] || diag "$* ends with status $status: $output $errors"
	mapfile -t splits <<<"$output"
	read_split "${splits[-1]}"
}

# adds_up NAME: user space, resource manager, driver and TPM are the whole within 5 %, so that no more
# than that is left to what no probe covers.
adds_up() {
	local sum=$((user_ns + rm_ns + driver_ns + tpm_ns))
	if ((sum > 0 && sum * 100 >= whole_ns * 95 && sum + rest_ns == whole_ns)); then
		ok "$1: the parts add up to the whole within 5 %"
	else
		not_ok "$1: the parts add up to the whole within 5 %" "$sum of $whole_ns"
	fi
}
