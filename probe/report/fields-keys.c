/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table, part of what a TPM keeps. */
#include "attestation.h"
#include "keys.h"
#include "latency.h"
#include "report.h"
#include "fields.h"

static const struct field nv_index_fields[] = {
	FIELD(nv_index, handle, "Index", FIELD_NUMBER, UNIT_HEX, "NV index"),
	FIELD(nv_index, owner, "Owner", FIELD_TEXT, UNIT_NONE, "whose range of indices it is in",
	      SHARE_WHOLE),
	FIELD(nv_index, purpose, "Purpose", FIELD_TEXT, UNIT_NONE,
	      "what the registries have it for", SHARE_WHOLE),
	FIELD(nv_index, type, "Type", FIELD_TEXT, UNIT_NONE,
	      "TPM_NT: ordinary, counter, bits, extend, pin fail, pin pass", SHARE_WHOLE),
	FIELD(nv_index, name_algorithm, "Name algorithm", FIELD_TEXT, UNIT_NONE, "nameAlg",
	      SHARE_WHOLE),
	FIELD(nv_index, attributes, "Attributes", FIELD_NUMBER, UNIT_HEX, "TPMA_NV"),
	FIELD(nv_index, attribute_names, "Attributes", FIELD_TEXTS, UNIT_NONE, "TPMA_NV in words",
	      SHARE_WHOLE),
	FIELD(nv_index, size, "Size", FIELD_NUMBER, UNIT_BYTES, "dataSize"),
	FIELD(nv_index, policy, "Policy", FIELD_BOOL, UNIT_NONE, "it has an authPolicy"),
	FIELD(nv_index, written, "Written", FIELD_BOOL, UNIT_NONE, "TPMA_NV_WRITTEN"),
};
const struct record_type nv_index_type = RECORD_TYPE(nv_index, nv_index_fields);

static const struct field tpm_object_fields[] = {
	FIELD(tpm_object, handle, "Handle", FIELD_NUMBER, UNIT_HEX, "persistent handle"),
	FIELD(tpm_object, range, "Range", FIELD_TEXT, UNIT_NONE,
	      "what the TCG's registry has the handle for", SHARE_WHOLE),
	FIELD(tpm_object, hierarchy, "Hierarchy", FIELD_TEXT, UNIT_NONE,
	      "owner, endorsement, platform, null: by the qualified name", SHARE_WHOLE),
	FIELD(tpm_object, parent, "Parent", FIELD_NUMBER, UNIT_HEX,
	      "persistent object below which it is, by the qualified name"),
	FIELD(tpm_object, type, "Type", FIELD_TEXT, UNIT_NONE, "rsa, ecc, keyedhash, symcipher",
	      SHARE_WHOLE),
	FIELD(tpm_object, use, "Use", FIELD_TEXT, UNIT_NONE,
	      "EK, SRK, storage parent, attestation key, signing key, sealed data ...",
	      SHARE_WHOLE),
	FIELD(tpm_object, template, "Template", FIELD_TEXT, UNIT_NONE,
	      "registered template that it was made by", SHARE_WHOLE),
	FIELD(tpm_object, fits, "Fits", FIELD_TEXTS, UNIT_NONE, "who makes such a storage root key",
	      SHARE_WHOLE),
	FIELD(tpm_object, name_algorithm, "Name algorithm", FIELD_TEXT, UNIT_NONE, "nameAlg",
	      SHARE_WHOLE),
	FIELD(tpm_object, attributes, "Attributes", FIELD_NUMBER, UNIT_HEX, "TPMA_OBJECT"),
	FIELD(tpm_object, attribute_names, "Attributes", FIELD_TEXTS, UNIT_NONE,
	      "TPMA_OBJECT in words", SHARE_WHOLE),
	FIELD(tpm_object, bits, "Bits", FIELD_NUMBER, UNIT_NONE, "keyBits of an RSA key"),
	FIELD(tpm_object, curve, "Curve", FIELD_TEXT, UNIT_NONE, "curve of an ECC key",
	      SHARE_WHOLE),
	FIELD(tpm_object, scheme, "Scheme", FIELD_TEXT, UNIT_NONE, "scheme and its hash",
	      SHARE_WHOLE),
	FIELD(tpm_object, symmetric, "Symmetric", FIELD_TEXT, UNIT_NONE,
	      "cipher that protects what is below it", SHARE_WHOLE),
	FIELD(tpm_object, wraps_keys, "Wraps keys", FIELD_BOOL, UNIT_NONE,
	      "keys can be created below it"),
	FIELD(tpm_object, policy, "Policy", FIELD_BOOL, UNIT_NONE, "it has an authPolicy"),
	FIELD(tpm_object, name, "Name", FIELD_TEXT, UNIT_NONE, "name, hexadecimal", SHARE_NEVER),
	FIELD(tpm_object, public_key, "Public key", FIELD_TEXT, UNIT_NONE,
	      "modulus, or x and y, hexadecimal", SHARE_NEVER),
};
const struct record_type tpm_object_type = RECORD_TYPE(tpm_object, tpm_object_fields);

