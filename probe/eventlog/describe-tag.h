/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DESCRIBE_TAG_H
#define DESCRIBE_TAG_H

#include "span.h"
#include "text-buffer.h"

/* Describe a tagged event; false if the data have none, with the reason in out. */
bool describe_tag(struct text_buffer *out, struct span data);

#endif
