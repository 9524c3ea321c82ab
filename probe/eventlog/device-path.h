/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DEVICE_PATH_H
#define DEVICE_PATH_H

#include "span.h"
#include "text-buffer.h"

/* Each describes one structure; false if the data do not have it, with the reason in out. */
bool describe_device_path(struct text_buffer *out, struct span data);

#endif
