/* SPDX-License-Identifier: BSD-2-Clause */
#include "day.h"

#include <ctype.h>
#include <string.h>

#include "identity.h"

static const char *const months[] = { "january",   "february", "march",	   "april",
				      "may",	   "june",     "july",	   "august",
				      "september", "october",  "november", "december" };

static unsigned int days_before(uint64_t year, uint64_t month)
{
	static const unsigned int days[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (leap && month > 2);
}

void tell_date(struct reader *reader, struct slice text)
{
	struct identity *identity = reader->getcap.tpm->identity;
	uint64_t year = 0, month = 0, day = 0, number;

	while (text.size) {
		struct slice word = slice_word(text, &text);

		while (word.size && strchr(",;", word.bytes[word.size - 1]))
			word.size--;
		if (word.size == 10 && word.bytes[4] == '-' && word.bytes[7] == '-') {
			if (!slice_number((struct slice){ word.bytes, 4 }, 9999, &year, NULL) ||
			    !slice_number((struct slice){ word.bytes + 5, 2 }, 12, &month, NULL) ||
			    !slice_number((struct slice){ word.bytes + 8, 2 }, 31, &day, NULL))
				return;
			break;
		}
		for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++)
			if (slice_is(word, months[i]))
				month = i + 1;
		if (slice_number(word, 9999, &number, NULL)) {
			if (number > 31)
				year = number;
			else
				day = number;
		}
	}
	if (year < 1990 || !month || !day)
		return;
	tell_number(reader, &identity->errata_year, year);
	tell_number(reader, &identity->errata_day, days_before(year, month) + day);
}
