/* SPDX-License-Identifier: BSD-2-Clause */
/* The module that finds the kernel's resource manager by itself. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "binding.h"
#include "conf.h"
#include "tpmsysfs.h"

TSS2_RC Tss2_Tcti_Tpmrm_Init(TSS2_TCTI_CONTEXT *tctiContext, size_t *size, const char *conf);
const TSS2_TCTI_INFO *Tss2_Tcti_Info(void);

/* Collects why each candidate was refused. */
struct tried {
	char text[CHARDEV_ERROR_MAX];
	size_t used;
	int r;
};

static int try_node(struct chardev *dev, const struct tpmsysfs_tpm *tpm, struct tried *tried)
{
	char why[CHARDEV_ERROR_MAX];
	int r;

	if (tpm->rm && tpm->rm->devnode) {
		r = chardev_open(dev, tpm->rm->devnode);
		if (r >= 0)
			return r;
		snprintf(why, sizeof(why), "%s", dev->error);
	} else {
		r = -ENODEV;
		snprintf(why, sizeof(why), "%s: no resource manager node%s",
			 tpm->name ? tpm->name : "tpm",
			 tpm->rm ? " in /dev" : " (TPM 1.2, firmware upgrade, kernel before 4.12)");
	}
	if (tried->used < sizeof(tried->text))
		tried->used += (size_t)snprintf(tried->text + tried->used,
						sizeof(tried->text) - tried->used, "%s%s",
						tried->used ? "; " : "", why);
	tried->r = r;
	return r;
}

/* The platform's own TPMs ahead of virtual ones, then by number, as the list is ordered. */
static int open_first(struct chardev *dev, const struct tpmsysfs_list *list)
{
	struct tried tried = { .r = -ENOENT };

	for (int virtual = 0; virtual < 2; virtual ++) {
		for (size_t i = 0; i < list->count; i++) {
			if ((list->tpms[i]->parent == NULL) == (virtual == 1) &&
			    try_node(dev, list->tpms[i], &tried) >= 0)
				return 0;
		}
	}
	snprintf(dev->error, sizeof(dev->error), "%s",
		 tried.used ? tried.text
			    : "this machine has no TPM: /sys/class/tpm and /dev show none");
	return tried.r;
}

static int open_named(struct chardev *dev, struct tpmsysfs *ctx, const struct tpmsysfs_list *list,
		      const char *selector)
{
	struct tried tried = { .r = -ENODEV };
	const struct tpmsysfs_tpm *tpm;
	enum tpmsysfs_class class;
	int r = tpmsysfs_find(ctx, list, selector, &tpm, &class);

	if (r < 0) {
		snprintf(dev->error, sizeof(dev->error), "%s: %s", selector,
			 r == -ENOTUNIQ ? "several TPMs have this parent" : "no such TPM");
		return r;
	}
	r = try_node(dev, tpm, &tried);
	if (r < 0)
		snprintf(dev->error, sizeof(dev->error), "%s", tried.text);
	return r;
}

static int discover(struct chardev *dev, const char *selector)
{
	struct tpmsysfs_list *list;
	struct tpmsysfs *ctx;
	int r = tpmsysfs_new(NULL, &ctx);

	if (r < 0)
		return r;
	r = tpmsysfs_enumerate(ctx, &list);
	if (r >= 0) {
		r = *selector ? open_named(dev, ctx, list, selector) : open_first(dev, list);
		tpmsysfs_list_free(list);
	}
	tpmsysfs_free(ctx);
	return r;
}

static int tpmrm_open(struct chardev *dev, const char *text)
{
	struct conf conf;
	int r = conf_parse(text, &conf, dev->error, sizeof(dev->error));

	if (r < 0)
		return -EINVAL;
	if (conf.fd >= 0)
		return chardev_adopt(dev, conf.fd);
	/* A path is a promise: this node, whatever it is called and whatever others there are. */
	if (conf.selector[0] == '/')
		return chardev_open(dev, conf.selector);
	return discover(dev, conf.selector);
}

static const struct tcti_policy tpmrm_policy = {
	.magic = 0x35b8e1c7f2064d9aULL,
	.open = tpmrm_open,
};

BINDING_EXPORT TSS2_RC Tss2_Tcti_Tpmrm_Init(TSS2_TCTI_CONTEXT *tctiContext, size_t *size,
					    const char *conf)
{
	return binding_init(&tpmrm_policy, tctiContext, size, conf);
}

BINDING_EXPORT const TSS2_TCTI_INFO *Tss2_Tcti_Info(void)
{
	static const TSS2_TCTI_INFO info = {
		.version = 2,
		.name = "tcti-tpmrm",
		.description = "TCTI module for the Linux kernel's TPM resource manager, found "
			       "through udev (tpm-probe).",
		.config_help = "Nothing, tpm1, tpmrm1, /dev/anything, parent=MSFT0101:00 or fd=N.",
		.init = Tss2_Tcti_Tpmrm_Init,
	};

	return &info;
}
