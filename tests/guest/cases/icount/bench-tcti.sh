#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Figures of the transport for tests/bench/tcti.py: lines "figure: NODE CONTENDER METRIC VALUE".
. tests/guest/lib.sh

upstream=$(ldconfig -p | sed -n 's/.*libtss2-tcti-device\.so\.0 .* => //p' | head -n 1)
check "the distribution's module is here: ${upstream:-none}" test -f "$upstream"

figures() { # NODE
	sed "s/^/figure: $1 /"
}

# commands_sent: how many the TPM has had.
commands_sent() {
	local before
	before=$(grep -c ' commands$' "$server_log")
	echo count >"$vtpm_fifo"
	wait_for eval "(( \$(grep -c ' commands\$' $server_log) > $before ))"
	sed -n 's/ commands$//p' "$server_log" | tail -n 1
}

# Programs, libraries and modules are in memory, side by side: the host's files take a time that the
# clock does not count.
here=$CASE_DIR/process
mkdir -p "$here/upstream" "$here/device" "$here/tpmrm"
cp "$upstream" "$here/upstream/tcti.so"
cp "$device_tcti" "$here/device/tcti.so"
cp "$tpmrm_tcti" "$here/tpmrm/tcti.so"
cp "$(command -v tpm2_getrandom)" "$helpers/tcti_bench" "$here"
ldd "$here"/* "$here"/*/tcti.so 2>/dev/null | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | sort -u | xargs cp -Lt "$here"

start_vtpm healthy
server_log=$CASE_DIR/vtpm.healthy
for what in raw rm; do
	node=/dev/$vtpm
	contenders=("upstream=$upstream=" "device=$device_tcti=" "tpmrm=$tpmrm_tcti=")
	[[ $what == raw ]] || node=/dev/tpmrm$number
	contenders=("${contenders[@]/%/$node}")
	[[ $what == raw ]] || contenders+=("discovery=$tpmrm_tcti=")
	capture "$helpers/tcti_bench" 21 100 "$node" "${contenders[@]}"
	is "$status" 0 "$what: every contender has its figures"
	[[ ! $errors ]] || diag "$errors"
	figures "$what" <<<"$output"
	cold=("upstream=$here/upstream/tcti.so=$node" "device=$here/device/tcti.so=$node" "tpmrm=$here/tpmrm/tcti.so=$node")
	[[ $what == raw ]] || cold+=("discovery=$here/tpmrm/tcti.so=")
	capture env "LD_LIBRARY_PATH=$here" "$here/tcti_bench" cold 80 "$node" "${cold[@]}"
	is "$status" 0 "$what: the first open of a process${errors:+: $errors}"
	figures "$what" <<<"$output"
	for contender in "${contenders[@]}"; do
		IFS='=' read -r name module conf <<<"$contender"
		# The least of several: the kernel's random-number generator asks the TPM, too.
		least=
		for _ in 1 2 3 4; do
			before=$(commands_sent)
			"$helpers/tcti_open" "$module" ${conf:+"$conf"} >"$CASE_DIR/open"
			sent=$(($(commands_sent) - before))
			[[ $least ]] && ((least <= sent)) || least=$sent
		done
		echo "$name open_commands $least" | figures "$what"
	done
	# While the TPM works for a second (the kernel gives this command two), a timeout is kept.
	echo "delay 1000" >"$vtpm_fifo"
	capture "$helpers/tcti_bench" late "$node" "device=$device_tcti=$node" "tpmrm=$tpmrm_tcti=$node"
	is "$status" 0 "$what: timeouts while the TPM works${errors:+: $errors}"
	figures "$what" <<<"$output"
	echo "delay 0" >"$vtpm_fifo"
done

# A whole process: its wall time by the guest's clock.
export LD_LIBRARY_PATH=$here
# As long as many a real TPM takes for a command.
echo "delay 15" >"$vtpm_fifo"
capture "$helpers/process_time" 30 "upstream=$here/upstream/tcti.so:/dev/tpmrm$number" \
	"device=$here/device/tcti.so:/dev/tpmrm$number" -- "$here/tpm2_getrandom" -o "$here/random" 8
is "$status" 0 "tpm2_getrandom through both modules"
figures rm <<<"$output"
for name in upstream device; do
	before=$(commands_sent)
	"$here/tpm2_getrandom" -T "$here/$name/tcti.so:/dev/tpmrm$number" -o "$here/random" 8
	echo "$name process_commands $(($(commands_sent) - before))" | figures rm
done
done_testing
