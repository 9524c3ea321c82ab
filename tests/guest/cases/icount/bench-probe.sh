#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe bench against a TPM that takes as long as it is told: figures for tests/bench/probe.py, lines
# "figure: METRIC VALUE".
. tests/guest/lib.sh

# set_delay CC US [JITTER]
set_delay() {
	echo "delay $*" >"$vtpm_fifo"
}

bench() {
	"$tpm_probe" bench -d "/dev/$vtpm" "$@"
}

start_vtpm healthy

# ---- Accuracy: the TPM takes 2, 10, 50 ms.
for ms in 2 10 50; do
	set_delay 17b $((ms * 1000))
	time bench get_random_8 -n 50 -o json >"$CASE_DIR/accuracy.$ms"
	python3 -c 'import json,sys; o=json.load(open(sys.argv[1]))["tpms"][0]["bench"]["operations"][0]; print({k:o[k] for k in o if k.endswith("_ns") and k!="samples_ns"}, o["samples_ns"][:20])' "$CASE_DIR/accuracy.$ms"
done
done_testing
