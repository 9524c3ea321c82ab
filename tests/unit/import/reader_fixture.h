/* SPDX-License-Identifier: BSD-2-Clause */
/* One machine's texts, read one after the other. */
#ifndef READER_FIXTURE_H
#define READER_FIXTURE_H

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <stdio.h>

#include "capabilities.h"
#include "identity.h"
#include "read-text.h"
#include "tpm-state.h"

struct fixture {
	struct report *report;
	struct reader *reader;
	struct tpm_report *tpm;
};

static inline int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->report = report_new();
	fixture->reader = reader_new(fixture->report);
	fixture->tpm = report_tpm(fixture->report, 0);
	*state = fixture;
	return 0;
}

static inline void end(struct fixture *fixture)
{
	if (fixture->reader)
		text_end(fixture->reader);
	fixture->reader = NULL;
}

static inline int teardown(void **state)
{
	struct fixture *fixture = *state;

	end(fixture);
	report_free(fixture->report);
	free(fixture);
	return 0;
}

/* In memory of its own, so that a sanitizer sees a read behind the end. */
static inline size_t read_text(struct fixture *fixture, enum getcap_group group, const char *text)
{
	size_t size = strlen(text), understood;
	char *copy = calloc(1, size + 1);

	memcpy(copy, text, size);
	understood = text_read(fixture->reader, "text", group, copy, size, false);
	free(copy);
	return understood;
}

/* All of it is understood. */
static inline void accept(struct fixture *fixture, enum getcap_group group, const char *text)
{
	const struct list_fact *notes = &fixture->report->notes;
	size_t before = notes->count;

	assert_true(read_text(fixture, group, text) > 0);
	for (size_t i = before; i < notes->count; i++)
		print_error("%s\n", ((const char *const *)notes->items)[i]);
	assert_int_equal(notes->count, before);
}

/* A note says why not all of it is. */
static inline void refuse(struct fixture *fixture, enum getcap_group group, const char *text,
			  const char *why)
{
	const struct list_fact *notes = &fixture->report->notes;

	notes = &fixture->report->notes;
	fixture->report->notes.count = 0;
	read_text(fixture, group, text);
	for (size_t i = 0; i < notes->count; i++)
		if (strstr(((const char *const *)notes->items)[i], why))
			return;
	fail_msg("no note says \"%s\" of: %s", why, text);
}

/* Nothing of it is understood. */
static inline void ignore(struct fixture *fixture, enum getcap_group group, const char *text)
{
	assert_int_equal(read_text(fixture, group, text), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
