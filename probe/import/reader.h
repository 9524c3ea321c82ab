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

/* What is wrong with a line. Returns true: the line was meant for us. */
bool reader_fail(struct reader *reader, const struct text_line *line, const char *what);

/*
 * A line of each group: false if it is none. Errors go to reader->error. The end functions put down
 * what the last lines began.
 */
bool read_property(struct reader *reader, const struct text_line *line);
bool read_algorithm(struct reader *reader, const struct text_line *line);
void end_algorithm(struct reader *reader);
bool read_command(struct reader *reader, const struct text_line *line);
bool read_curve(struct reader *reader, const struct text_line *line);
bool read_handle(struct reader *reader, const struct text_line *line);
bool read_selection(struct reader *reader, const struct text_line *line);
bool read_pcr(struct reader *reader, const struct text_line *line);

#endif
