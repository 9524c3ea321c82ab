/* SPDX-License-Identifier: BSD-2-Clause */
/* Trees for the tests of sysfs/: those of tests/data/sysroot and ones made in temporary folders. */
#ifndef TESTS_SYSROOT_H
#define TESTS_SYSROOT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "context.h"
#include "root.h"
#include "tpmsysfs.h"

#define TREES "tests/data/sysroot/"

static inline struct root open_root(const char *prefix)
{
	struct root root;

	assert_int_equal(root_open(&root, prefix), 0);
	return root;
}

struct tree {
	struct tpmsysfs *ctx;
	struct tpmsysfs_list *list;
};

static inline void tree_open(struct tree *t, const char *root)
{
	assert_int_equal(tpmsysfs_new(root, &t->ctx), 0);
	assert_int_equal(tpmsysfs_enumerate(t->ctx, &t->list), 0);
}

static inline void tree_close(struct tree *t)
{
	tpmsysfs_list_free(t->list);
	tpmsysfs_free(t->ctx);
}

static inline void temp_root(char path[40])
{
	strcpy(path, "/tmp/tpm-probe-sysroot-XXXXXX");
	assert_non_null(mkdtemp(path));
}

static inline int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void remove_root(const char *path)
{
	assert_int_equal(nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

/* ROOT/PATH with the folders before it. */
static inline char *in_root(const char *root, const char *path)
{
	static char full[PATH_MAX];

	snprintf(full, sizeof(full), "%s%s", root, path);
	for (char *p = full + strlen(root) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		assert_true(mkdir(full, 0755) == 0 || errno == EEXIST);
		*p = '/';
	}
	return full;
}

static inline void put_bytes(const char *root, const char *path, const void *data, size_t size)
{
	FILE *f = fopen(in_root(root, path), "we");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, size, f), size);
	assert_int_equal(fclose(f), 0);
}

static inline void put_file(const char *root, const char *path, const char *text)
{
	put_bytes(root, path, text, strlen(text));
}

static inline void put_link(const char *root, const char *path, const char *target)
{
	assert_int_equal(symlink(target, in_root(root, path)), 0);
}

static inline void put_dir(const char *root, const char *path)
{
	assert_int_equal(mkdir(in_root(root, path), 0755), 0);
}

/* A class entry without a parent, as tpm_vtpm_proxy makes it. */
static inline void put_node(const char *root, const char *class, const char *name, const char *dev)
{
	char path[256], target[256];

	snprintf(path, sizeof(path), "/sys/devices/virtual/%s/%s/dev", class, name);
	put_file(root, path, dev);
	snprintf(path, sizeof(path), "/sys/class/%s/%s", class, name);
	snprintf(target, sizeof(target), "../../devices/virtual/%s/%s", class, name);
	put_link(root, path, target);
}

#endif
