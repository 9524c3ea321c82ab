/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificates, taken apart by libcrypto. */
#include "certificate.h"

#include <limits.h>
#include <string.h>
#include <time.h>

#include "keys.h"
#include "library-crypto.h"

/* Without libcrypto nothing is read of a certificate, and its error says so. */
static bool can_read(struct report *report, struct ek_certificate *to)
{
	if (library_load(&library_crypto))
		return true;
	to->error.fact = FACT_ABSENT;
	fact_set_text(report, &to->error,
		      arena_printf(&report->arena, "%s is missing (Debian: apt-get install %s)",
				   library_crypto.soname, library_crypto.package));
	return false;
}

static X509 *parse(const uint8_t *data, size_t size, size_t *ret_size)
{
	const unsigned char *at = data;
	X509 *x509 = size <= LONG_MAX ? d2i_X509(NULL, &at, (long)size) : NULL;

	ERR_clear_error();
	*ret_size = x509 ? (size_t)(at - data) : 0;
	return x509;
}

size_t certificate_size(const uint8_t *data, size_t size)
{
	size_t n;

	X509_free(parse(data, size, &n));
	return n;
}

static void set_x509_name(struct report *report, struct text_fact *fact, const X509_NAME *name)
{
	const unsigned long flags =
		XN_FLAG_SEP_CPLUS_SPC | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT;
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;
	long size;

	if (!bio)
		abort();
	X509_NAME_print_ex(bio, name, 0, flags);
	size = BIO_get_mem_data(bio, &text);
	fact_set_bytes(report, fact, text, size > 0 ? (size_t)size : 0);
	BIO_free(bio);
}

/* Not by time_t: it ends in 2038 on 32-bit machines, and EK certificates do not. */
static void set_time(struct number_fact *fact, const ASN1_TIME *time)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days, seconds;

	fact->fact = FACT_ABSENT;
	if (!epoch)
		abort();
	if (ASN1_TIME_diff(&days, &seconds, epoch, time))
		*fact = FACT_NUMBER(
			days < 0 || seconds < 0 ? 0 : (uint64_t)days * 86400 + (uint64_t)seconds);
	ASN1_TIME_free(epoch);
}

static void add_url(struct report *report, struct list_fact *list, const GENERAL_NAME *name)
{
	const ASN1_IA5STRING *uri = name->d.uniformResourceIdentifier;

	if (name->type == GEN_URI)
		*(const char **)list_append(&report->arena, list, sizeof(char *)) =
			arena_clean(&report->arena, ASN1_STRING_get0_data(uri),
				    (size_t)ASN1_STRING_length(uri));
}

static void add_issuers(struct report *report, struct list_fact *list, const X509 *x509)
{
	AUTHORITY_INFO_ACCESS *access = X509_get_ext_d2i(x509, NID_info_access, NULL, NULL);

	list->fact.presence = PRESENCE_PRESENT;
	for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access); i++) {
		const ACCESS_DESCRIPTION *one = sk_ACCESS_DESCRIPTION_value(access, i);

		if (OBJ_obj2nid(one->method) == NID_ad_ca_issuers)
			add_url(report, list, one->location);
	}
	AUTHORITY_INFO_ACCESS_free(access);
}

static void add_crls(struct report *report, struct list_fact *list, const X509 *x509)
{
	CRL_DIST_POINTS *points = X509_get_ext_d2i(x509, NID_crl_distribution_points, NULL, NULL);

	list->fact.presence = PRESENCE_PRESENT;
	for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
		const DIST_POINT_NAME *name = sk_DIST_POINT_value(points, i)->distpoint;

		if (!name || name->type != 0)
			continue;
		for (int n = 0; n < sk_GENERAL_NAME_num(name->name.fullname); n++)
			add_url(report, list, sk_GENERAL_NAME_value(name->name.fullname, n));
	}
	CRL_DIST_POINTS_free(points);
}

