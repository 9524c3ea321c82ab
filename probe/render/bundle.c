/* SPDX-License-Identifier: BSD-2-Clause */
/* The support bundle: every part is made of the one report, so that what was redacted is in none. */
#include "bundle.h"

#include <errno.h>
#include <stdlib.h>

#include "device.h"
#include "field.h"
#include "fields.h"
#include "host.h"
#include "report.h"
#include "cleanup.h"
#include "render-json.h"
#include "render.h"
#include "report.h"
#include "library-archive.h"

#define FOLDER "tpm-probe-report/"

struct part {
	const char *name, *help;
	bool (*there)(const struct bundle *bundle);
	int (*write)(const struct bundle *bundle, FILE *out);
};

static int write_json(const struct bundle *bundle, FILE *out)
{
	return render_json(bundle->report, out);
}

static int write_page(const struct bundle *bundle, FILE *out)
{
	const struct text_options options = { .beside = bundle->bench };

	return render_html_report(bundle->report, &options, out);
}

static int write_doctor(const struct bundle *bundle, FILE *out)
{
	const struct text_options options = { 0 };

	return render_text_doctor(bundle->report, &options, out);
}

static bool has_event_log(const struct bundle *bundle)
{
	for (size_t i = 0; i < report_count_tpms(bundle->report); i++)
		if (record_asked(&event_log_type, report_tpm(bundle->report, i)->event_log))
			return true;
	return false;
}

static int write_event_log(const struct bundle *bundle, FILE *out)
{
	const struct text_options options = { 0 };

	return render_text_event_log(bundle->report, &options, out);
}

static bool has_kernel_log(const struct bundle *bundle)
{
	return bundle->report->host->kernel_log.count;
}

static void write_lines(const char *prefix, const struct list_fact *texts, FILE *out)
{
	for (size_t i = 0; i < texts->count; i++)
		fprintf(out, "%s%s\n", prefix, ((const char *const *)texts->items)[i]);
}

static int write_kernel_log(const struct bundle *bundle, FILE *out)
{
	write_lines("", &bundle->report->host->kernel_log, out);
	return 0;
}

static bool has_udev(const struct bundle *bundle)
{
	for (size_t i = 0; i < report_count_tpms(bundle->report); i++)
		if (report_tpm(bundle->report, i)->nodes.count)
			return true;
	return false;
}

/* As udevadm info writes it. */
static int write_udev(const struct bundle *bundle, FILE *out)
{
	for (size_t i = 0; i < report_count_tpms(bundle->report); i++) {
		const struct list_fact *nodes = &report_tpm(bundle->report, i)->nodes;
		const struct node *node = nodes->items;

		for (size_t j = 0; j < nodes->count; j++) {
			fprintf(out, "P: %s\n", text_of(&node[j].sysfs_path, "-"));
			fprintf(out, "N: %s\n", text_of(&node[j].path, "-"));
			write_lines("S: ", &node[j].links, out);
			write_lines("E: ", &node[j].properties, out);
			write_lines("Q: ", &node[j].tags, out);
			fputc('\n', out);
		}
	}
	return 0;
}

static bool has_bench(const struct bundle *bundle)
{
	return bundle->bench;
}

static int write_bench(const struct bundle *bundle, FILE *out)
{
	return render_json(bundle->bench, out);
}

static const struct part parts[] = {
	{ "report.json", "everything (tpm-probe --from reads it back)", NULL, write_json },
	{ "report.html", "the same as a page", NULL, write_page },
	{ "doctor.txt", "what is wrong, and what could not be examined", NULL, write_doctor },
	{ "event-log.txt", "the measured-boot event log and its replay", has_event_log,
	  write_event_log },
	{ "kernel-log.txt", "the kernel's lines about TPMs", has_kernel_log, write_kernel_log },
	{ "udev.txt", "udev's database of the TPMs' nodes", has_udev, write_udev },
	{ "bench.json", "the benchmark with every sample", has_bench, write_bench },
};

enum { N_PARTS = sizeof(parts) / sizeof(parts[0]) };

