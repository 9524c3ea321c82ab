#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What tpm-probe bench says of a TPM that takes as long as it is told: figures for tests/bench/probe.py,
# lines "figure: METRIC VALUE".
. tests/guest/lib.sh

figures() {
	tests/guest/bench_figures.py "$@" | sed 's/^/figure: /'
}

# set_delay CC US [JITTER]
set_delay() {
	echo "delay $*" >"$vtpm_fifo"
}

bench() {
	"$CASE_DIR/tpm-probe" bench -d "/dev/$vtpm" "$@"
}

# The host's files are slow to come; these are used two hundred times. The modules are found beside it.
cp "$tpm_probe" "$device_tcti" "$tpmrm_tcti" "$CASE_DIR"
start_vtpm healthy

for ms in 2 10 50; do
	set_delay 17b $((ms * 1000))
	bench get_random_8 -n 50 -o json >"$CASE_DIR/median"
	figures median "wait_${ms}ms" "$CASE_DIR/median"
done

set_delay 17b 0
# GetRandom of 8 bytes is a command of 12.
echo "figure: bench_instructions $("$helpers/user_instructions" 12 20 4 "$CASE_DIR/tpm-probe" bench \
	-d "/dev/$vtpm" get_random_8 -n 40)"
"$helpers/tcti_bench" 1 10 "/dev/$vtpm" | sed -n 's/^bare \(instructions\) /figure: bare_\1 /p'
"$CASE_DIR/tpm-probe" -d "/dev/tpmrm$number" doctor -o json >"$CASE_DIR/report.json"
figures reports report 10 60 "$CASE_DIR/tpm-probe" "$CASE_DIR/report.json"
"$CASE_DIR/tpm-probe" bench -d "/dev/tpmrm$number" get_random_8 --jobs 8 -n 100 -o json >"$CASE_DIR/jobs"
figures jobs 100 "$CASE_DIR/jobs"

# Where 15 % are at least two quanta of the driver's, of 1 ms; each with noise of its own.
operations=(get_capability get_test_result read_clock get_random_8)
codes=(17a 17c 181 17b)
delays_us=(15000 16000 17000 18000)
jitter_us=(0 500 1000 1500)
set_delays() {
	local i
	for i in "${!codes[@]}"; do
		set_delay "${codes[i]}" "${delays_us[i]}" "${jitter_us[i]}"
	done
}

set_delays
status=0
bench -n 24 "${operations[@]}" --save "$CASE_DIR/unchanged.0" >"$CASE_DIR/text" || status=$?
is "$status" 0 "a baseline is saved"
unchanged=()
for ((i = 1; i <= 100; i++)); do
	bench -n 24 "${operations[@]}" --save "$CASE_DIR/unchanged.$i" \
		--baseline "$CASE_DIR/unchanged.$((i - 1))" >"$CASE_DIR/text"
	unchanged+=("$CASE_DIR/unchanged.$i")
done
figures unchanged "${unchanged[@]}"

slower=()
statuses=()
for ((i = 0; i < 50; i++)); do
	which=$((i % 4))
	set_delays
	set_delay "${codes[which]}" $((delays_us[which] * 115 / 100)) "${jitter_us[which]}"
	bench -n 24 "${operations[@]}" --save "$CASE_DIR/slower.$i" \
		--baseline "$CASE_DIR/unchanged.$i" >"$CASE_DIR/text"
	statuses[$?]=seen
	slower+=("${operations[which]}:$CASE_DIR/slower.$i")
done
figures slower "${slower[@]}"
is "${!statuses[*]}" 7 "and each time the exit status says so"
done_testing