/* Some manufacturers say RSAES-OAEP of the key (TCG EK Credential Profile), which libcrypto cannot take. */
static EVP_PKEY *key_of(const X509 *x509)
{
	const unsigned char *bytes;
	ASN1_OBJECT *algorithm;
	int size;

	if (X509_PUBKEY_get0_param(&algorithm, &bytes, &size, NULL, X509_get_X509_PUBKEY(x509)) &&
	    OBJ_obj2nid(algorithm) == NID_rsaesOaep)
		return d2i_PublicKey(EVP_PKEY_RSA, NULL, &bytes, size);
	return X509_get_pubkey((X509 *)x509);
}

static void set_rsa(struct report *report, struct ek_certificate *to, const EVP_PKEY *key)
{
	uint8_t modulus[2048];
	BIGNUM *n = NULL;

	fact_set_text(report, &to->certified_key,
		      arena_printf(&report->arena, "rsa %d", EVP_PKEY_get_bits(key)));
	if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n) &&
	    (size_t)BN_num_bytes(n) <= sizeof(modulus))
		fact_set_text(report, &to->public_key,
			      arena_hex(&report->arena, modulus, (size_t)BN_bn2bin(n, modulus)));
	BN_free(n);
}

static void set_ecc(struct report *report, struct ek_certificate *to, const EVP_PKEY *key)
{
	static const struct {
		const char *group, *name;
		int size;
	} curves[] = { { "prime256v1", "ecc p256", 32 },
		       { "secp384r1", "ecc p384", 48 },
		       { "secp521r1", "ecc p521", 66 },
		       { "SM2", "ecc sm2", 32 } };
	BIGNUM *x = NULL, *y = NULL;
	char group[64] = "";
	uint8_t xy[2 * 66];

	EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof(group), NULL);
	fact_set_text(report, &to->certified_key, arena_printf(&report->arena, "ecc %s", group));
	EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &x);
	EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &y);
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
		int size = curves[i].size;

		if (strcmp(curves[i].group, group) != 0)
			continue;
		fact_set_text(report, &to->certified_key, curves[i].name);
		if (x && y && BN_bn2binpad(x, xy, size) == size &&
		    BN_bn2binpad(y, xy + size, size) == size)
			fact_set_text(report, &to->public_key,
				      arena_hex(&report->arena, xy, 2 * (size_t)size));
	}
	BN_free(x);
	BN_free(y);
}

