/* SPDX-License-Identifier: BSD-2-Clause */
/* What mail programs and web pages do to a text, undone in place. The text never gets longer. */
#ifndef IMPORT_DECODE_MAIL_H
#define IMPORT_DECODE_MAIL_H

#include <stddef.h>

/* RFC 2045, 6.7: nothing is done to a text in which an "=" is none of its own. */
void decode_quoted_printable(char *text, size_t *size);

/* Character entities, and the tags that format text; <br>, </p>, </div>, </li>, </tr> end a line. */
void decode_markup(char *text, size_t *size);

#endif
