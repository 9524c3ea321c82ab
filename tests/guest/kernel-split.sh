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
	objects='' sessions='' traced='' whole_ns=0 user_ns=0 rm_ns=0 driver_ns=0 tpm_ns=0 rest_ns=0 system_calls_ns=0 calls_ns=0
	sum_whole_ns=0 sum_parts_ns=0
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

# is_near A B WHOLE: they differ by at most 5 % of the whole.
is_near() {
	local off=$(($1 - $2))
	((${off#-} * 20 <= $3 && $3 > 0))
}

# adds_up NAME: of all samples together, the parts but for the rest are the whole within 5 %.
adds_up() {
	diag "$1: $sum_parts_ns of $sum_whole_ns ns"
	check "$1: the parts add up to the whole within 5 %" \
		is_near "$sum_parts_ns" "$sum_whole_ns" "$sum_whole_ns"
}

# seen_outside NAME: of the fastest sample, the parts in the kernel by its trace are what user space's
# clock sees around write, poll and read, within 5 % of the whole and 30 us a call: the way into an
# emulated kernel and out of it, which lies between the two, and the clock, where it is a system call
# too. Where something else uses the processors (any guest but icount), this would be a matter of luck.
seen_outside() {
	local kernel=$((system_calls_ns + rm_ns + driver_ns + tpm_ns)) off
	off=$((calls_ns - kernel))
	diag "$1: in the kernel $kernel ns, seen from outside $calls_ns"
	check "$1: the trace has seen what user space has" \
		test "$kernel" -gt 0 -a "${off#-}" -le $((whole_ns / 20 + 3 * 30000))
}
