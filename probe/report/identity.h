/* SPDX-License-Identifier: BSD-2-Clause */
/* Who made a TPM, and its firmware. */
#ifndef REPORT_IDENTITY_H
#define REPORT_IDENTITY_H

#include "fact.h"

struct identity {
	struct text_fact family, manufacturer, manufacturer_name, vendor_string;
	struct number_fact level, revision, errata_day, errata_year, tpm_type, manufacturer_id;
	struct text_fact firmware_raw, firmware, firmware_systemd, modalias;
	struct number_fact fips_140_2;
};

#endif
