/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * id		uid=1000(alice) gid=1000(alice) groups=1000(alice),59(tss)
 * lsmod	tpm_tis_core           28672  1 tpm_tis
 */
#include <string.h>

#include "host.h"
#include "kinds.h"

enum { MOST_GROUPS = 128, MOST_MODULES = 64 };

/* "1000(alice)": taken off, with a comma behind it. The name is empty where there is none. */
static bool take_id(struct slice *list, uint64_t *ret_number, struct slice *ret_name)
{
	struct slice digits = slice_until(*list, "(,");
	struct slice rest = slice_from(*list, digits.size);

	*ret_name = (struct slice){ rest.bytes, 0 };
	if (!slice_number(digits, UINT32_MAX, ret_number, NULL))
		return false;
	if (slice_skip(&rest, "(")) {
		*ret_name = slice_until(rest, ")");
		rest = slice_from(rest, ret_name->size);
		if (!slice_skip(&rest, ")"))
			return false;
	}
	slice_skip(&rest, ",");
	*list = rest;
	return true;
}

static bool read_id(struct reader *reader, const struct text_line *line, bool open)
{
	struct account *account = &reader->report->host->account;
	struct slice rest, uid = slice_word(line->whole, &rest), gid, groups, name;
	uint64_t number;

	(void)open;
	if (!slice_skip(&uid, "uid="))
		return false;
	gid = slice_word(rest, &rest);
	if (!slice_skip(&gid, "gid=") || !take_id(&uid, &number, &name))
		return false;
	tell_number(reader, &account->uid, number);
	tell_text(reader, &account->user, name);
	groups = slice_word(rest, NULL);
	if (slice_skip(&groups, "groups="))
		while (groups.size && take_id(&groups, &number, &name) && name.size)
			tell_list(reader, &account->groups, name, MOST_GROUPS);
	return reader_take(reader, "id");
}

const struct text_kind kind_account = { read_id };

static bool read_lsmod(struct reader *reader, const struct text_line *line, bool open)
{
	struct slice rest, name = slice_word(line->whole, &rest), size, used, prefix = name;
	uint64_t number;

	if (slice_is(name, "Module") && slice_is(slice_word(rest, NULL), "Size"))
		return true;
	size = slice_word(rest, &rest);
	used = slice_word(rest, &rest);
	if (line->colon || !slice_number(size, UINT32_MAX, &number, NULL) || number < 512 ||
	    slice_find(size, "0x") || !slice_number(used, UINT32_MAX, &number, NULL) ||
	    memchr(rest.bytes, ' ', rest.size))
		return false;
	if (!slice_skip(&prefix, "tpm"))
		return open || slice_find(rest, "tpm");
	tell_list(reader, &reader->report->host->kernel_modules, name, MOST_MODULES);
	return reader_take(reader, "lsmod");
}

const struct text_kind kind_modules = { read_lsmod };
