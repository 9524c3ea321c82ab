/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel and its environment tell: command line, container, random number generators. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "host-collectors.h"
#include "host.h"

#define RANDOM "/sys/class/misc/hw_random/"

/* The value of container= in the environment of process 1: systemd's convention. */
static bool container_of_init(struct report *report, const struct root *root)
{
	_cleanup_free_ char *text = NULL;
	ssize_t n = root_read_all(root, "/proc/1/environ", HOST_FILE_MAX, &text);

	for (ssize_t i = 0; i < n; i += (ssize_t)strlen(text + i) + 1) {
		if (!strncmp(text + i, "container=", 10) && text[i + 10]) {
			fact_set_text(report, &report->host->container, text + i + 10);
			return true;
		}
	}
	return false;
}

static void collect_container(struct report *report, const struct root *root)
{
	static const struct {
		const char *path, *name;
	} marks[] = { { "/run/.containerenv", "podman" }, { "/.dockerenv", "docker" } };
	struct text_fact *fact = &report->host->container;
	struct text_fact manager = { 0 };
	struct stat st;

	fact->fact = FACT_ABSENT;
	host_read_text(report, root, "/run/systemd/container", &manager);
	if (fact_known(&manager.fact) && *manager.value) {
		*fact = manager;
		return;
	}
	if (container_of_init(report, root))
		return;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (!root_stat(root, marks[i].path, &st)) {
			fact_set_text(report, fact, marks[i].name);
			return;
		}
	}
}

/* A file of words; what is chosen among them stands in brackets, which are left out. */
static void read_words(struct report *report, const struct root *root, const char *path,
		       struct list_fact *words)
{
	static const char between[] = " \n[]";
	_cleanup_free_ char *text = NULL;
	ssize_t n = root_read_all(root, path, 4096, &text);

	words->fact = n < 0 ? fact_errno((int)-n) : (struct fact){ .presence = PRESENCE_PRESENT };
	for (const char *p = text; n >= 0 && *(p += strspn(p, between));) {
		size_t len = strcspn(p, between);

		host_add_text(report, words, p, len);
		p += len;
	}
}

static void collect_random(struct report *report, const struct root *root)
{
	host_read_text(report, root, RANDOM "rng_current", &report->host->random_current);
	read_words(report, root, RANDOM "rng_available", &report->host->random_available);
}

/* Only the words that are about TPMs: the others are nobody's business, a password among them. */
static void collect_cmdline(struct report *report, const struct root *root)
{
	struct text_fact *fact = &report->host->cmdline;
	const char *kept = "";
	char *rest, *word;

	host_read_text(report, root, "/proc/cmdline", fact);
	if (!fact_known(&fact->fact))
		return;
	rest = arena_strdup(&report->arena, fact->value);
	while ((word = strsep(&rest, " ")))
		if (strstr(word, "tpm") || !strncmp(word, "ima", 3))
			kept = arena_printf(&report->arena, "%s%s%s", kept, *kept ? " " : "", word);
	fact_set_text(report, fact, kept);
}

void collect_host_kernel(struct report *report, const struct root *root)
{
	struct stat st;

	collect_cmdline(report, root);
	collect_container(report, root);
	collect_random(report, root);
	host_read_text(report, root, "/sys/class/dmi/id/bios_date", &report->host->bios_date);
	read_words(report, root, "/sys/power/mem_sleep", &report->host->sleep_modes);
	/* A file of its own that securityfs has on every kernel, and one in copies of a tree. */
	report->host->securityfs = host_is_there(root, "/sys/kernel/security/lsm");
	if (!root_stat(root, "/sys/kernel/security/tpm0", &st))
		report->host->securityfs = FACT_NUMBER(1);
	report->host->tpm2_generator =
		host_is_there(root, "/usr/lib/systemd/system-generators/systemd-tpm2-generator");
}
