/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of this folder share. */
#ifndef EVENTLOG_INTERNAL_H
#define EVENTLOG_INTERNAL_H

#include "eventlog.h"

static inline uint16_t le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t le64(const uint8_t *p)
{
	return le32(p) | (uint64_t)le32(p + 4) << 32;
}

/* Bytes that are read from front to back, and never beyond. */
struct span {
	const uint8_t *p;
	size_t size;
};

/* The next n bytes, or NULL if there are not that many. */
static inline const uint8_t *span_take(struct span *span, size_t n)
{
	const uint8_t *p = span->p;

	if (n > span->size)
		return NULL;
	span->p += n;
	span->size -= n;
	return p;
}

/* ---- parse.c, repair.c ---------------------------------------------------------------------- */

/* Read the event at offset. Returns 1; 0 at the end of the log; -1 with the reason in error. */
int eventlog_next(const struct eventlog *log, const uint8_t *bytes, size_t size, size_t offset,
		  struct eventlog_event *ret_event, char error[160], size_t *ret_end);

/*
 * The log makes no sense at log->error. Look for one bit, in that event or the one before, with
 * which it does; then say so in log->error, and put it right in log->copy. Returns the number of the
 * event from which to read again, or -1.
 */
long eventlog_repair(struct eventlog *log, const uint8_t *bytes, size_t size);

/* ---- types.c -------------------------------------------------------------------------------- */

/* Over what the digest of an event is taken. */
enum digest_rule {
	DIGEST_ELSEWHERE, /* over something that is not in the log */
	DIGEST_PERHAPS,	  /* the profile leaves it open, or firmware differs */
	DIGEST_DATA,	  /* over the data, or that part of it that check.c knows */
};
enum digest_rule eventlog_digest_rule(uint32_t type);

/* ---- digest.c ------------------------------------------------------------------------------- */

/* A hash that is used often. NULL: libcrypto does not have it. */
struct digester;
struct digester *digester_new(uint16_t algorithm);
void digester_free(struct digester *digester);
/* The hash of a followed by b (which may be empty). Returns false if libcrypto fails. */
/* May a hash of size bytes be taken? Counts it; after false nothing may any more. */
bool digest_afford(size_t *budget, size_t size);
bool digester_hash(struct digester *digester, struct span a, struct span b,
		   uint8_t out[EVENTLOG_MAX_DIGEST]);

/* ---- check.c -------------------------------------------------------------------------------- */

/* The parts of an event's data over which its digest may be taken. Returns their number. */
enum { MAX_CANDIDATES = 4 };
size_t eventlog_candidates(const struct eventlog_event *event, struct span spans[MAX_CANDIDATES]);

/* ---- replay.c ------------------------------------------------------------------------------- */

/* The value with which a PCR starts. */
void eventlog_start_value(const struct eventlog *log, size_t bank, uint32_t pcr,
			  uint8_t value[EVENTLOG_MAX_DIGEST]);

/* ---- out.c: building a text of bounded length --------------------------------------------- */

struct text_buffer {
	char *buf;
	size_t size, length;
	bool cut;
};

void text_buffer_start(struct text_buffer *out, char *buf, size_t size);
void text_buffer_add(struct text_buffer *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void text_buffer_add_bytes(struct text_buffer *out, const void *bytes,
			   size_t size); /* as they are */
void text_buffer_add_hex(struct text_buffer *out,
			 struct span bytes); /* the first of them, and how many */
void text_buffer_add_guid(struct text_buffer *out,
			  const uint8_t guid[16]); /* by name, where it has one */
/* UTF-16LE as UTF-8, up to its NUL. Returns the number of bytes read, NUL included. */
size_t text_buffer_add_utf16(struct text_buffer *out, struct span utf16);
/* Text in whatever encoding it is; false, and nothing added, if it is none. */
bool text_buffer_add_text(struct text_buffer *out, struct span bytes);

/* guid.c: NULL if the GUID has no name here. */
const char *guid_name(const uint8_t guid[16]);
/* "8be4df61-93ca-11d2-aa0d-00e098032b8c" */
void guid_format(const uint8_t guid[16], char text[37]);

/* ---- describe-efi.c, device-path.c ---------------------------------------------------------- */

/* The header of UEFI_VARIABLE_DATA; name and value are inside data. False if it does not fit. */
struct efi_variable {
	const uint8_t *guid;
	struct span name; /* UTF-16 */
	struct span value;
};
bool efi_variable_parse(struct span data, struct efi_variable *ret_variable);

/* Each describes one structure; false if the data do not have it, with the reason in out. */
bool describe_variable(struct text_buffer *out, uint32_t type, struct span data);
bool describe_image(struct text_buffer *out, struct span data);
bool describe_gpt(struct text_buffer *out, struct span data);
bool describe_blob(struct text_buffer *out, struct span data);
bool describe_blob2(struct text_buffer *out, struct span data);
bool describe_handoff(struct text_buffer *out, struct span data);
bool describe_handoff2(struct text_buffer *out, struct span data);
bool describe_spdm(struct text_buffer *out, struct span data);
bool describe_device_path(struct text_buffer *out, struct span data);

#endif
