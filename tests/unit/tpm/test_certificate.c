/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificates: what they say, lists of them, and chains that hold or do not. */
#include <stdarg.h>
#include <setjmp.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "certificate.h"
#include "chain.h"
#include "soft_keys.h"

enum { DER_MAX = 2048 };

struct issued {
	uint8_t der[DER_MAX];
	size_t size;
};

/* The certificate authority of a test: a root, an intermediate, an endorsement key. */
struct authority {
	EVP_PKEY *root_key, *middle_key, *ek_key;
	struct issued root, middle, ek, expired;
	char path[64];
};

static void add_extension(X509 *x509, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(extension);
	assert_int_equal(X509_add_ext(x509, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

static void issue(const char *name, EVP_PKEY *key, const char *issuer, EVP_PKEY *issuer_key,
		  bool ca, long from, long to, struct issued *ret)
{
	X509 *x509 = X509_new();
	X509_NAME *subject = X509_get_subject_name(x509);
	X509_NAME *by = X509_NAME_new();
	unsigned char *der = ret->der;

	X509_set_version(x509, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x509), 0x1234);
	X509_gmtime_adj(X509_getm_notBefore(x509), from);
	X509_gmtime_adj(X509_getm_notAfter(x509), to);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1,
				   -1, 0);
	X509_NAME_add_entry_by_txt(by, "CN", MBSTRING_UTF8, (const unsigned char *)issuer, -1, -1,
				   0);
	X509_set_issuer_name(x509, by);
	X509_NAME_free(by);
	X509_set_pubkey(x509, key);
	add_extension(x509, NID_basic_constraints, ca ? "critical,CA:TRUE" : "CA:FALSE");
	add_extension(x509, NID_info_access, "caIssuers;URI:http://ca.example/ca.crt");
	add_extension(x509, NID_crl_distribution_points, "URI:http://ca.example/ca.crl");
	assert_true(X509_sign(x509, issuer_key, EVP_sha256()) > 0);
	ret->size = (size_t)i2d_X509(x509, NULL);
	assert_true(ret->size <= DER_MAX);
	i2d_X509(x509, &der);
	X509_free(x509);
}

static int set_up(void **state)
{
	static struct authority a;
	const long year = 31536000;
	const unsigned char *at = a.root.der;
	X509 *root;
	FILE *file;
	int fd;

	a.root_key = soft_key(TPM2_ALG_ECC);
	a.middle_key = soft_key(TPM2_ALG_RSA);
	a.ek_key = soft_key(TPM2_ALG_ECC);
	issue("root", a.root_key, "root", a.root_key, true, -year, year, &a.root);
	issue("middle", a.middle_key, "root", a.root_key, true, -year, year, &a.middle);
	issue("ek", a.ek_key, "middle", a.middle_key, false, -year, year, &a.ek);
	issue("ek", a.ek_key, "middle", a.middle_key, false, -2 * year, -year, &a.expired);
	strcpy(a.path, "/tmp/test_certificate.XXXXXX");
	fd = mkstemp(a.path);
	assert_true(fd >= 0);
	file = fdopen(fd, "w");
	at = a.root.der;
	root = d2i_X509(NULL, &at, (long)a.root.size);
	assert_int_equal(PEM_write_X509(file, root), 1);
	X509_free(root);
	fclose(file);
	*state = &a;
	return 0;
}

static int tear_down(void **state)
{
	struct authority *a = *state;

	unlink(a->path);
	EVP_PKEY_free(a->root_key);
	EVP_PKEY_free(a->middle_key);
	EVP_PKEY_free(a->ek_key);
	return 0;
}

static void test_record(void **state)
{
	const struct authority *a = *state;
	struct report *report = report_new();
	struct ek_certificate ek = { 0 }, middle = { 0 };
	TPMT_PUBLIC area;
	uint8_t padded[DER_MAX + 7] = { 0 };

	memcpy(padded, a->ek.der, a->ek.size);
	record_certificate(report, &ek, padded, a->ek.size + 7, false);
	assert_string_equal(ek.subject.value, "CN=ek");
	assert_string_equal(ek.issuer.value, "CN=middle");
	assert_int_equal(ek.serial.fact.presence, PRESENCE_NOT_COLLECTED);
	assert_int_equal(ek.size.value, a->ek.size);
	assert_int_equal(ek.trailing.value, 7);
	assert_int_equal(ek.self_signed.value, 0);
	assert_string_equal(ek.certified_key.value, "ecc p256");
	assert_string_equal(ek.signature.value, "sha256WithRSAEncryption");
	assert_int_equal(ek.issuer_urls.count, 1);
	assert_string_equal(((const char **)ek.issuer_urls.items)[0], "http://ca.example/ca.crt");
	assert_int_equal(ek.crl_urls.count, 1);
	soft_signing_area(a->ek_key, TPM2_ALG_ECC, &area);
	memcpy(padded, area.unique.ecc.x.buffer, 32);
	memcpy(padded + 32, area.unique.ecc.y.buffer, 32);
	assert_string_equal(ek.public_key.value, arena_hex(&report->arena, padded, 64));
	assert_int_equal(ek.der.fact.presence, PRESENCE_NOT_COLLECTED);

	record_certificate(report, &middle, a->middle.der, a->middle.size, true);
	assert_string_equal(middle.serial.value, "1234");
	assert_string_equal(middle.der.value,
			    arena_hex(&report->arena, a->middle.der, a->middle.size));
	assert_string_equal(middle.certified_key.value, "rsa 2048");
	assert_string_equal(middle.signature.value, "ecdsa-with-SHA256");
	soft_signing_area(a->middle_key, TPM2_ALG_RSA, &area);
	assert_string_equal(middle.public_key.value,
			    arena_hex(&report->arena, area.unique.rsa.buffer, 256));
	report_free(report);
}

/* The corpus of fuzz_certificate; what is told of it was read by openssl. */
static void record_corpus(struct report *report, const char *name, struct ek_certificate *ret)
{
	uint8_t data[8192];
	char path[256];
	size_t size;
	FILE *in;

	snprintf(path, sizeof(path), "tests/fuzz/corpus/fuzz_certificate/%s", name);
	in = fopen(path, "r");
	assert_non_null(in);
	size = fread(data, 1, sizeof(data), in);
	fclose(in);
	memset(ret, 0, sizeof(*ret));
	record_certificate(report, ret, data, size, true);
}

static void test_corpus(void **state)
{
	struct report *report = report_new();
	struct ek_certificate record;

	(void)state;
	record_corpus(report, "rsa", &record);
	assert_string_equal(record.certified_key.value, "rsa 2048");
	assert_string_equal(record.serial.value, "1234");
	assert_int_equal(record.not_before.value, 1795563813);
	/* 2109-01-13 23:43:33 UTC: beyond what UTCTime can say */
	assert_int_equal(record.not_after.value, 4387563813);
	assert_string_equal(record.issuer.value, "CN=Maker, O=Makers, C=DE");
	assert_int_equal(record.issuer_urls.count, 1); /* OCSP is no issuer */
	assert_string_equal(((const char **)record.issuer_urls.items)[0],
			    "https://pki.example/ca.crt");
	assert_string_equal(((const char **)record.crl_urls.items)[0], "ldap://pki.example/crl");
	record_corpus(report, "self-signed", &record);
	assert_int_equal(record.self_signed.value, 1);
	assert_int_equal(record.issuer_urls.count, 0);
	assert_int_equal(strlen(record.public_key.value), 2 * 64);
	record_corpus(report, "padded", &record);
	assert_int_equal(record.trailing.value, 33);
	report_free(report);
}

/* Of the first bytes of a certificate: too few are none, all others tell the same. */
static void test_start(void **state)
{
	const struct authority *a = *state;
	struct report *report = report_new();
	struct ek_certificate whole = { 0 };
	size_t least = 0;

	record_certificate(report, &whole, a->ek.der, a->ek.size, true);
	for (size_t n = 0; n <= a->ek.size; n++) {
		struct ek_certificate start = { 0 };
		uint8_t *first = malloc(n + 1);

		memcpy(first, a->ek.der, n);
		record_validity(report, &start, first, n, true);
		free(first);
		if (fact_known(&start.error.fact)) {
			assert_int_equal(least, 0);
			assert_false(fact_known(&start.not_after.fact));
			continue;
		}
		if (!least)
			least = n;
		assert_int_equal(start.size.value, a->ek.size);
		assert_int_equal(start.not_before.value, whole.not_before.value);
		assert_int_equal(start.not_after.value, whole.not_after.value);
		assert_string_equal(start.serial.value, whole.serial.value);
	}
	assert_true(least > 64 && least < 256);
	record_validity(report, &whole, a->ek.der + 1, a->ek.size - 1, true);
	assert_string_equal(whole.error.value, "not an X.509 certificate");
	report_free(report);
}

static void test_no_certificate(void **state)
{
	const struct authority *a = *state;
	struct report *report = report_new();

	for (size_t n = 0; n < a->ek.size; n++) {
		struct ek_certificate record = { 0 };

		assert_int_equal(certificate_size(a->ek.der, n), 0);
		record_certificate(report, &record, a->ek.der, n, false);
		assert_string_equal(record.error.value, "not an X.509 certificate");
		assert_false(fact_known(&record.der.fact));
	}
	report_free(report);
}

static void test_list(void **state)
{
	const struct authority *a = *state;
	struct report *report = report_new();
	struct list_fact list = { 0 };
	uint8_t bytes[2 * DER_MAX + 100];
	const struct ek_certificate *records;
	size_t n = 0;

	memcpy(bytes, a->middle.der, a->middle.size);
	n += a->middle.size;
	memcpy(bytes + n, a->root.der, a->root.size);
	n += a->root.size;
	memset(bytes + n, 0xff, 100); /* what was never written */
	record_certificates(report, &list, 0x01c00100, "EK certificate chain", bytes, n + 100,
			    false);
	assert_int_equal(list.count, 2);
	records = list.items;
	assert_string_equal(records[0].subject.value, "CN=middle");
	assert_string_equal(records[1].subject.value, "CN=root");
	assert_int_equal(records[1].self_signed.value, 1);
	assert_string_equal(records[1].purpose.value, "EK certificate chain");
	list = (struct list_fact){ 0 };
	record_certificates(report, &list, 0x01c00100, "EK certificate chain", bytes + 1, n, false);
	assert_int_equal(list.count, 1);
	assert_true(fact_known(&((struct ek_certificate *)list.items)->error.fact));
	report_free(report);
}

static struct bytes of(const struct issued *issued)
{
	return (struct bytes){ issued->der, issued->size };
}

static void test_chain(void **state)
{
	struct authority *a = *state;
	struct bytes middle = of(&a->middle), none = { NULL, 0 };
	struct trust *trust = NULL;
	size_t noticed = 0;

	assert_int_equal(trust_open(a->path, &trust), 0);
	assert_null(trust_verify(trust, of(&a->ek), &middle, 1));
	assert_null(trust_verify(trust, of(&a->middle), NULL, 0));
	assert_string_equal(trust_verify(trust, of(&a->ek), NULL, 0),
			    "unable to get local issuer certificate");
	assert_string_equal(trust_verify(trust, of(&a->ek), &none, 1),
			    "unable to get local issuer certificate");
	assert_string_equal(trust_verify(trust, of(&a->expired), &middle, 1),
			    "certificate has expired");
	assert_string_equal(trust_verify(trust, none, &middle, 1),
			    "it is not an X.509 certificate");
	/* Whatever byte is altered, it is another certificate. */
	for (size_t i = 0; i < a->ek.size; i++) {
		struct issued bad = a->ek;

		bad.der[i] ^= 1;
		noticed += trust_verify(trust, of(&bad), &middle, 1) != NULL;
	}
	/* Of these the parameters (NULL) of the outer algorithm identifier are not signed. */
	assert_true(noticed >= a->ek.size - 2);
	trust_free(trust);
	trust_free(NULL);
}

static void test_file(void **state)
{
	struct trust *trust;

	(void)state;
	assert_int_equal(trust_open("/nonexistent/ca.pem", &trust), -ENOENT);
	assert_int_equal(trust_open("/dev/null", &trust), -EBADMSG);
}

/* An intermediate certificate as a file of its own, DER. */
static void test_partial(void **state)
{
	struct authority *a = *state;
	char path[] = "/tmp/test_certificate.XXXXXX";
	int fd = mkstemp(path);
	struct trust *trust;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, a->middle.der, a->middle.size), a->middle.size);
	close(fd);
	assert_int_equal(trust_open(path, &trust), 0);
	assert_null(trust_verify(trust, of(&a->ek), NULL, 0));
	trust_free(trust);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_record),	       cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_no_certificate), cmocka_unit_test(test_start),
		cmocka_unit_test(test_list),	       cmocka_unit_test(test_chain),
		cmocka_unit_test(test_file),	       cmocka_unit_test(test_partial),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
