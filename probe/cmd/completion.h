/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COMPLETION_H
#define COMPLETION_H

#include <stdio.h>

/* Write the completion for bash, zsh or fish. -EINVAL: another shell. */
int completion_print(const char *shell, FILE *out);

#endif
