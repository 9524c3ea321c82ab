/* SPDX-License-Identifier: BSD-2-Clause */
/* One machine's files of tpm2_getcap's output: opening them, and what cannot be read. */
#include "import.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "getcap.h"

struct folder {
	struct getcap getcap;
	const char *files[GETCAP_PCRREAD + 1]; /* that were taken, by group */
	size_t read;			       /* files that hold what their names say */
};

static void add_problem(struct folder *folder, const char *name, const char *what)
{
	struct report *report = folder->getcap.report;
	const char *text = arena_printf(&report->arena, "%s: %s", name, what);

	*(const char **)list_append(&report->arena, &report->problems, sizeof(text)) =
		arena_clean(&report->arena, text, strlen(text));
}

/* The bytes of a regular file: malloc'd. 0 or -errno. */
static int read_bytes(int at, const char *path, char **ret_bytes, size_t *ret_size)
{
	_cleanup_close_ int fd = openat(at, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	_cleanup_free_ char *bytes = NULL;
	size_t size = 0;
	struct stat st;
	ssize_t n = 1;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_size > IMPORT_MAX_BYTES)
		return -EFBIG;
	/* One more than it is long: a file of the kernel's is longer than it says. */
	bytes = malloc(IMPORT_MAX_BYTES);
	if (!bytes)
		return -ENOMEM;
	while (n > 0 && size < IMPORT_MAX_BYTES) {
		n = read(fd, bytes + size, IMPORT_MAX_BYTES - size);
		if (n < 0)
			return -errno;
		size += (size_t)n;
	}
	*ret_bytes = bytes;
	bytes = NULL;
	*ret_size = size;
	return 0;
}

/* name: the last part of path, which is below the folder `at`. */
static void read_file(struct folder *folder, int at, const char *path, const char *name)
{
	enum getcap_group group = getcap_group(name);
	_cleanup_free_ char *bytes = NULL, *error = NULL;
	struct arena *arena = &folder->getcap.report->arena;
	size_t size = 0;
	int r;

	if (folder->files[group]) {
		add_problem(folder, name,
			    arena_printf(arena, "left out: \"%s\" has been read as group %s",
					 folder->files[group], getcap_group_name(group)));
		return;
	}
	r = read_bytes(at, path, &bytes, &size);
	if (r < 0) {
		add_problem(folder, name,
			    r == -EFBIG ? "larger than what tpm2_getcap prints" : strerror(-r));
		return;
	}
	folder->files[group] = arena_strdup(arena, name);
	r = getcap_read(&folder->getcap, group, bytes, size, &error);
	if (r < 0)
		add_problem(folder, name, error ? error : strerror(-r));
	else
		folder->read++;
}

static int wanted(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return entry->d_name[0] != '.' && (n < 5 || strcmp(entry->d_name + n - 5, ".json") != 0) &&
	       getcap_group(entry->d_name) != GETCAP_NONE;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_folder(struct folder *folder, const char *path)
{
	_cleanup_close_ int at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent **entries;
	int n = at < 0 ? -1 : scandirat(at, ".", &entries, wanted, by_name);

	if (n < 0)
		return -errno;
	for (int i = 0; i < n; i++) {
		if (i < IMPORT_MAX_ENTRIES && entries[i]->d_type != DT_DIR)
			read_file(folder, at, entries[i]->d_name, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}

/* Nothing to show: why, in one line. */
static int fail(struct folder *folder, int r, char **ret_error)
{
	const struct list_fact *problems = &folder->getcap.report->problems;

	if (!r && problems->count) {
		*ret_error = strdup(*(const char *const *)problems->items);
		r = -EBADMSG;
	}
	report_free(folder->getcap.report);
	return r ? r : -ENODATA;
}

int import_getcap(const char *path, struct report **ret_report, char **ret_error)
{
	struct folder folder = { .getcap = { .report = report_new() } };
	const char *slash = strrchr(path, '/');
	struct stat st;
	int r = 0;

	*ret_error = NULL;
	folder.getcap.tpm = report_add_tpm(folder.getcap.report);
	if (stat(path, &st) < 0)
		r = -errno;
	else if (S_ISDIR(st.st_mode))
		r = read_folder(&folder, path);
	else
		read_file(&folder, AT_FDCWD, path, slash ? slash + 1 : path);
	if (r < 0 || !folder.read)
		return fail(&folder, r, ret_error);
	getcap_end(&folder.getcap);
	*ret_report = folder.getcap.report;
	return 0;
}
