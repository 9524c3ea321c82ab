/* SPDX-License-Identifier: BSD-2-Clause */
/* tpm2-pcr-signature.json and pcrlock.json. */
#include "policy-files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "configured.h"
#include "pe-section.h"

enum { FILE_MAX = 4 << 20 };

static const char *const signature_paths[] = { "/etc/systemd/tpm2-pcr-signature.json",
					       "/run/systemd/tpm2-pcr-signature.json",
					       "/usr/local/lib/systemd/tpm2-pcr-signature.json",
					       "/usr/lib/systemd/tpm2-pcr-signature.json", NULL };
static const char *const pcrlock_paths[] = { "/run/systemd/pcrlock.json",
					     "/var/lib/systemd/pcrlock.json", NULL };

/* The signatures in a unified kernel image. -ENODATA: it has none, or is none. */
static ssize_t read_image(int fd, char **ret_text)
{
	_cleanup_free_ uint8_t *headers = malloc(PE_HEADERS_MAX);
	ssize_t n = headers ? pread(fd, headers, PE_HEADERS_MAX, 0) : -1;
	uint64_t offset, size;
	char *text;

	if (n < 0)
		return headers ? -errno : -ENOMEM;
	if (!pe_section(headers, (size_t)n, ".pcrsig", &offset, &size))
		return -ENODATA;
	if (size > FILE_MAX)
		return -EFBIG;
	text = malloc(size + 1);
	if (!text)
		return -ENOMEM;
	n = pread(fd, text, size, (off_t)offset);
	if (n < 0) {
		free(text);
		return -errno;
	}
	text[n] = '\0';
	*ret_text = text;
	return n;
}

/* What was named is the caller's; the rest is of the examined machine. Returns its size or -errno. */
static ssize_t read_named(const char *path, char **ret_text)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	n = read_image(fd, ret_text);
	return n == -ENODATA ? root_read_fd(fd, FILE_MAX, ret_text) : n;
}

static ssize_t find_file(struct unlock_context *context, const struct root *root, const char *named,
			 const char *configured, const char *const *paths, struct policy_file *file,
			 char **ret_text)
{
	const char *const own[] = { configured, NULL };
	ssize_t n = -ENOENT;

	*file = (struct policy_file){ .path = named };
	if (named)
		n = read_named(named, ret_text);
	else
		for (paths = configured ? own : paths; *paths && n == -ENOENT; paths++) {
			n = root_read_all(root, *paths, FILE_MAX, ret_text);
			file->path = n == -ENOENT ? configured : *paths;
		}
	if (file->path)
		file->path = arena_clean(&context->report->arena, file->path, strlen(file->path));
	if (n < 0)
		file->fault = strerror((int)-n);
	return n;
}

static const char *option_path(struct unlock_context *context, const struct volume_source *source,
			       const char *name)
{
	const char *path = configured_option(&context->report->arena,
					     source->options ? source->options : "", name);

	return path && *path == '/' ? path : NULL;
}

void policy_files_read(struct unlock_context *context, const struct root *root,
		       const struct volume_source *source, const char *signature,
		       const char *pcrlock)
{
	_cleanup_free_ char *signature_text = NULL, *pcrlock_text = NULL;
	struct arena *arena = &context->report->arena;
	struct signature_file *signatures = NULL;
	struct pcrlock_policy *policy = NULL;
	ssize_t n;

	n = find_file(context, root, signature, option_path(context, source, "tpm2-signature"),
		      signature_paths, &context->signature_file, &signature_text);
	if (n >= 0)
		signature_file_read(arena, signature_text, (size_t)n, &signatures,
				    &context->signature_file.fault);
	context->signature = signatures;
	n = find_file(context, root, pcrlock, option_path(context, source, "tpm2-pcrlock"),
		      pcrlock_paths, &context->pcrlock_file, &pcrlock_text);
	if (n >= 0)
		pcrlock_read(arena, pcrlock_text, (size_t)n, &policy, &context->pcrlock_file.fault);
	context->pcrlock = policy;
}
