/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration string of a module: what follows the first ':' of a TCTI string. Pure.
 *
 *   conf     = [ item *( "," item ) ]
 *   item     = selector | key "=" value
 *   selector = "/" path | name | number		only as the first item
 *
 *   fd=N		use the open descriptor N: a socket whose far end is a TPM, or a TPM node
 *   parent=TEXT	the TPM of this parent device: "MSFT0101:00", an ACPI HID, a sysfs, ACPI
 *			or device-tree path
 *	wait=TIME	while there is no such TPM, wait for one that long (early boot)
 *	busy=TIME	while another process has the node open, wait that long for its end
 *	reopen=yes|no	after the TPM was gone, or the kernel's resource manager lost this
 *			client's state, open anew for the next command (no: the default)
 *
 * TIME is a number and its unit, "5s" or "500ms", at most a day. A path or TEXT cannot contain a
 * comma. At most one of selector, fd= and parent= is given; every key at most once. White space at
 * the start or end of an item or a value is refused.
 */
#ifndef TCTI_CONF_H
#define TCTI_CONF_H

#include <stdbool.h>
#include <stddef.h>

#define TCTI_SELECTOR_SIZE 4096

enum tcti_select {
	TCTI_SELECT_NONE = 0, /* the module chooses */
	TCTI_SELECT_PATH,     /* selector: a path */
	TCTI_SELECT_NAME,     /* selector: "tpm1", "tpmrm1", "1" */
	TCTI_SELECT_PARENT,   /* selector: "parent=TEXT" */
	TCTI_SELECT_FD,	      /* fd */
};

struct tcti_conf {
	enum tcti_select select;
	int fd;
	int wait_ms, busy_ms; /* 0: do not wait */
	bool reopen;
	char selector[TCTI_SELECTOR_SIZE];
};

/*
 * Parse a string of the grammar above. NULL is the empty string.
 * On error ret_error (error_size bytes, always terminated) says which part is wrong and what would
 * be right, and ret_conf is undefined; the text is "" on success. The unused part of the selector is
 * not written: opening a node must not cost a page of memory.
 * Errors: -EINVAL; -ENAMETOOLONG if the selector does not fit.
 */
int tcti_conf_parse(const char *text, struct tcti_conf *ret_conf, char *ret_error,
		    size_t error_size);

/*
 * The string of the raw-device module, which has no grammar: the whole text is a path, and NULL
 * leaves the choice to the module. Otherwise as tcti_conf_parse(). "", and white space at the start
 * or end: -EINVAL.
 */
int tcti_conf_parse_path(const char *text, struct tcti_conf *ret_conf, char *ret_error,
			 size_t error_size);

#endif
