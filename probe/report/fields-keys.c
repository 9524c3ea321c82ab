/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table, part of what a TPM keeps. */
#include "report.h"

static const struct field nv_index_fields[] = {
	FIELD(nv_index, handle, "Index", FIELD_NUMBER, UNIT_HEX, "NV index"),
	FIELD(nv_index, purpose, "Purpose", FIELD_TEXT, UNIT_NONE,
	      "what the TCG registry has it for"),
	FIELD(nv_index, name_algorithm, "Name algorithm", FIELD_TEXT, UNIT_NONE, "nameAlg"),
	FIELD(nv_index, attributes, "Attributes", FIELD_NUMBER, UNIT_HEX, "TPMA_NV"),
	FIELD(nv_index, size, "Size", FIELD_NUMBER, UNIT_BYTES, "dataSize"),
	FIELD(nv_index, written, "Written", FIELD_BOOL, UNIT_NONE, "TPMA_NV_WRITTEN"),
};
const struct record_type nv_index_type = RECORD_TYPE(nv_index, nv_index_fields);

static const struct field tpm_object_fields[] = {
	FIELD(tpm_object, handle, "Handle", FIELD_NUMBER, UNIT_HEX, "persistent handle"),
	FIELD(tpm_object, type, "Type", FIELD_TEXT, UNIT_NONE, "rsa, ecc, keyedhash, symcipher"),
	FIELD(tpm_object, name_algorithm, "Name algorithm", FIELD_TEXT, UNIT_NONE, "nameAlg"),
	FIELD(tpm_object, attributes, "Attributes", FIELD_NUMBER, UNIT_HEX, "TPMA_OBJECT"),
	FIELD(tpm_object, bits, "Bits", FIELD_NUMBER, UNIT_NONE, "keyBits of an RSA key"),
	FIELD(tpm_object, curve, "Curve", FIELD_TEXT, UNIT_NONE, "curve of an ECC key"),
	FIELD(tpm_object, public_key, "Public key", FIELD_TEXT, UNIT_NONE,
	      "modulus, or x and y, hexadecimal"),
};
const struct record_type tpm_object_type = RECORD_TYPE(tpm_object, tpm_object_fields);

static const struct field ek_certificate_fields[] = {
	FIELD(ek_certificate, handle, "Index", FIELD_NUMBER, UNIT_HEX, "NV index"),
	FIELD(ek_certificate, key, "Key", FIELD_TEXT, UNIT_NONE,
	      "kind of key, by the number of the index"),
	FIELD(ek_certificate, error, "Error", FIELD_TEXT, UNIT_NONE, "why it is no certificate"),
	FIELD(ek_certificate, subject, "Subject", FIELD_TEXT, UNIT_NONE, "subject"),
	FIELD(ek_certificate, issuer, "Issuer", FIELD_TEXT, UNIT_NONE, "issuer"),
	FIELD(ek_certificate, serial, "Serial", FIELD_TEXT, UNIT_NONE, "serialNumber, hexadecimal"),
	FIELD(ek_certificate, not_before, "Not before", FIELD_NUMBER, UNIT_SECONDS,
	      "notBefore, since 1970"),
	FIELD(ek_certificate, not_after, "Not after", FIELD_NUMBER, UNIT_SECONDS,
	      "notAfter, since 1970"),
	FIELD(ek_certificate, size, "Size", FIELD_NUMBER, UNIT_BYTES, "bytes of the certificate"),
	FIELD(ek_certificate, trailing, "Trailing", FIELD_NUMBER, UNIT_BYTES,
	      "bytes behind the certificate"),
	FIELD(ek_certificate, self_signed, "Self-signed", FIELD_BOOL, UNIT_NONE,
	      "issuer and subject are the same"),
	FIELD(ek_certificate, issuer_urls, "Issuer URLs", FIELD_TEXTS, UNIT_NONE,
	      "authorityInfoAccess caIssuers"),
	FIELD(ek_certificate, crl_urls, "CRL URLs", FIELD_TEXTS, UNIT_NONE,
	      "cRLDistributionPoints"),
	FIELD(ek_certificate, public_key, "Public key", FIELD_TEXT, UNIT_NONE,
	      "modulus, or x and y, hexadecimal"),
};
const struct record_type ek_certificate_type = RECORD_TYPE(ek_certificate, ek_certificate_fields);

static const struct field latency_fields[] = {
	FIELD(latency, random_count, "Random", FIELD_NUMBER, UNIT_NONE,
	      "TPM2_GetRandom commands measured"),
	FIELD(latency, random_median_ns, "Random median", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "their median time"),
	FIELD(latency, random_max_ns, "Random max", FIELD_NUMBER, UNIT_NANOSECONDS, "the longest"),
};
const struct record_type latency_type = RECORD_TYPE(latency, latency_fields);