static void set_key(struct report *report, struct ek_certificate *to, const X509 *x509)
{
	EVP_PKEY *key = key_of(x509);

	to->certified_key.fact = to->public_key.fact = FACT_ABSENT;
	if (key && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
		set_rsa(report, to, key);
	else if (key && (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC ||
			 EVP_PKEY_get_base_id(key) == EVP_PKEY_SM2))
		set_ecc(report, to, key);
	EVP_PKEY_free(key);
}

void record_certificate(struct report *report, struct ek_certificate *to, const uint8_t *data,
			size_t size, bool with_serial)
{
	const ASN1_INTEGER *serial;
	X509 *x509;
	size_t n;

	if (!can_read(report, to))
		return;
	x509 = parse(data, size, &n);
	if (!x509) {
		fact_set_text(report, &to->error, "not an X.509 certificate");
		return;
	}
	to->error.fact = FACT_ABSENT;
	set_x509_name(report, &to->subject, X509_get_subject_name(x509));
	set_x509_name(report, &to->issuer, X509_get_issuer_name(x509));
	serial = X509_get0_serialNumber(x509);
	if (with_serial)
		fact_set_text(report, &to->serial,
			      arena_hex(&report->arena, ASN1_STRING_get0_data(serial),
					(size_t)ASN1_STRING_length(serial)));
	set_time(&to->not_before, X509_get0_notBefore(x509));
	set_time(&to->not_after, X509_get0_notAfter(x509));
	fact_set_text(report, &to->signature, OBJ_nid2ln(X509_get_signature_nid(x509)));
	to->size = FACT_NUMBER(n);
	to->trailing = FACT_NUMBER(size - n);
	to->self_signed = FACT_NUMBER(
		X509_NAME_entry_count(X509_get_subject_name(x509)) > 0 &&
		!X509_NAME_cmp(X509_get_issuer_name(x509), X509_get_subject_name(x509)));
	add_issuers(report, &to->issuer_urls, x509);
	add_crls(report, &to->crl_urls, x509);
	set_key(report, to, x509);
	if (with_serial)
		fact_set_text(report, &to->der, arena_hex(&report->arena, data, n));
	X509_free(x509);
	ERR_clear_error();
}

/* The head of a SEQUENCE, whose content need not all be there. Returns its content's size, or -1. */
static long enter_sequence(const unsigned char **at, const unsigned char *end)
{
	const unsigned char *from = *at;
	int tag, class, r;
	long size;

	/* 0x80 is an error; the only one that leaves all else well is that size is beyond end. */
	r = ASN1_get_object(&from, &size, &tag, &class, end - from);
	if (from == *at || tag != V_ASN1_SEQUENCE || class != V_ASN1_UNIVERSAL ||
	    !(r & V_ASN1_CONSTRUCTED) || r & 1)
		return -1;
	*at = from;
	return size;
}

/* Skip the value at *at, whatever it is; all of it must be there. */
static bool skip_value(const unsigned char **at, const unsigned char *end)
{
	const unsigned char *from = *at;
	int tag, class;
	long size;

	if (ASN1_get_object(&from, &size, &tag, &class, end - from) & (0x80 | 1))
		return false;
	*at = from + size;
	return true;
}

/* What a TBSCertificate begins with (RFC 5280, 4.1). */
static bool record_start(struct report *report, struct ek_certificate *to, const unsigned char *at,
			 const unsigned char *end, bool with_serial)
{
	ASN1_INTEGER *serial;
	X509_VAL *validity;

	if (at < end && *at == (V_ASN1_CONTEXT_SPECIFIC | V_ASN1_CONSTRUCTED) &&
	    !skip_value(&at, end)) /* version */
		return false;
	serial = d2i_ASN1_INTEGER(NULL, &at, end - at);
	/* signature, issuer */
	validity = serial && skip_value(&at, end) && skip_value(&at, end)
			   ? d2i_X509_VAL(NULL, &at, end - at)
			   : NULL;
	if (validity) {
		if (with_serial)
			fact_set_text(report, &to->serial,
				      arena_hex(&report->arena, ASN1_STRING_get0_data(serial),
						(size_t)ASN1_STRING_length(serial)));
		set_time(&to->not_before, validity->notBefore);
		set_time(&to->not_after, validity->notAfter);
	}
	X509_VAL_free(validity);
	ASN1_INTEGER_free(serial);
	return validity;
}

void record_validity(struct report *report, struct ek_certificate *to, const uint8_t *data,
		     size_t size, bool with_serial)
{
	const unsigned char *at = data, *end = data + size;
	long content = enter_sequence(&at, end);
	size_t head = (size_t)(at - data);

	if (!can_read(report, to))
		return;
	to->not_before.fact = to->not_after.fact = to->error.fact = FACT_ABSENT;
	if (content >= 0 && enter_sequence(&at, end) >= 0 &&
	    record_start(report, to, at, end, with_serial))
		to->size = FACT_NUMBER(head + (size_t)content);
	else
		fact_set_text(report, &to->error, "not an X.509 certificate");
	ERR_clear_error();
}

void record_certificates(struct report *report, struct list_fact *list, uint32_t handle,
			 const char *purpose, const uint8_t *data, size_t size, bool with_serial)
{
	size_t n = 0;

	do {
		struct ek_certificate *one =
			list_append(&report->arena, list, sizeof(struct ek_certificate));

		one->handle = FACT_NUMBER(handle);
		one->key.fact = FACT_ABSENT;
		fact_set_text(report, &one->purpose, purpose);
		n = library_load(&library_crypto) ? certificate_size(data, size) : 0;
		/* Only the first of them may be none: behind the last there may be anything. */
		record_certificate(report, one, data, n ? n : size, with_serial);
		data += n;
		size -= n;
	} while (n && size && certificate_size(data, size));
}
