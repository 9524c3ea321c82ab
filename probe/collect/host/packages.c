/* SPDX-License-Identifier: BSD-2-Clause */
/* Versions of the software around a TPM: dpkg's status file, the kernel's build, Intel's engine. */
#include "packages.h"

#include <errno.h>
#include <string.h>

#include "cleanup.h"
#include "host-text.h"

enum { STATUS_FILE_MAX = 64 << 20, NAME_MAX_SIZE = 64 };

/* One paragraph of dpkg's: the fields that matter, as spans of the text. */
struct span {
	const char *text;
	size_t size;
};
struct paragraph {
	struct span package, source, version, status;
};

static bool span_is(const struct span *span, const char *text)
{
	return span->size == strlen(text) && !memcmp(span->text, text, span->size);
}

static void read_field(struct paragraph *paragraph, const char *line, size_t size)
{
	const struct {
		const char *name;
		struct span *span;
	} fields[] = { { "Package:", &paragraph->package },
		       { "Source:", &paragraph->source },
		       { "Version:", &paragraph->version },
		       { "Status:", &paragraph->status } };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		size_t n = strlen(fields[i].name);

		if (size < n || memcmp(line, fields[i].name, n) != 0)
			continue;
		while (n < size && line[n] == ' ')
			n++;
		*fields[i].span = (struct span){ line + n, size - n };
	}
}

/* "tpm2-tss (3.2.1-3)": the version stands there only if it is not the package's. */
static void split_source(struct paragraph *paragraph)
{
	const char *open = memchr(paragraph->source.text, '(', paragraph->source.size);
	const char *end = paragraph->source.text + paragraph->source.size;

	if (!open)
		return;
	paragraph->source.size = (size_t)(open - paragraph->source.text);
	while (paragraph->source.size && paragraph->source.text[paragraph->source.size - 1] == ' ')
		paragraph->source.size--;
	if (end[-1] == ')')
		paragraph->version = (struct span){ open + 1, (size_t)(end - open) - 2 };
}

static bool is_there(const struct list_fact *packages, const struct span *name)
{
	const struct package *items = packages->items;

	for (size_t i = 0; i < packages->count; i++)
		if (span_is(name, items[i].name.value))
			return true;
	return false;
}

/* Packages of one source have one version, and are one. */
static void add_package(struct report *report, struct paragraph *paragraph)
{
	static const char *const sources[] = { "tpm2-tss", "tpm2-tools", "tpm2-abrmd",
					       "libtpms",  "swtpm",	 "tpm2-pkcs11" };
	struct list_fact *packages = &report->host->packages;
	struct package *package;

	if (!paragraph->source.size)
		paragraph->source = paragraph->package;
	if (!paragraph->source.size || !span_is(&paragraph->status, "install ok installed"))
		return;
	split_source(paragraph);
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (!span_is(&paragraph->source, sources[i]) ||
		    is_there(packages, &paragraph->source))
			continue;
		package = list_append(&report->arena, packages, sizeof(*package));
		fact_set_text(report, &package->name, sources[i]);
		fact_set_bytes(report, &package->version, paragraph->version.text,
			       paragraph->version.size);
	}
}

void packages_read(struct report *report, const char *text)
{
	struct paragraph paragraph = { 0 };

	report->host->packages.fact.presence = PRESENCE_PRESENT;
	while (*text) {
		size_t size = strcspn(text, "\n");

		read_field(&paragraph, text, size);
		if (!size) {
			add_package(report, &paragraph);
			paragraph = (struct paragraph){ 0 };
		}
		text += size + (text[size] == '\n');
	}
	add_package(report, &paragraph);
}

static void collect_packages(struct report *report, const struct root *root)
{
	_cleanup_free_ char *text = NULL;
	ssize_t n = root_read_all(root, "/var/lib/dpkg/status", STATUS_FILE_MAX, &text);

	if (n < 0)
		report->host->packages.fact = n == -ENOENT ? FACT_ABSENT : fact_errno((int)-n);
	else
		packages_read(report, text);
}

/* "Linux version 6.1.0-57-amd64 (...) (...) #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-3 (2026-11-26)" */
static void collect_kernel_build(struct report *report, const struct root *root)
{
	static const char release[] = "Linux version ";
	struct text_fact *build = &report->host->kernel_build;
	const char *number;

	host_read_text(report, root, "/proc/version", build);
	/* A copy of another machine has its kernel's release in it, too. */
	if (root->is_prefix && fact_known(&build->fact) && !fact_known(&report->kernel.fact) &&
	    !strncmp(build->value, release, strlen(release)))
		fact_set_bytes(report, &report->kernel, build->value + strlen(release),
			       strcspn(build->value + strlen(release), " "));
	number = fact_known(&build->fact) ? strstr(build->value, " #") : NULL;
	if (number)
		fact_set_text(report, build, number + 1);
}

/* "0:16.1.25.1917", a line for each of the engine's parts: the first is what runs. */
static void collect_engine(struct report *report, const struct root *root)
{
	struct text_fact *engine = &report->host->me_firmware;
	const char *version;

	host_read_text(report, root, "/sys/class/mei/mei0/fw_ver", engine);
	version = fact_known(&engine->fact) ? strchr(engine->value, ':') : NULL;
	if (version)
		fact_set_bytes(report, engine, version + 1, strspn(version + 1, "0123456789."));
}

void collect_host_packages(struct report *report, const struct root *root)
{
	collect_packages(report, root);
	collect_kernel_build(report, root);
	collect_engine(report, root);
}
