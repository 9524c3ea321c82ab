/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel and its environment tell: command line, container, random number generators. */
#include "host-system.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "host-text.h"
#include "host.h"
#include "library-crypto.h"

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

/* The kubelet puts its pods below a control group of this name, and hands each the API's address. */
static bool is_pod(const struct root *root)
{
	_cleanup_free_ char *text = NULL;

	if (!root->is_prefix && getenv("KUBERNETES_SERVICE_HOST"))
		return true;
	return root_read_all(root, "/proc/1/cgroup", 4096, &text) >= 0 && strstr(text, "kubepods");
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
	/* Before the marks of the engine that runs the pod's containers. */
	if (is_pod(root)) {
		fact_set_text(report, fact, "kubernetes");
		return;
	}
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

enum { GROUPS_MAX = 256 };

static void add_group(struct report *report, struct list_fact *list, gid_t gid)
{
	const struct group *group = getgrgid(gid);
	const char *name =
		group ? group->gr_name : arena_printf(&report->arena, "%u", (unsigned int)gid);

	host_add_text(report, list, name, strlen(name));
}

static void collect_user(struct report *report)
{
	struct account *account = &report->host->account;
	const struct passwd *user = getpwuid(geteuid());
	gid_t groups[GROUPS_MAX];
	int n = getgroups(GROUPS_MAX, groups);

	account->uid = FACT_NUMBER(geteuid());
	fact_set_text(report, &account->user, user ? user->pw_name : NULL);
	account->groups.fact =
		n < 0 ? fact_errno(errno) : (struct fact){ .presence = PRESENCE_PRESENT };
	if (n >= 0)
		add_group(report, &account->groups, getegid());
	for (int i = 0; i < n; i++)
		if (groups[i] != getegid())
			add_group(report, &account->groups, groups[i]);
	account->database_groups.fact = FACT_ABSENT;
	n = GROUPS_MAX;
	if (!fact_known(&account->user.fact) ||
	    getgrouplist(account->user.value, user->pw_gid, groups, &n) < 0)
		return;
	for (int i = 0; i < n; i++)
		add_group(report, &account->database_groups, groups[i]);
}

/* Is there a line "NAME:..." in a file laid out as /etc/passwd is? */
int collect_caller(struct report *report)
{
	struct root root;
	int r = root_open(&root, NULL);

	if (r < 0)
		return r;
	collect_user(report);
	collect_container(report, &root);
	root_close(&root);
	return 0;
}

static struct number_fact has_entry(const struct root *root, const char *path, const char *name)
{
	_cleanup_free_ char *text = NULL;
	ssize_t size = root_read_all(root, path, HOST_FILE_MAX, &text);
	size_t n = strlen(name);

	if (size < 0)
		return (struct number_fact){ .fact = fact_errno((int)-size) };
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, n) && line[n] == ':')
			return FACT_NUMBER(1);
	}
	return FACT_NUMBER(0);
}

void collect_host_account(struct report *report, const struct root *root)
{
	struct account *account = &report->host->account;

	if (root->is_prefix) {
		account->tss_user = has_entry(root, "/etc/passwd", "tss");
		account->tss_group = has_entry(root, "/etc/group", "tss");
		return;
	}
	collect_user(report);
	account->tss_user = FACT_NUMBER(getpwnam("tss") != NULL);
	account->tss_group = FACT_NUMBER(getgrnam("tss") != NULL);
}

/* The first block of a PEM file, in hexadecimal digits. */
static void read_pem(struct report *report, const char *text, size_t size, struct text_fact *fact)
{
	char *name = NULL, *header = NULL;
	unsigned char *der = NULL;
	long n = 0;
	BIO *bio;

	if (!library_load(&library_crypto)) {
		fact->fact = fact_errno(ENOPKG);
		return;
	}
	bio = BIO_new_mem_buf(text, (int)size);

	if (bio && PEM_read_bio(bio, &name, &header, &der, &n) == 1)
		fact_set_text(report, fact, arena_hex(&report->arena, der, (size_t)n));
	else
		fact->fact = fact_errno(EBADMSG);
	ERR_clear_error();
	OPENSSL_free(name);
	OPENSSL_free(header);
	OPENSSL_free(der);
	BIO_free(bio);
}

static void read_srk(struct report *report, const struct root *root)
{
	static const char *const paths[] = { "/run/systemd/tpm2-srk-public-key.pem",
					     "/var/lib/systemd/tpm2-srk-public-key.pem" };
	struct text_fact *fact = &report->host->systemd_srk;

	fact->fact = FACT_ABSENT;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		_cleanup_free_ char *text = NULL;
		ssize_t n = root_read_all(root, paths[i], 65536, &text);

		if (n < 0)
			continue;
		read_pem(report, text, (size_t)n, fact);
		return;
	}
}

static void find_store(struct report *report, const struct root *root)
{
	const char *home = root->is_prefix ? NULL : getenv("HOME");
	const char *paths[] = { root->is_prefix ? NULL : getenv("TPM2_PKCS11_STORE"),
				"/etc/tpm2_pkcs11",
				home ? arena_printf(&report->arena, "%s/.tpm2_pkcs11", home)
				     : NULL };
	struct stat st;

	report->host->pkcs11_store.fact = FACT_ABSENT;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (paths[i] && !root_stat(root, paths[i], &st)) {
			fact_set_text(report, &report->host->pkcs11_store, paths[i]);
			return;
		}
	}
}

void collect_host_files(struct report *report, const struct root *root)
{
	read_srk(report, root);
	find_store(report, root);
}
