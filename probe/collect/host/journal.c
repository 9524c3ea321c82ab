/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading the journal by libsystemd. */
#include "journal.h"

#include <errno.h>
#include <string.h>

#include "library-systemd.h"

enum { LINES_MAX = 1 << 17 };

static const char *field(struct arena *arena, sd_journal *journal, const char *name)
{
	size_t skip = strlen(name) + 1, size;
	const void *data;

	if (sd_journal_get_data(journal, name, &data, &size) < 0 || size < skip)
		return "";
	return arena_strndup(arena, (const char *)data + skip, size - skip);
}

static int match(sd_journal *journal, const char *const *matches, size_t n_matches)
{
	char boot_match[64] = "_BOOT_ID=";
	sd_id128_t boot;
	int r = sd_id128_get_boot(&boot);

	if (r < 0)
		return r;
	sd_id128_to_string(boot, boot_match + strlen(boot_match));
	r = sd_journal_add_match(journal, boot_match, 0);
	for (size_t i = 0; r >= 0 && i < n_matches; i++)
		r = sd_journal_add_match(journal, matches[i], 0);
	return r;
}

int journal_read(struct arena *arena, const char *const *matches, size_t n_matches,
		 void (*fn)(void *data, const struct journal_line *line), void *data)
{
	sd_journal *journal = NULL;
	int r, n = 0;

	if (!library_load(&library_systemd))
		return -ENOPKG;
	r = sd_journal_open(&journal, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM);
	if (r < 0)
		return r;
	r = match(journal, matches, n_matches);
	while (r >= 0 && n < LINES_MAX && sd_journal_next(journal) > 0) {
		const struct journal_line line = {
			.message = field(arena, journal, "MESSAGE"),
			.unit = field(arena, journal, "_SYSTEMD_UNIT"),
			.identifier = field(arena, journal, "SYSLOG_IDENTIFIER"),
		};

		n++;
		fn(data, &line);
	}
	sd_journal_close(journal);
	return r < 0 ? r : n;
}
