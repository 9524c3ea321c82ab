/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef VULNERABILITIES_READ_H
#define VULNERABILITIES_READ_H

#include "vulnerabilities.h"

/*
 * Take a list. text: any bytes. Returns 0 or, with ret_error, malloc'd, -EBADMSG: the line and what
 * is wrong with it. Clear the list in either case.
 */
int vulnerability_list_read(struct vulnerability_list *list, const char *text, size_t size,
			    char **ret_error);
void vulnerability_list_clear(struct vulnerability_list *list);

#endif
