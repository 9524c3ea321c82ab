/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the files that make up getcap_read(). */
#ifndef READER_H
#define READER_H

#include "getcap.h"
#include "lines.h"

/* One text on its way into the report. */
struct reader {
	struct getcap *getcap;
	enum getcap_group group;
	const char *error; /* arena memory; ends the reading */
	size_t entries;	   /* that were recorded */
	const char *open;  /* what was begun and is not yet told; NULL: nothing */

	/* properties: that of the lines that follow */
	bool named, in_property;
	uint32_t property;
	struct slice name;
	/* algorithms: that of the lines that follow */
	struct {
		bool begun, has_id;
		uint64_t id;
		uint32_t attributes, known;
	} algorithm;
	/* PCRs */
	struct pcr_bank *bank;
};

/* The beginning of a line, fit for a message. */
const char *reader_quote(const struct reader *reader, const struct text_line *line);

/* What is wrong with a line. Returns true: the line was meant for us. */
bool reader_fail(struct reader *reader, const struct text_line *line, const char *what);

#endif
