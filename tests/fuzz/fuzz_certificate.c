/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/collect/certificate.c: whatever an NV index holds. What is told lies inside the input. */
#include <stdlib.h>
#include <string.h>

#include "certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct span span, const uint8_t *data, size_t size)
{
	if (span.size &&
	    (span.data < data || span.size > size || (size_t)(span.data - data) > size - span.size))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct certificate certificate, start;
	char name[64];
	int r = certificate_parse_start(data, size, &start);

	if (r == 0) {
		check_span(start.serial, data, size);
		check_span(start.issuer, data, size);
	}
	if (certificate_parse(data, size, &certificate) < 0)
		return 0;
	if (r || start.not_after != certificate.not_after || start.size != certificate.size)
		abort();
	if (certificate.size > size || certificate.n_issuer_urls > CERTIFICATE_URLS_MAX ||
	    certificate.n_crl_urls > CERTIFICATE_URLS_MAX)
		abort();
	check_span(certificate.serial, data, size);
	check_span(certificate.key, data, size);
	for (size_t i = 0; i < certificate.n_issuer_urls; i++)
		check_span(certificate.issuer_urls[i], data, size);
	for (size_t i = 0; i < certificate.n_crl_urls; i++)
		check_span(certificate.crl_urls[i], data, size);
	if (certificate_name(certificate.subject, name, sizeof(name)) >= sizeof(name) ||
	    certificate_name(certificate.issuer, name, sizeof(name)) >= sizeof(name))
		abort();
	return 0;
}
