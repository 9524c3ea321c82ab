/* SPDX-License-Identifier: BSD-2-Clause */
/* One machine's texts on their way into its report: what the kinds of text share. */
#ifndef READER_H
#define READER_H

#include "file-name.h"
#include "getcap.h"
#include "lines.h"

struct text_kind;

struct reader {
	struct report *report;
	struct getcap getcap;

	/* The text at hand. */
	const char *file; /* its name, for messages */
	enum getcap_group
		hint; /* what its name or the last command says; what a line says counts more */
	const struct text_kind *open; /* of the last line that was understood */
	bool after_gap;		      /* a line was not understood since */
	const struct text_line *next; /* the line behind the one at hand; NULL: none */
	size_t understood, unread;    /* lines */
	const char *first_line;	      /* of the text, for messages */

	/* The line at hand. */
	const char *source; /* what printed it */
	bool quiet;	    /* enough was said of lines that cannot be read */
	const char *error; /* why it cannot be read, though it is meant for its kind; arena memory */

	bool has_tpm;	   /* something of a TPM was read */
	const char *begun; /* what was begun and is not yet told; NULL: nothing */

	/* tpm2_getcap */
	bool named, in_property;
	uint32_t property;
	struct slice name;
	struct {
		bool begun, has_id;
		uint64_t id;
		uint32_t attributes, known;
	} algorithm;
	bool in_command;
	struct pcr_bank *bank;

	/* Others: what the lines that follow are about. */
	const char *section;
	struct nv_index *nv_index;
	bool nv_named;
	uint32_t nv_names; /* the attributes that the names beside them say */
	struct tpm_object *object;
	uint64_t object_handle;
	struct boot_event *event;
	uint32_t event_hash; /* TPM2_ALG_ID of the digests that follow */
	bool replayed;	     /* the PCR values that follow are computed from an event log */
	struct node *node;
	struct {
		bool has_id, is_tpm;
		struct slice version;
	} fwupd;
};

struct reader *reader_new(struct report *report);

/* The beginning of a line, fit for a message. */
const char *reader_quote(const struct reader *reader, const struct text_line *line);

/* What is wrong with a line. Returns true: the line was meant for us. */
bool reader_fail(struct reader *reader, const struct text_line *line, const char *what);

/* The line was printed by this, and tells of a TPM, or of a machine. Returns true. */
bool reader_take(struct reader *reader, const char *source);
bool reader_take_tpm(struct reader *reader, const char *source);

/* One more line of `source` in the report's list of what it is made of. */
void reader_count(struct reader *reader);

/* For people: what was not understood, what is cut. */
void reader_note(struct reader *reader, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Set a fact that is not yet known. Where the text says something else than before, it is noted and the
 * first stays. */
void tell_text(struct reader *reader, struct text_fact *fact, struct slice text);
void tell_number(struct reader *reader, struct number_fact *fact, uint64_t number);

/* "True", "yes", "1", "set": a truth value. False: it is none. */
bool slice_truth(struct slice slice, uint64_t *ret_value);

/* "IFX", "STM ": the manufacturer, and its number and name as the TCG registered them. */
void tell_manufacturer(struct reader *reader, struct slice text);

/* The two words of TPM2_PT_FIRMWARE_VERSION. */
void tell_firmware(struct reader *reader, uint32_t high, uint32_t low);
/*
 * "7.85.17.51968", as fwupd and Windows print the words, or "7.85.4555.0", as Infineon does: the third
 * number is the words' 16 bits above the lowest 8. False: neither.
 */
bool tell_dotted_firmware(struct reader *reader, struct slice text, bool by_infineon);

/* "2.0": the family, which is a TPM 2.0's; "1.2" makes it a TPM 1.2. */
void tell_family(struct reader *reader, struct slice text);

/* Append a text to a list of texts, unless it is there. */
void tell_list(struct reader *reader, struct list_fact *list, struct slice text, size_t most);

#endif
