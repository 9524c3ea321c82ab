/* SPDX-License-Identifier: BSD-2-Clause */
/* A volume's header, or a file's, as bindings. */
#include "read-volume.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "read-binding.h"

enum { FILE_MAX = 1 << 20 };

/* A block device or a regular file; nothing else is opened. */
static int open_found(int path_fd)
{
	char name[64];
	struct stat st;
	int fd;

	if (fstat(path_fd, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!S_ISBLK(st.st_mode) && !S_ISREG(st.st_mode))
		return -EINVAL;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", path_fd);
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	return fd < 0 ? -errno : fd;
}

/* Below a prefix a file stands for the device of its name. A relative path is the caller's. */
static int open_volume(const struct root *root, const char *path)
{
	_cleanup_close_ int fd = -1;

	if (*path != '/') {
		fd = open(path, O_PATH | O_CLOEXEC);
		fd = fd < 0 ? -errno : fd;
	} else if (root->is_prefix) {
		return root_open_file(root, path);
	} else {
		fd = root_open_path(root, path, 0);
	}
	return fd < 0 ? fd : open_found(fd);
}

/* What of the header's bindings a TPM has a part in. */
static void keep_tpm_bindings(struct volume_contents *contents)
{
	size_t kept = 0;

	for (size_t i = 0; i < contents->n_bindings; i++)
		if (binding_wants_tpm(&contents->bindings[i]))
			contents->bindings[kept++] = contents->bindings[i];
	contents->n_bindings = kept;
}

static const char *header_fault(struct arena *arena, const struct luks_header *header)
{
	const struct luks_copy *copies = header->copies;

	if (!copies[1].fault)
		return copies[0].fault ? copies[0].fault : "the LUKS header is damaged";
	return arena_printf(arena, "both copies of the LUKS header are damaged: %s; %s",
			    copies[0].fault ? copies[0].fault : "not found", copies[1].fault);
}

static void read_file(struct arena *arena, int fd, struct volume_contents *contents)
{
	_cleanup_free_ char *text = NULL;
	ssize_t n = root_read_fd(fd, FILE_MAX, &text);
	char *copy;

	if (n < 0) {
		contents->error = (int)n;
		return;
	}
	/* The binding points into it. */
	copy = arena_alloc(arena, (size_t)n + 1);
	memcpy(copy, text, (size_t)n);
	contents->bindings = binding_of_file(arena, copy, (size_t)n);
	contents->n_bindings = contents->bindings ? 1 : 0;
	contents->error = contents->bindings ? 0 : -ENOMSG;
	if (!contents->bindings)
		contents->fault = contents->source.header
					  ? "there is no LUKS header in it"
					  : "it is neither a LUKS volume nor a sealed key";
}

static void read_luks(struct arena *arena, int fd, const struct volume_sources *sources,
		      struct volume_contents *contents)
{
	struct luks_header *header = NULL;
	struct stat st;

	if (fstat(fd, &st) < 0) {
		contents->error = -errno;
		return;
	}
	if (S_ISREG(st.st_mode) && st.st_mtim.tv_sec > 0)
		contents->written_ms =
			(uint64_t)st.st_mtim.tv_sec * 1000 + (uint64_t)st.st_mtim.tv_nsec / 1000000;
	contents->error = luks_read(fd, arena, &header);
	if (contents->error == -ENOMSG && S_ISREG(st.st_mode)) {
		read_file(arena, fd, contents);
		return;
	}
	if (contents->error == -ENOMSG)
		contents->fault = "there is no LUKS header on it: is the header detached (--header "
				  "FILE)?";
	if (contents->error == -EBADMSG && header)
		contents->fault = header_fault(arena, header);
	if (contents->error)
		return;
	contents->header = header;
	if (*header->uuid)
		volume_identify(sources, header->uuid, &contents->source);
	contents->n_bindings = bindings_of_luks(arena, header, &contents->bindings);
	keep_tpm_bindings(contents);
}

void volume_read(struct arena *arena, const struct root *root, const struct volume_sources *sources,
		 const struct volume_source *source, struct volume_contents *contents)
{
	_cleanup_close_ int fd = -1;
	const char *path = source->header ? source->header : source->path;

	*contents = (struct volume_contents){ .source = *source };
	fd = path ? open_volume(root, path) : -ENOENT;
	if (fd < 0) {
		contents->error = fd;
		return;
	}
	read_luks(arena, fd, sources, contents);
}
