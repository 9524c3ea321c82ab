/* SPDX-License-Identifier: BSD-2-Clause */
/* The first block of a PEM file (RFC 7468). Pure: takes any text. */
#ifndef PEM_H
#define PEM_H

#include <stdint.h>
#include <sys/types.h>

/* ret_der: malloc'd. Returns its size, or -EBADMSG. */
ssize_t pem_decode(const char *text, uint8_t **ret_der);

#endif