static void write_readme(const struct bundle *bundle, FILE *out)
{
	fputs("What tpm-probe knows of a machine's TPMs, for somebody who is to help.\n"
	      "Look at it before you send it.\n\nFiles\n",
	      out);
	for (size_t i = 0; i < N_PARTS; i++) {
		bool there = !parts[i].there || parts[i].there(bundle);

		fprintf(out, "  %-15s %s%s\n", parts[i].name, parts[i].help,
			there ? "" : ": not here, because the report has none");
	}
	if (bundle->n_files)
		fprintf(out, "  %-15s %s\n", "boots/",
			"saved boots, the newest first (tpm-probe boots diff compares them)");
	if (!bundle->left_out) {
		fputs("\nNothing was left out (--no-redact): keys, certificates, names and serial "
		      "numbers\nare in it as they were found.\n",
		      out);
		return;
	}
	fputs("\nLeft out\n"
	      "  Public keys, names of objects, certificates and their serial numbers, names of\n"
	      "  hosts and users, machine and boot id, serial numbers, MAC and IP addresses, UUIDs,\n"
	      "  device-mapper names, kernel command lines, the TPM's clock and its counts of resets,\n"
	      "  properties of udev that may hold such, descriptions of boot events that name\n"
	      "  disks, files or command lines. Contents of NV indices and binary logs are in no\n"
	      "  bundle. By the names that report.json has for them:\n",
	      out);
	write_lines("  ", bundle->left_out, out);
	if (!bundle->left_out->count)
		fputs("  nothing: there was none of it\n", out);
	fputs("\nKept, because nobody can help without\n"
	      "  Model, firmware, state and limits of the TPM; values of PCRs and digests of boot\n"
	      "  events, which tell what software was started; handles, sizes and attributes of\n"
	      "  keys and NV indices; issuers of certificates and the days between which they are valid; the version of the kernel; names of certificates\n"
	      "  that Secure Boot accepts. A name that stands in free text and that this machine\n"
	      "  does not know as a host's or a user's is not recognised: look for it.\n",
	      out);
}

static int add(struct archive *archive, struct archive_entry *entry, time_t time, const char *name,
	       const char *text, size_t size)
{
	archive_entry_clear(entry);
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)size);
	archive_entry_set_mtime(entry, time, 0);
	if (archive_write_header(archive, entry) < ARCHIVE_OK ||
	    archive_write_data(archive, text, size) != (la_ssize_t)size)
		return archive_errno(archive) > 0 ? -archive_errno(archive) : -EIO;
	return 0;
}

static time_t time_of(const struct bundle *bundle)
{
	const struct number_fact *time = &bundle->report->host->time;

	return fact_known(&time->fact) ? (time_t)time->value : 0;
}

static int add_file(struct archive *archive, struct archive_entry *entry,
		    const struct bundle *bundle, const struct bundle_file *file)
{
	_cleanup_free_ char *name = NULL;

	if (asprintf(&name, FOLDER "%s", file->name) < 0)
		abort();
	return add(archive, entry, time_of(bundle), name, file->text, file->size);
}

/* part: NULL for the README. */
static int add_part(struct archive *archive, struct archive_entry *entry,
		    const struct bundle *bundle, const struct part *part)
{
	_cleanup_free_ char *text = NULL, *name = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);
	int r = 0;

	if (!memory || asprintf(&name, FOLDER "%s", part ? part->name : "README.txt") < 0)
		abort();
	if (part)
		r = part->write(bundle, memory);
	else
		write_readme(bundle, memory);
	if (fclose(memory) && r >= 0)
		r = -errno;
	if (r < 0)
		return r;
	return add(archive, entry, time_of(bundle), name, text, size);
}

int bundle_write(FILE *out, const void *data)
{
	const struct bundle *bundle = data;
	struct archive_entry *entry;
	struct archive *archive;
	int r = 0;

	if (!library_load(&library_archive))
		return -ENOPKG;
	archive = archive_write_new();
	entry = archive_entry_new();
	if (!archive || !entry)
		abort();
	if (archive_write_set_format_ustar(archive) < ARCHIVE_OK ||
	    archive_write_open_FILE(archive, out) < ARCHIVE_OK)
		r = -EIO;
	if (!r)
		r = add_part(archive, entry, bundle, NULL);
	for (size_t i = 0; i < N_PARTS && !r; i++)
		if (!parts[i].there || parts[i].there(bundle))
			r = add_part(archive, entry, bundle, &parts[i]);
	for (size_t i = 0; i < bundle->n_files && !r; i++)
		r = add_file(archive, entry, bundle, &bundle->files[i]);
	if (archive_write_close(archive) < ARCHIVE_OK && !r)
		r = archive_errno(archive) > 0 ? -archive_errno(archive) : -EIO;
	archive_entry_free(entry);
	archive_write_free(archive);
	return r;
}
