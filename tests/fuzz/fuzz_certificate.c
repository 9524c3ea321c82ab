/* SPDX-License-Identifier: BSD-2-Clause */
/* What NV holds where a certificate, or a list of them, should be. */
#include <stdlib.h>

#include "certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report *report = report_new();
	struct ek_certificate record = { 0 }, start = { 0 };
	struct list_fact list = { 0 };
	const struct ek_certificate *records;

	record_certificate(report, &record, data, size, true);
	record_validity(report, &start, data, size, true);
	/* What its start tells it tells as a whole; of BER that is no DER it may tell nothing. */
	if (fact_known(&record.not_after.fact) && fact_known(&start.not_after.fact) &&
	    (start.not_after.value != record.not_after.value ||
	     start.size.value != record.size.value))
		abort();
	record_certificates(report, &list, 0x01c00100, "EK certificate chain", data, size, false);
	records = list.items;
	for (size_t i = 0; i < list.count; i++)
		if (records[i].size.value > size)
			abort();
	report_free(report);
	return 0;
}
