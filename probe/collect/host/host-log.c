/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel's log says of TPMs: /dev/kmsg, or the journal where that is for root only. */
#include "host-log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "host-text.h"
#include "host.h"
#include "journal.h"

enum { LINES_MAX = 200, RECORD_MAX = 8192, RECORDS_MAX = 1 << 17 };

static bool is_about_tpm(const char *line)
{
	return strcasestr(line, "tpm") || strstr(line, "MSFT0101") || strstr(line, "0xfed4") ||
	       strstr(line, "null key integrity") || strstr(line, "nobody cared") ||
	       strstr(line, "tis_int_handler");
}

static void add_line(struct report *report, const char *line, size_t size)
{
	if (report->host->kernel_log.count < LINES_MAX)
		host_add_text(report, &report->host->kernel_log, line, size);
}

/* "6,339,5140900,-;message\n KEY=value\n": Documentation/ABI/testing/dev-kmsg. */
static void add_record(struct report *report, char *record)
{
	char *message = strchr(record, ';');

	if (!message)
		return;
	message++;
	message[strcspn(message, "\n")] = '\0';
	if (is_about_tpm(message))
		add_line(report, message, strlen(message));
}

static int read_kmsg(struct report *report)
{
	_cleanup_close_ int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	char record[RECORD_MAX];
	ssize_t n;

	if (fd < 0)
		return -errno;
	for (size_t i = 0; i < RECORDS_MAX; i++) {
		n = read(fd, record, sizeof(record) - 1);
		/* EPIPE: the ring was overwritten; the next read goes on. */
		if (n < 0 && errno == EPIPE)
			continue;
		if (n <= 0)
			break;
		record[n] = '\0';
		add_record(report, record);
	}
	if (n < 0 && errno != EAGAIN)
		return -errno;
	fact_set_text(report, &report->host->kernel_log_source, "/dev/kmsg");
	return 0;
}

static void add_journal_line(void *data, const struct journal_line *line)
{
	if (is_about_tpm(line->message))
		add_line(data, line->message, strlen(line->message));
}

/* This boot's lines of the kernel's. -EACCES where the caller sees none of them. */
static int read_journal(struct report *report)
{
	static const char *const matches[] = { "_TRANSPORT=kernel" };
	int n = journal_read(&report->arena, matches, 1, add_journal_line, report);

	if (n < 0)
		return n;
	fact_set_text(report, &report->host->kernel_log_source, "journal");
	return n ? 0 : -EACCES;
}

/* A copy of a machine may hold what dmesg printed. */
static int read_copy(struct report *report, const struct root *root)
{
	static const char path[] = "/var/log/dmesg";
	_cleanup_free_ char *text = NULL;
	ssize_t n = root_read_all(root, path, (size_t)16 << 20, &text);
	char *rest = text, *line;

	if (n < 0)
		return (int)n;
	while ((line = strsep(&rest, "\n")))
		if (is_about_tpm(line))
			add_line(report, line, strlen(line));
	fact_set_text(report, &report->host->kernel_log_source, path);
	return 0;
}

static bool is_denial(const char *line)
{
	return strstr(line, "tpm") &&
	       (strstr(line, "avc:  denied") || strstr(line, "avc: denied") ||
		strstr(line, "apparmor=\"DENIED\""));
}

/* The end of a file, which auditd lets grow, and a first line that is cut. */
static ssize_t read_end(const struct root *root, const char *path, char **ret_text)
{
	enum { END_MAX = 4 << 20 };
	_cleanup_close_ int fd = root_open_file(root, path);
	_cleanup_free_ char *text = NULL;
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return -errno;
	text = malloc(END_MAX + 1);
	if (!text)
		return -ENOMEM;
	n = pread(fd, text, END_MAX, st.st_size > END_MAX ? st.st_size - END_MAX : 0);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	*ret_text = text;
	text = NULL;
	return n;
}

/* What auditd writes: denials of SELinux and AppArmor do not reach the kernel's log where it runs. */
static void read_audit_log(struct report *report, const struct root *root)
{
	struct list_fact *log = &report->host->audit_log;
	_cleanup_free_ char *text = NULL;
	ssize_t n = read_end(root, "/var/log/audit/audit.log", &text);
	char *rest = text, *line;

	log->fact = n < 0 ? fact_errno((int)-n) : (struct fact){ .presence = PRESENCE_PRESENT };
	while ((line = strsep(&rest, "\n")))
		if (is_denial(line) && log->count < LINES_MAX)
			host_add_text(report, log, line, strlen(line));
}

void collect_host_log(struct report *report, const struct root *root)
{
	int r = root->is_prefix ? read_copy(report, root) : read_kmsg(report);

	if (r < 0 && !root->is_prefix)
		r = read_journal(report);
	report->host->kernel_log.fact =
		r < 0 ? fact_errno(-r) : (struct fact){ .presence = PRESENCE_PRESENT };
	read_audit_log(report, root);
}
