/* SPDX-License-Identifier: BSD-2-Clause */
/* Base64 between two lines of dashes. */
#include "pem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int digit(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)(found - digits) : -1;
}

ssize_t pem_decode(const char *text, uint8_t **ret_der)
{
	const char *begin = strstr(text, "-----BEGIN "), *end;
	unsigned int bits = 0, n_bits = 0;
	size_t size = 0;
	uint8_t *der;

	begin = begin ? strchr(begin, '\n') : NULL;
	end = begin ? strstr(begin, "-----END ") : NULL;
	if (!end)
		return -EBADMSG;
	der = malloc((size_t)(end - begin) + 1);
	if (!der)
		return -ENOMEM;
	for (const char *p = begin; p < end && *p != '='; p++) {
		int value = digit(*p);

		if (value < 0 && strchr(" \t\r\n", *p))
			continue;
		if (value < 0) {
			free(der);
			return -EBADMSG;
		}
		bits = bits << 6 | (unsigned int)value;
		n_bits += 6;
		if (n_bits >= 8) {
			n_bits -= 8;
			der[size++] = (uint8_t)(bits >> n_bits);
		}
	}
	*ret_der = der;
	return (ssize_t)size;
}
