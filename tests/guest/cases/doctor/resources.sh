#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Slots and room that are used up, on a TPM of the case's own.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

cd "$CASE_DIR" || exit 1
tpm_probe=$TOP/$tpm_probe
start_swtpm_state "$CASE_DIR/state"
diagnose -d "$vtpm"
traced -d "$vtpm"
quiet RES-001 RES-002 RES-003 RES-005 RES-008

# Sessions that raw users saved and never took back.
raw=device:/dev/$vtpm
for ((i = 0; i < 60; i++)); do
	quietly tpm2_startauthsession -T "$raw" -S "session-$i.ctx" || break
done
diagnose -d "$vtpm"
caught RES-003 'of 64'
remedy RES-003

# Objects that raw users left loaded.
for i in 1 2 3; do
	quietly tpm2_createprimary -T "$raw" -C n -G ecc -c "object-$i.ctx" || break
done
diagnose_only -d "$vtpm"
caught RES-001 'TRANSIENT_AVAIL'
remedy RES-001

# NV full: large indices, then ever smaller ones, then keys where only keys may still go.
index=0x01800000
for size in 2048 1024 256 64 16; do
	while tpm2_nvdefine -T "$tcti" "$(printf '0x%x' $((index)))" -C o -s $size >/dev/null 2>&1; do
		index=$((index + 1))
	done
done
quietly tpm2_createprimary -T "$tcti" -C o -G ecc -c key.ctx
for ((key = 0x81000100; key < 0x81000180; key++)); do
	tpm2_evictcontrol -T "$tcti" -C o -c key.ctx "$(printf '0x%x' $key)" >/dev/null 2>&1 || break
done
diag "$((index - 0x01800000)) indices and $((key - 0x81000100)) keys fit"
diagnose_only -d "$vtpm"
caught RES-005 'PERSISTENT_AVAIL'
remedy RES-005 INDEX=0x01800000 HANDLE=0x81000100
pull
cd "$TOP" || exit 1
done_testing
