/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FIND_JSON_H
#define FIND_JSON_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes of the first report of tpm-probe within a text, as it stands or quoted: false where there is
 * none. ret_text: malloc'd, with a NUL behind it. */
bool text_find_json(const char *text, size_t size, char **ret_text, size_t *ret_size);

#endif
