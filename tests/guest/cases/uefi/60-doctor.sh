#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# doctor where firmware has measured the boot: its log leads to the PCRs, until somebody extends one
# of them by what is in no log. Last in its machine: a PCR stays so for the boot.
# shellcheck disable=SC2119 # diagnose takes options, and mostly none
. tests/guest/lib.sh
. tests/guest/doctor.sh

diagnose
before=$(found)
quiet PCR-003 PCR-004 PCR-005
unlike "$(finding PCR-005)" replay "and there is no evidence of it"
check "PCR 7 is extended" tpm2_pcrextend -T device:/dev/tpmrm0 \
	7:sha256=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
diagnose
caught PCR-005 'PCR 7'
is "$(found | xargs -n 1 | grep -vx PCR-005 | xargs)" "$before" "and nothing else came of it"
done_testing