static const struct field ek_certificate_fields[] = {
	FIELD(ek_certificate, handle, "Index", FIELD_NUMBER, UNIT_HEX, "NV index"),
	FIELD(ek_certificate, key, "Key", FIELD_TEXT, UNIT_NONE,
	      "kind of key, by the number of the index", SHARE_WHOLE),
	FIELD(ek_certificate, purpose, "Purpose", FIELD_TEXT, UNIT_NONE,
	      "what it is, where it is not an EK's", SHARE_WHOLE),
	FIELD(ek_certificate, error, "Error", FIELD_TEXT, UNIT_NONE, "why it is no certificate",
	      SHARE_SCRUBBED),
	FIELD(ek_certificate, subject, "Subject", FIELD_TEXT, UNIT_NONE, "subject", SHARE_NEVER),
	FIELD(ek_certificate, issuer, "Issuer", FIELD_TEXT, UNIT_NONE, "issuer", SHARE_SCRUBBED),
	FIELD(ek_certificate, serial, "Serial", FIELD_TEXT, UNIT_NONE, "serialNumber, hexadecimal",
	      SHARE_NEVER),
	FIELD(ek_certificate, not_before, "Not before", FIELD_NUMBER, UNIT_SECONDS,
	      "notBefore, since 1970"),
	FIELD(ek_certificate, not_after, "Not after", FIELD_NUMBER, UNIT_SECONDS,
	      "notAfter, since 1970"),
	FIELD(ek_certificate, certified_key, "Certified key", FIELD_TEXT, UNIT_NONE,
	      "kind of the key that it certifies", SHARE_WHOLE),
	FIELD(ek_certificate, signature, "Signature", FIELD_TEXT, UNIT_NONE,
	      "algorithm that it is signed by", SHARE_WHOLE),
	FIELD(ek_certificate, size, "Size", FIELD_NUMBER, UNIT_BYTES, "bytes of the certificate"),
	FIELD(ek_certificate, trailing, "Trailing", FIELD_NUMBER, UNIT_BYTES,
	      "bytes behind the certificate"),
	FIELD(ek_certificate, self_signed, "Self-signed", FIELD_BOOL, UNIT_NONE,
	      "issuer and subject are the same"),
	FIELD(ek_certificate, issuer_urls, "Issuer URLs", FIELD_TEXTS, UNIT_NONE,
	      "authorityInfoAccess caIssuers", SHARE_NEVER),
	FIELD(ek_certificate, crl_urls, "CRL URLs", FIELD_TEXTS, UNIT_NONE, "cRLDistributionPoints",
	      SHARE_NEVER),
	FIELD(ek_certificate, public_key, "Public key", FIELD_TEXT, UNIT_NONE,
	      "modulus, or x and y, hexadecimal", SHARE_NEVER),
	FIELD(ek_certificate, matches, "Matches", FIELD_BOOL, UNIT_NONE,
	      "it certifies the key that this TPM derives"),
	FIELD(ek_certificate, match_reason, "Match", FIELD_TEXT, UNIT_NONE,
	      "how that is known, or why it is not", SHARE_SCRUBBED),
	FIELD(ek_certificate, verified, "Verified", FIELD_BOOL, UNIT_NONE,
	      "--verify: there is a chain to a certificate of the file"),
	FIELD(ek_certificate, verify_error, "Verification", FIELD_TEXT, UNIT_NONE,
	      "why it is not verified", SHARE_SCRUBBED),
	FIELD(ek_certificate, der, "Certificate", FIELD_TEXT, UNIT_NONE,
	      "the certificate itself (DER), hexadecimal", SHARE_NEVER),
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
const struct enum_words step_status_words =
	ENUM_WORDS([STEP_PASS] = "pass", [STEP_FAIL] = "fail", [STEP_SKIPPED] = "skipped");

static const struct field attest_step_fields[] = {
	FIELD(attest_step, name, "Step", FIELD_TEXT, UNIT_NONE, "what was tried", SHARE_WHOLE),
	FIELD_STATE(attest_step, status, "Status", &step_status_words, "pass, fail, skipped"),
	FIELD(attest_step, reason, "Reason", FIELD_TEXT, UNIT_NONE,
	      "why it did not pass; what was used where it did", SHARE_SCRUBBED),
	FIELD(attest_step, duration_ns, "Time", FIELD_NUMBER, UNIT_NANOSECONDS, "how long it took"),
};
const struct record_type attest_step_type = RECORD_TYPE(attest_step, attest_step_fields);

static const struct field attestation_fields[] = {
	FIELD(attestation, ek, "EK", FIELD_TEXT, UNIT_NONE, "template of the endorsement key",
	      SHARE_WHOLE),
	FIELD(attestation, ak, "AK", FIELD_TEXT, UNIT_NONE, "kind of the attestation key",
	      SHARE_WHOLE),
	FIELD(attestation, bank, "Bank", FIELD_TEXT, UNIT_NONE, "PCR bank that was quoted",
	      SHARE_WHOLE),
	FIELD_OF(attestation, steps, "Steps", FIELD_RECORDS, &attest_step_type,
		 "what was tried, in turn"),
};
const struct record_type attestation_type = RECORD_TYPE(attestation, attestation_fields);
