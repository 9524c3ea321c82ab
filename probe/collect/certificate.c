/* SPDX-License-Identifier: BSD-2-Clause */
/* Taking a certificate apart, value by value of DER. */
#include "certificate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum der_tag {
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_OID = 0x06,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_URI = 0x86,
	DER_CONTEXT_0 = 0xa0,
	DER_CONTEXT_3 = 0xa3,
};

/* Tag and length of the next value in from, which is left at its content. False: none. */
static bool header(struct span *from, int *ret_tag, size_t *ret_length)
{
	const uint8_t *p = from->data;
	size_t left = from->size, length, n;

	if (left < 2 || (p[0] & 0x1f) == 0x1f)
		return false;
	*ret_tag = p[0];
	length = p[1];
	p += 2;
	left -= 2;
	if (length & 0x80) {
		n = length & 0x7f;
		if (!n || n > 4 || n > left)
			return false;
		for (length = 0; n; n--, left--)
			length = length << 8 | *p++;
	}
	*from = (struct span){ p, left };
	*ret_length = length;
	return true;
}

/* The next value in from, which is shortened by it. False: none, or it is cut. */
static bool next(struct span *from, int *ret_tag, struct span *ret_content)
{
	struct span rest = *from;
	size_t length;

	if (!header(&rest, ret_tag, &length) || length > rest.size)
		return false;
	*ret_content = (struct span){ rest.data, length };
	*from = (struct span){ rest.data + length, rest.size - length };
	return true;
}

static bool expect(struct span *from, int tag, struct span *ret_content)
{
	struct span rest = *from;
	int found;

	if (!next(&rest, &found, ret_content) || found != tag)
		return false;
	*from = rest;
	return true;
}

static bool is(struct span span, const char *bytes, size_t size)
{
	return span.size == size && !memcmp(span.data, bytes, size);
}

static int digits(const uint8_t *p, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		value = value * 10 + p[i] - '0';
	}
	return value;
}

/* "YYMMDDHHMMSSZ", or with the century (RFC 5280, 4.1.2.5). */
static bool parse_time(struct span *from, int64_t *ret_time)
{
	struct tm tm = { 0 };
	struct span text;
	size_t n = 2;
	int tag;

	if (!next(from, &tag, &text))
		return false;
	if (tag == DER_GENERALIZED_TIME)
		n = 4;
	else if (tag != DER_UTC_TIME)
		return false;
	if (text.size != n + 11 || text.data[n + 10] != 'Z')
		return false;
	for (size_t i = 0; i < n + 10; i++)
		if (digits(text.data + i, 1) < 0)
			return false;
	tm.tm_year = digits(text.data, n) - (n == 4 ? 1900 : 0);
	if (n == 2 && tm.tm_year < 50)
		tm.tm_year += 100;
	tm.tm_mon = digits(text.data + n, 2) - 1;
	tm.tm_mday = digits(text.data + n + 2, 2);
	tm.tm_hour = digits(text.data + n + 4, 2);
	tm.tm_min = digits(text.data + n + 6, 2);
	tm.tm_sec = digits(text.data + n + 8, 2);
	*ret_time = timegm(&tm);
	return true;
}

