/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * systemd-analyze has-tpm2		systemd-analyze identify-tpm2
 *
 *	partial				  Family Indicator: 2.0
 *	-firmware			          Revision: 1.16
 *	+driver				Specification Date: Wed 2016-09-21
 *	+libraries			  Firmware Version: 73.20.1151343132
 *	  +libtss2-esys.so.0
 */
#include "day.h"
#include "host.h"
#include "identity.h"
#include "kinds.h"

enum { MOST_PARTS = 16 };

static bool is_part(struct slice text)
{
	static const char *const parts[] = { "firmware", "driver", "system", "subsystem",
					     "libraries" };

	if (text.size < 2 || (text.bytes[0] != '+' && text.bytes[0] != '-'))
		return false;
	text = slice_from(text, 1);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (slice_is(text, parts[i]))
			return true;
	return slice_skip(&text, "libtss2-") && slice_find(text, ".so");
}

static bool read_support(struct reader *reader, const struct text_line *line, bool open)
{
	struct slice whole = line->whole;

	(void)open;
	if (is_part(whole))
		tell_list(reader, &reader->report->host->tpm2_support, whole, MOST_PARTS);
	else if ((!slice_is(whole, "yes") && !slice_is(whole, "no") &&
		  !slice_is(whole, "partial")) ||
		 !reader->next || !is_part(reader->next->whole))
		return false;
	return reader_take(reader, "systemd-analyze has-tpm2");
}

const struct text_kind kind_systemd_support = { read_support };

static bool read_identity_line(struct reader *reader, const struct text_line *line, bool open)
{
	struct identity *identity = reader->getcap.tpm->identity;
	struct slice value = line->value;
	uint64_t numbers[3], number;

	if (!line->colon)
		return false;
	if (slice_is(line->key, "Family Indicator")) {
		tell_family(reader, value);
		return true;
	}
	if (slice_is(line->key, "Modalias String")) {
		value = slice_word(value, NULL);
		if (slice_find(value, ":fw") && value.bytes[value.size - 1] == ':')
			tell_text(reader, &identity->modalias, value);
		return true;
	}
	if (slice_is(line->key, "Specification Date")) {
		tell_date(reader, value);
		return true;
	}
	if (slice_is(line->key, "Vendor TPM Type")) {
		if (slice_number(value, UINT32_MAX, &number, NULL))
			tell_number(reader, &identity->tpm_type, number);
		return true;
	}
	if (!open || reader->after_gap)
		return false;
	if (slice_is(line->key, "Level")) {
		if (slice_number(value, UINT32_MAX, &number, NULL))
			tell_number(reader, &identity->level, number);
	} else if (slice_is(line->key, "Revision")) {
		if (slice_hundredths(value, UINT32_MAX, &number))
			tell_number(reader, &identity->revision, number);
	} else if (slice_is(line->key, "Manufacturer")) {
		tell_manufacturer(reader, value);
	} else if (slice_is(line->key, "Vendor String")) {
		tell_text(reader, &identity->vendor_string, value);
	} else if (slice_is(line->key, "Firmware Version")) {
		if (slice_dotted(value, UINT32_MAX, numbers, 3) == 3 && numbers[0] <= UINT16_MAX &&
		    numbers[1] <= UINT16_MAX)
			tell_firmware(reader, (uint32_t)(numbers[0] << 16 | numbers[1]),
				      (uint32_t)numbers[2]);
	} else {
		return false;
	}
	return true;
}

static bool read_identity(struct reader *reader, const struct text_line *line, bool open)
{
	return read_identity_line(reader, line, open) &&
	       reader_take_tpm(reader, "systemd-analyze identify-tpm2");
}

const struct text_kind kind_systemd_identity = { read_identity };
