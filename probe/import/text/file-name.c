/* SPDX-License-Identifier: BSD-2-Clause */
#include "file-name.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const groups[] = {
	[GETCAP_PROPERTIES_FIXED] = "properties-fixed",
	[GETCAP_PROPERTIES_VARIABLE] = "properties-variable",
	[GETCAP_ALGORITHMS] = "algorithms",
	[GETCAP_COMMANDS] = "commands",
	[GETCAP_PCRS] = "pcrs",
	[GETCAP_ECC_CURVES] = "ecc-curves",
	[GETCAP_HANDLES_TRANSIENT] = "handles-transient",
	[GETCAP_HANDLES_PERSISTENT] = "handles-persistent",
	[GETCAP_HANDLES_PERMANENT] = "handles-permanent",
	[GETCAP_HANDLES_PCR] = "handles-pcr",
	[GETCAP_HANDLES_NV_INDEX] = "handles-nv-index",
	[GETCAP_HANDLES_LOADED_SESSION] = "handles-loaded-session",
	[GETCAP_HANDLES_SAVED_SESSION] = "handles-saved-session",
	[GETCAP_PCRREAD] = "pcrread",
};
enum { N_GROUPS = sizeof(groups) / sizeof(groups[0]) };

/* The place of a word in a text, or size. */
static size_t find_word(const char *text, size_t size, const char *word)
{
	size_t n = strlen(word);

	for (size_t at = 0; at + n <= size; at++) {
		size_t i = 0;

		while (i < n && (strchr("_ .", text[at + i]) && text[at + i]
					 ? '-'
					 : tolower((unsigned char)text[at + i])) == word[i])
			i++;
		if (i == n)
			return at;
	}
	return size;
}

enum getcap_group getcap_group(const char *name, size_t size)
{
	enum getcap_group best = GETCAP_NONE;
	size_t longest = 0;

	for (size_t i = 1; i < N_GROUPS; i++) {
		size_t n = strlen(groups[i]);

		if (n > longest &&
		    (find_word(name, size, groups[i]) < size ||
		     (i == GETCAP_PCRREAD && find_word(name, size, "pcrlist") < size))) {
			best = (enum getcap_group)i;
			longest = n;
		}
	}
	return best;
}

const char *getcap_group_name(enum getcap_group group)
{
	return group > GETCAP_NONE && (size_t)group < N_GROUPS ? groups[group] : "";
}

/* Words for what is in a file, the longer ahead of what they begin with. */
static const char *const kinds[] = {
	"properties-fixed",
	"properties-variable",
	"properties-variables",
	"algorithms",
	"commands",
	"ecc-curves",
	"handles-transient",
	"handles-persistent",
	"handles-permanent",
	"handles-pcrs",
	"handles-pcr",
	"handles-nv-index",
	"handles-loaded-session",
	"handles-saved-session",
	"pcrread",
	"pcrlist",
	"pcrs",
	"nvreadpublic",
	"nvlist",
	"readpublic",
	"listpersistent",
	"rc-decode",
	"eventlog",
	"event-log",
	"capability",
	"tpm2-getcap",
	"getcap",
	"tpm2-tools",
	"fwupdmgr",
	"fwupdtpmevlog",
	"fwupd",
	"get-devices",
	"security",
	"systemd-analyze",
	"systemd-cryptsetup",
	"systemd-cryptenroll",
	"cryptsetup",
	"cryptenroll",
	"has-tpm2",
	"identify-tpm2",
	"device-list",
	"dmesg",
	"journalctl",
	"journal",
	"kernel",
	"get-tpm",
	"tpmtool",
	"getdeviceinformation",
	"tpm-msc",
	"eltt2",
	"tpmfactoryupd",
	"wolftpm",
	"tpm-version",
	"caps",
	"lsmod",
	"udevadm",
	"ls-l",
	"ls",
	"id",
	"errors",
	"error",
	"output",
	"report",
	"doctor",
	"info",
	"log",
	"logs",
	"tpm2",
	"tpm",
	"txt",
};

static bool is_separator(char c)
{
	return c && strchr("-_. +,()[]@", c);
}

/* A word between separators or ends goes, and one separator with it. */
static bool take_out(char *text, const char *word)
{
	size_t size = strlen(text), n = strlen(word);

	for (size_t from = 0; from < size;) {
		size_t at = from + find_word(text + from, size - from, word);

		if (at == size)
			return false;
		if ((!at || is_separator(text[at - 1])) &&
		    (!text[at + n] || is_separator(text[at + n]))) {
			n += !!text[at + n];
			memmove(text + at, text + at + n, size - at - n + 1);
			return true;
		}
		from = at + 1;
	}
	return false;
}

static bool has_ending(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return n > m && !strcasecmp(name + n - m, ending);
}

char *file_owner(const char *name)
{
	static const char *const endings[] = { ".gz",  ".xz",  ".zst", ".txt",	".log", ".yaml",
					       ".yml", ".out", ".md",  ".text", ".eml" };
	char *owner = strdup(name);
	size_t n;

	if (!owner)
		return NULL;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (has_ending(owner, endings[i]))
			owner[strlen(owner) - strlen(endings[i])] = '\0';
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		while (take_out(owner, kinds[i]))
			;
	for (n = 0; is_separator(owner[n]);)
		n++;
	memmove(owner, owner + n, strlen(owner + n) + 1);
	while (*owner && is_separator(owner[strlen(owner) - 1]))
		owner[strlen(owner) - 1] = '\0';
	/* "01-algorithms", "2.txt": a place in a row is nobody's name. */
	if (strlen(owner) < 3 && owner[strspn(owner, "0123456789")] == '\0')
		*owner = '\0';
	return owner;
}

bool may_be_text(const char *name)
{
	static const char *const endings[] = { ".html", ".htm", ".png", ".jpg",	 ".jpeg", ".pdf",
					       ".zip",	".tar", ".tgz", ".bin",	 ".der",  ".pem",
					       ".crt",	".ctx", ".pub", ".priv", ".csv",  ".sh",
					       ".py",	".c",	".h",	".so",	 ".svg",  ".gif" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (has_ending(name, endings[i]))
			return false;
	return !strstr(name, ".tar.");
}