static bool parse_key(struct span info, struct certificate *certificate)
{
	static const char rsa[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
	/* RSAES-OAEP: what the TCG's EK credential profile has for some chips */
	static const char oaep[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x07";
	static const char ec[] = "\x2a\x86\x48\xce\x3d\x02\x01";
	struct span algorithm, oid, bits, key;

	if (!expect(&info, DER_SEQUENCE, &algorithm) || !expect(&algorithm, DER_OID, &oid) ||
	    !expect(&info, DER_BIT_STRING, &bits) || bits.size < 2 || bits.data[0])
		return false;
	bits.data++;
	bits.size--;
	certificate->is_rsa = is(oid, rsa, sizeof(rsa) - 1) || is(oid, oaep, sizeof(oaep) - 1);
	if (!certificate->is_rsa) {
		/* An uncompressed point. Of other keys nothing is told. */
		if (is(oid, ec, sizeof(ec) - 1) && bits.data[0] == 4)
			certificate->key = (struct span){ bits.data + 1, bits.size - 1 };
		return true;
	}
	if (!expect(&bits, DER_SEQUENCE, &key) || !expect(&key, DER_INTEGER, &certificate->key))
		return false;
	while (certificate->key.size && !certificate->key.data[0]) {
		certificate->key.data++;
		certificate->key.size--;
	}
	return true;
}

static void add_url(struct span url, struct span *urls, size_t *count)
{
	if (*count < CERTIFICATE_URLS_MAX)
		urls[(*count)++] = url;
}

/* authorityInfoAccess: SEQUENCE OF { OID, GeneralName }. */
static void parse_access(struct span value, struct certificate *certificate)
{
	static const char ca_issuers[] = "\x2b\x06\x01\x05\x05\x07\x30\x02";
	struct span list, one, oid, url;

	if (!expect(&value, DER_SEQUENCE, &list))
		return;
	while (expect(&list, DER_SEQUENCE, &one))
		if (expect(&one, DER_OID, &oid) && is(oid, ca_issuers, sizeof(ca_issuers) - 1) &&
		    expect(&one, DER_URI, &url))
			add_url(url, certificate->issuer_urls, &certificate->n_issuer_urls);
}

/* cRLDistributionPoints: SEQUENCE OF { [0] { [0] GeneralNames } ... }. */
static void parse_crls(struct span value, struct certificate *certificate)
{
	struct span list, one, point, names, url;
	int tag;

	if (!expect(&value, DER_SEQUENCE, &list))
		return;
	while (expect(&list, DER_SEQUENCE, &one)) {
		if (!expect(&one, DER_CONTEXT_0, &point) || !expect(&point, DER_CONTEXT_0, &names))
			continue;
		while (next(&names, &tag, &url))
			if (tag == DER_URI)
				add_url(url, certificate->crl_urls, &certificate->n_crl_urls);
	}
}

/* The value of an extension, behind its OID and perhaps `critical`. */
static bool extension_value(struct span *from, struct span *ret_value)
{
	int tag;

	while (next(from, &tag, ret_value))
		if (tag == DER_OCTET_STRING)
			return true;
	return false;
}

static void parse_extensions(struct span extensions, struct certificate *certificate)
{
	static const char access[] = "\x2b\x06\x01\x05\x05\x07\x01\x01", crls[] = "\x55\x1d\x1f";
	struct span list, one, oid, value;

	if (!expect(&extensions, DER_SEQUENCE, &list))
		return;
	while (expect(&list, DER_SEQUENCE, &one)) {
		if (!expect(&one, DER_OID, &oid) || !extension_value(&one, &value))
			continue;
		if (is(oid, access, sizeof(access) - 1))
			parse_access(value, certificate);
		else if (is(oid, crls, sizeof(crls) - 1))
			parse_crls(value, certificate);
	}
}

/* What stands ahead of the subject; body is shortened by it. */
static bool parse_start(struct span *body, struct certificate *certificate)
{
	struct span ignored, validity;

	expect(body, DER_CONTEXT_0, &ignored); /* version */
	return expect(body, DER_INTEGER, &certificate->serial) &&
	       expect(body, DER_SEQUENCE, &ignored) &&
	       expect(body, DER_SEQUENCE, &certificate->issuer) &&
	       expect(body, DER_SEQUENCE, &validity) &&
	       parse_time(&validity, &certificate->not_before) &&
	       parse_time(&validity, &certificate->not_after);
}

int certificate_parse_start(const uint8_t *der, size_t size, struct certificate *ret_certificate)
{
	struct span body = { der, size };
	struct certificate certificate = { 0 };
	size_t length, ignored;
	int tag;

	if (!header(&body, &tag, &length) || tag != DER_SEQUENCE)
		return -EBADMSG;
	certificate.size = (size_t)(body.data - der) + length;
	if (!header(&body, &tag, &ignored) || tag != DER_SEQUENCE ||
	    !parse_start(&body, &certificate))
		return -EBADMSG;
	*ret_certificate = certificate;
	return 0;
}

int certificate_parse(const uint8_t *der, size_t size, struct certificate *ret_certificate)
{
	struct span all = { der, size }, outer, body, ignored, info;
	struct certificate certificate = { 0 };
	int tag;

	if (!expect(&all, DER_SEQUENCE, &outer) || !expect(&outer, DER_SEQUENCE, &body))
		return -EBADMSG;
	certificate.size = size - all.size;
	if (!parse_start(&body, &certificate) ||
	    !expect(&body, DER_SEQUENCE, &certificate.subject) ||
	    !expect(&body, DER_SEQUENCE, &info) || !parse_key(info, &certificate))
		return -EBADMSG;
	while (next(&body, &tag, &ignored))
		if (tag == DER_CONTEXT_3)
			parse_extensions(ignored, &certificate);
	*ret_certificate = certificate;
	return 0;
}

static const char *name_type(struct span oid)
{
	static const char *const types[] = {
		[3] = "CN", [6] = "C", [7] = "L", [8] = "ST", [10] = "O", [11] = "OU"
	};

	if (oid.size != 3 || oid.data[0] != 0x55 || oid.data[1] != 4 ||
	    oid.data[2] >= sizeof(types) / sizeof(types[0]) || !types[oid.data[2]])
		return "?";
	return types[oid.data[2]];
}

size_t certificate_name(struct span name, char *buf, size_t size)
{
	struct span set, one, oid, value;
	size_t at = 0;
	int tag;

	buf[0] = '\0';
	while (expect(&name, DER_SET, &set)) {
		while (expect(&set, DER_SEQUENCE, &one)) {
			int n;

			if (!expect(&one, DER_OID, &oid) || !next(&one, &tag, &value))
				continue;
			n = snprintf(buf + at, size - at, "%s%s=%.*s", at ? ", " : "",
				     name_type(oid), (int)(value.size < size ? value.size : size),
				     (const char *)value.data);
			if (n < 0 || (size_t)n >= size - at)
				return strlen(buf);
			at += (size_t)n;
		}
	}
	return at;
}
