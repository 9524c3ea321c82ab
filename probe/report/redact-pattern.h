/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What identifies a machine or a person by its form alone. This is the list:
 *
 * - UUIDs; rows of six or more bytes ("52:54:00:12:34:56"), 12 hexadecimal digits (a MAC address without
 *   separators, also behind "enx"), 16 and more hexadecimal digits;
 * - IPv4 and IPv6 addresses, but for those of every machine (127.0.0.1, 0.0.0.0, ::1, ::);
 * - e-mail addresses, "user@host:" of a shell's prompt;
 * - the value of "serial", "serial number", "s/n", "host", "hostname";
 * - the value of KEY=VALUE whose key has "pass", "secret", "token", "psk", "credential" in it;
 * - the component behind /home/, /run/user/, /Users/, /media/, /dev/mapper/;
 * - a kernel's command line: everything behind "Command line:" or "BOOT_IMAGE=".
 */
#ifndef REDACT_PATTERN_H
#define REDACT_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/* Is the text, of size bytes, in a NULL-terminated list, whatever the case? */
bool text_is_one_of(const char *text, size_t size, const char *const *list);

/* A letter, a digit, or a byte beyond ASCII. */
bool pattern_is_word(char c);

/* How much of text goes from p on, or 0; *ret_keep: so much ahead of it, from p on, stays. */
size_t pattern_find(const char *text, const char *p, size_t *ret_keep);

#endif
