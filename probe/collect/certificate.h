/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an X.509 certificate says, by libcrypto. Nothing is verified and nothing believed: any bytes may
 * come. Pure.
 */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include "keys.h"
#include "report.h"

/* Bytes of the certificate that data begins with; 0: there is none. */
size_t certificate_size(const uint8_t *data, size_t size);

/*
 * Fill a record with what the certificate at the start of data says, size bytes; where there is none,
 * only with the reason. with_serial: its number and its bytes, too, which tell one TPM from
 * all others.
 */
void record_certificate(struct report *report, struct ek_certificate *to, const uint8_t *data,
			size_t size, bool with_serial);

/*
 * The same of the first bytes of one, 512 of which are enough for every certificate of an endorsement
 * key that was seen: only its number, its size, and from when until when it is valid.
 */
void record_validity(struct report *report, struct ek_certificate *to, const uint8_t *data,
		     size_t size, bool with_serial);

/* Append a record for each certificate of those that stand one behind the other. */
void record_certificates(struct report *report, struct list_fact *list, uint32_t handle,
			 const char *purpose, const uint8_t *data, size_t size, bool with_serial);

#endif
