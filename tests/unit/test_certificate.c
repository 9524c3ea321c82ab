/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/collect/certificate.c, against certificates that OpenSSL made. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "certificate.h"

static uint8_t *read_corpus(const char *name, size_t *ret_size)
{
	uint8_t *data = malloc(8192);
	char path[256];
	FILE *in;

	snprintf(path, sizeof(path), "tests/fuzz/corpus/fuzz_certificate/%s", name);
	in = fopen(path, "r");
	assert_non_null(in);
	*ret_size = fread(data, 1, 8192, in);
	fclose(in);
	return data;
}

static void assert_span(struct span span, const char *text)
{
	assert_int_equal(span.size, strlen(text));
	assert_memory_equal(span.data, text, span.size);
}

/* Of the first bytes of a certificate: too few are none, all others tell the same. */
static void test_start(void **state)
{
	size_t size, least = 0;
	uint8_t *der = read_corpus("rsa", &size);
	struct certificate whole, start;

	(void)state;
	assert_int_equal(certificate_parse(der, size, &whole), 0);
	for (size_t n = 0; n <= size; n++) {
		uint8_t *first = malloc(n + 1);

		memcpy(first, der, n);
		if (certificate_parse_start(first, n, &start) < 0) {
			assert_int_equal(least, 0);
			free(first);
			continue;
		}
		if (!least)
			least = n;
		assert_int_equal(start.size, size);
		assert_int_equal(start.not_before, whole.not_before);
		assert_int_equal(start.not_after, whole.not_after);
		assert_int_equal(start.serial.size, whole.serial.size);
		assert_memory_equal(start.serial.data, whole.serial.data, whole.serial.size);
		assert_int_equal(start.subject.size, 0);
		free(first);
	}
	assert_true(least > 64 && least < 256);
	assert_int_equal(certificate_parse_start(der + 1, size - 1, &start), -EBADMSG);
	free(der);
}

static void test_rsa(void **state)
{
	size_t size;
	uint8_t *der = read_corpus("rsa", &size);
	struct certificate certificate;
	char name[64];

	(void)state;
	assert_int_equal(certificate_parse(der, size, &certificate), 0);
	assert_int_equal(certificate.size, size);
	assert_true(certificate.is_rsa);
	assert_int_equal(certificate.key.size, 256);
	assert_int_equal(certificate.key.data[0] & 0x80, 0x80);
	assert_span(certificate.serial, "\x12\x34");
	assert_int_equal(certificate.not_before, 1795563813);
	/* 2109-01-13 23:43:33 UTC: beyond what UTCTime can say */
	assert_int_equal(certificate.not_after, 4387563813);
	certificate_name(certificate.issuer, name, sizeof(name));
	assert_string_equal(name, "CN=Maker, O=Makers, C=DE");
	certificate_name(certificate.subject, name, sizeof(name));
	assert_string_equal(name, "CN=EK");
	assert_int_equal(certificate_name(certificate.issuer, name, 8), 7);
	assert_string_equal(name, "CN=Make");
	assert_int_equal(certificate.n_issuer_urls, 1); /* OCSP is no issuer */
	assert_span(certificate.issuer_urls[0], "https://pki.example/ca.crt");
	assert_int_equal(certificate.n_crl_urls, 1);
	assert_span(certificate.crl_urls[0], "ldap://pki.example/crl");
	free(der);
}

static void test_ecc(void **state)
{
	size_t size;
	uint8_t *der = read_corpus("self-signed", &size);
	struct certificate certificate;

	(void)state;
	assert_int_equal(certificate_parse(der, size, &certificate), 0);
	assert_false(certificate.is_rsa);
	assert_int_equal(certificate.key.size, 64);
	assert_int_equal(certificate.issuer.size, certificate.subject.size);
	assert_memory_equal(certificate.issuer.data, certificate.subject.data,
			    certificate.issuer.size);
	assert_int_equal(certificate.n_issuer_urls, 0);
	free(der);
}

static void test_padded(void **state)
{
	size_t size;
	uint8_t *der = read_corpus("padded", &size);
	struct certificate certificate;

	(void)state;
	assert_int_equal(certificate_parse(der, size, &certificate), 0);
	assert_int_equal(size - certificate.size, 33);
	free(der);
}

/* Cut anywhere it is no certificate; with any byte changed it is one or none, without a crash. */
static void test_damaged(void **state)
{
	size_t size;
	uint8_t *der = read_corpus("rsa", &size);
	struct certificate certificate;

	(void)state;
	for (size_t n = 0; n < size; n++) {
		uint8_t *cut = malloc(n + 1);

		memcpy(cut, der, n);
		assert_int_equal(certificate_parse(cut, n, &certificate), -EBADMSG);
		free(cut);
	}
	for (size_t i = 0; i < size; i++) {
		for (int bit = 0; bit < 8; bit++) {
			der[i] ^= (uint8_t)(1 << bit);
			certificate_parse(der, size, &certificate);
			der[i] ^= (uint8_t)(1 << bit);
		}
	}
	assert_int_equal(certificate_parse(der, size, &certificate), 0);
	free(der);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_start),	cmocka_unit_test(test_rsa),
		cmocka_unit_test(test_ecc),	cmocka_unit_test(test_padded),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
