/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading the texts of one machine: files, or standard input. */
#include "import-text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "decode.h"
#include "file-name.h"
#include "find-json.h"
#include "json-read.h"
#include "read-text.h"

/* A report has JSON's own bound. */
enum { MOST_BYTES = (64 << 20) + 1 };

struct machine_texts {
	struct report *report;
	struct reader *reader;
	struct report *found; /* a report of tpm-probe in one of them */
	size_t read;	      /* files in which something was understood */
	bool named;	      /* by the caller, and not found in a directory */
};

static void add_problem(struct machine_texts *texts, const char *name, const char *what)
{
	struct report *report = texts->report;
	const char *text = arena_printf(&report->arena, "%s: %s", name, what);

	*(const char **)list_append(&report->arena, &report->problems, sizeof(text)) =
		arena_clean(&report->arena, text, strlen(text));
}

static int read_all(int fd, char **ret_bytes, size_t *ret_size)
{
	_cleanup_free_ char *bytes = NULL;
	size_t size = 0, capacity = 0;
	ssize_t n = 1;

	while (n && size < MOST_BYTES) {
		if (capacity - size < 4096) {
			char *more = realloc(bytes, capacity = capacity ? 2 * capacity : 65536);

			if (!more)
				return -ENOMEM;
			bytes = more;
		}
		n = read(fd, bytes + size, capacity - size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		size += (size_t)n;
	}
	*ret_bytes = bytes;
	bytes = NULL;
	*ret_size = size;
	return 0;
}

/*
 * The bytes of a regular file, malloc'd; of standard input whatever it is, and of a FIFO that was named.
 * 0 or -errno.
 */
static int read_bytes(int at, const char *path, bool named, char **ret_bytes, size_t *ret_size)
{
	bool standard_input = named && !strcmp(path, "-");
	_cleanup_close_ int fd =
		standard_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
		: named	       ? json_open_source(path)
			       : openat(at, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return named && !standard_input ? fd : -errno;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!standard_input && !S_ISREG(st.st_mode) && !(named && S_ISFIFO(st.st_mode)))
		return S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	return read_all(fd, ret_bytes, ret_size);
}

/* The whole text is a report, with blanks around it. ret_error: why it is none, though it begins like one. */
static bool take_whole_report(struct machine_texts *texts, const char *text, size_t size,
			      char **ret_error)
{
	return !texts->found && text[strspn(text, " \t\r\n")] == '{' &&
	       json_read_text(text, size, &texts->found, ret_error) >= 0;
}

/* There is a report in it. */
static bool take_quoted_report(struct machine_texts *texts, const char *text, size_t size)
{
	_cleanup_free_ char *json = NULL, *error = NULL;
	size_t json_size;

	if (texts->found || !text_find_json(text, size, &json, &json_size))
		return false;
	if (json_read_text(json, json_size, &texts->found, &error) >= 0)
		return true;
	add_problem(texts, "a report of tpm-probe in this text",
		    error ? error : "it cannot be read");
	return false;
}

/* Nothing of it was understood: is that worth a word? */
static void say_not_understood(struct machine_texts *texts, const char *name, size_t size,
			       enum getcap_group group)
{
	const char *line = text_first_line(texts->reader);
	struct arena *arena = &texts->report->arena;

	if (!texts->named && group == GETCAP_NONE)
		return;
	if (!line)
		add_problem(
			texts, name,
			size ? "line 1: there is nothing in it but control characters or comments"
			     : "there is nothing in it");
	else if (group)
		add_problem(texts, name,
			    arena_printf(arena, "%s: this is not what tpm2_getcap %s prints", line,
					 getcap_group_name(group)));
	else
		add_problem(texts, name,
			    arena_printf(arena,
					 "nothing in it is understood, from its first line on: %s",
					 line));
}

static int take_bytes(struct machine_texts *texts, const char *name, const void *bytes, size_t size,
		      char **ret_error)
{
	enum getcap_group group = getcap_group(name, strlen(name));
	_cleanup_free_ char *whole_error = NULL;
	struct decoded decoded = { 0 };
	int r = 0;

	if (size && is_binary(bytes, size)) {
		if (!texts->named)
			return 0;
		r = -EBADMSG;
	}
	if (r >= 0)
		r = decode_bytes(bytes, size, MOST_BYTES, &decoded);
	if (r >= 0 && take_whole_report(texts, decoded.text, decoded.size, &whole_error)) {
		free(decoded.text);
		return 0;
	}
	free(decoded.text);
	if (r >= 0)
		r = decode_text(bytes, size, IMPORT_MAX_BYTES, &decoded);
	if (r < 0) {
		add_problem(texts, name, r == -EBADMSG ? "it is no text" : strerror(-r));
		return 0;
	}
	if (take_quoted_report(texts, decoded.text, decoded.size))
		r = 0;
	else if (whole_error && texts->named && *decoded.text == '{')
		r = -EBADMSG;
	else if (text_read(texts->reader, name, group, decoded.text, decoded.size, decoded.cut))
		texts->read++;
	else
		say_not_understood(texts, name, size, group);
	if (r < 0) {
		*ret_error = whole_error;
		whole_error = NULL;
	}
	free(decoded.text);
	return r;
}

/* name: the last part of path, which is below the directory `at`. */
static int read_file(struct machine_texts *texts, int at, const char *path, const char *name,
		     char **ret_error)
{
	_cleanup_free_ char *bytes = NULL;
	size_t size = 0;
	int r = read_bytes(at, path, texts->named, &bytes, &size);

	if (r >= 0)
		return take_bytes(texts, name, bytes ? bytes : "", size, ret_error);
	add_problem(texts, name, strerror(-r));
	return texts->named ? r : 0;
}

static int read_files(struct machine_texts *texts, const struct import_source *source,
		      char **ret_error)
{
	_cleanup_close_ int at = open(source->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (at < 0)
		return -errno;
	for (size_t i = 0; i < source->n_files; i++)
		read_file(texts, at, source->files[i], source->files[i], ret_error);
	return 0;
}

/* What came of them, unless r says that nothing did. */
static int end(struct machine_texts *texts, int r, struct report **ret_report, char **ret_error)
{
	struct report *report = texts->report;

	text_end(texts->reader);
	if (texts->found && r >= 0) {
		report_free(report);
		*ret_report = texts->found;
		return 0;
	}
	if (r >= 0 && texts->read) {
		*ret_report = report;
		return 0;
	}
	/* Nothing to show: why, in one line. */
	if (!r && report->problems.count) {
		*ret_error = strdup(*(const char *const *)report->problems.items);
		r = -EBADMSG;
	}
	report_free(report);
	return r ? r : -ENODATA;
}

static void begin(struct machine_texts *texts, bool named)
{
	*texts = (struct machine_texts){ .report = report_new(), .named = named };
	texts->reader = reader_new(texts->report);
}

int import_text_bytes(const char *name, const void *bytes, size_t size, struct report **ret_report,
		      char **ret_error)
{
	struct machine_texts texts;

	*ret_error = NULL;
	begin(&texts, true);
	return end(&texts, take_bytes(&texts, name, bytes, size, ret_error), ret_report, ret_error);
}

int import_text(const struct import_source *source, struct report **ret_report, char **ret_error)
{
	const char *slash = strrchr(source->path, '/');
	struct machine_texts texts;
	int r;

	*ret_error = NULL;
	begin(&texts, !source->files);
	if (source->files)
		r = read_files(&texts, source, ret_error);
	else
		r = read_file(&texts, AT_FDCWD, source->path,
			      !strcmp(source->path, "-") ? "standard input"
			      : slash			 ? slash + 1
							 : source->path,
			      ret_error);
	return end(&texts, r, ret_report, ret_error);
}
