/* SPDX-License-Identifier: BSD-2-Clause */
/* What a module exports: this attribute and a line in its .map are both needed. */
#ifndef TCTI_EXPORT_H
#define TCTI_EXPORT_H

#define EXPORT __attribute__((visibility("default")))

#endif
