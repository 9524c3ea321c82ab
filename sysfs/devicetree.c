/* SPDX-License-Identifier: BSD-2-Clause */
/* A TPM in the device tree: a node whose `compatible` names one. */
#include "devicetree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "root.h"

#define BASE	  "/sys/firmware/devicetree/base"
#define DEPTH_MAX 12
#define NODES_MAX 8192

/*
 * No pattern instead of a list: "fsl,imx7ulp-tpm" is a timer. Devicetree bindings of the kernel,
 * directory tpm/, and match tables of drivers/char/tpm.
 */
static const char *const compatibles[] = {
	"IBM,vtpm",
	"IBM,vtpm20",
	"atmel,at97sc3204t",
	"atmel,attpm20p",
	"google,cr50",
	"ibm,vtpm",
	"ibm,vtpm20",
	"infineon,slb9635tt",
	"infineon,slb9645tt",
	"infineon,slb9670",
	"infineon,slb9672",
	"infineon,slb9673",
	"infineon,tpm_i2c_infineon",
	"linux,ftpm-tee",
	"microsoft,ftpm",
	"nuvoton,npct501",
	"nuvoton,npct601",
	"nuvoton,npct75x",
	"socionext,synquacer-tpm-mmio",
	"st,st33htpm-i2c",
	"st,st33htpm-spi",
	"st,st33ktpm2xi2c",
	"st,st33tphf2ei2c",
	"st,st33tphf2espi",
	"st,st33zp24-i2c",
	"st,st33zp24-spi",
	"tcg,tpm-tis-i2c",
	"tcg,tpm-tis-mmio",
	"tcg,tpm_tis-spi",
	"winbond,wpct301",
};

const char *devicetree_match(const char *compatible, size_t size)
{
	while (size) {
		const char *end = memchr(compatible, '\0', size);
		size_t len;

		if (!end)
			return NULL;
		len = (size_t)(end - compatible);
		for (size_t i = 0; i < sizeof(compatibles) / sizeof(compatibles[0]); i++) {
			if (!strcmp(compatible, compatibles[i]))
				return compatibles[i];
		}
		compatible += len + 1;
		size -= len + 1;
	}
	return NULL;
}

static ssize_t read_property(const struct root *root, const char *node, const char *property,
			     char *buf, size_t size)
{
	char path[PATH_MAX];

	return path_join(path, node, property) < 0 ? -1 : root_read(root, path, buf, size);
}

static const char *match_node(const struct root *root, const char *node)
{
	char text[256];
	const char *match;
	ssize_t n = read_property(root, node, "compatible", text, sizeof(text));

	match = n > 0 ? devicetree_match(text, (size_t)n) : NULL;
	if (!match)
		return NULL;
	n = read_property(root, node, "status", text, sizeof(text));
	if (n > 0 && strncmp(text, "ok", 2) != 0)
		return NULL;
	return match;
}

static bool is_dir(DIR *dir, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	return !fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode);
}

static int walk(const struct root *root, const char *node, unsigned int depth, unsigned int *n_seen,
		char **ret_path, char **ret_compatible)
{
	const char *match = match_node(root, node);
	struct dirent *entry;
	DIR *dir;
	int r = 0;

	if (match) {
		*ret_path = strdup(node + strlen(BASE));
		*ret_compatible = strdup(match);
		return *ret_path && *ret_compatible ? 0 : -ENOMEM;
	}
	if (!depth || root_opendir(root, node, &dir) < 0)
		return 0;
	while (r >= 0 && !*ret_path && *n_seen < NODES_MAX && (entry = readdir(dir))) {
		char child[PATH_MAX];

		/* Properties are files; links would lead in circles. */
		if (entry->d_name[0] == '.' || path_join(child, node, entry->d_name) < 0 ||
		    !is_dir(dir, entry))
			continue;
		(*n_seen)++;
		r = walk(root, child, depth - 1, n_seen, ret_path, ret_compatible);
	}
	closedir(dir);
	return r;
}

int devicetree_find(const struct root *root, char **ret_path, char **ret_compatible)
{
	char *path = NULL, *compatible = NULL;
	unsigned int n_seen = 0;
	int r = walk(root, BASE, DEPTH_MAX, &n_seen, &path, &compatible);

	if (r < 0) {
		free(path);
		free(compatible);
		return r;
	}
	*ret_path = path;
	*ret_compatible = compatible;
	return 0;
}
