/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM module tpmrm means. */
#include "open-tpmrm.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "availability.h"
#include "candidates.h"
#include "tpmsysfs.h"

static void try_tpm(struct tcti_candidates *candidates, const struct tpmsysfs_tpm *tpm)
{
	char why[160];

	if (!candidates->r)
		return;
	if (tpm->rm && tpm->rm->devnode) {
		tcti_candidates_open(candidates, tpm->rm->devnode);
		return;
	}
	if (tpm->rm)
		snprintf(why, sizeof(why),
			 "%s: in sysfs, but udev or the container provides no node", tpm->rm->name);
	else
		snprintf(why, sizeof(why),
			 "%s: no resource manager's node: a TPM 1.2, a TPM in firmware upgrade, or "
			 "a kernel before 4.12",
			 tpm->name);
	tcti_candidates_refuse(candidates, tpm->rm ? -ENOENT : -ENXIO, why);
}

/* The usual machine: the node that sysfs names has the name that the kernel gave it. */
static bool open_usual(struct tcti_chardev *dev)
{
	char name[32], opened[32], path[64];
	struct stat st;

	if (tpmsysfs_preferred_rm(NULL, name) < 0)
		return false;
	stpcpy(stpcpy(path, "/dev/"), name);
	if (tcti_chardev_open(dev, path) < 0)
		return false;
	if (fstat(dev->fd, &st) == 0 && tpmsysfs_identify(NULL, st.st_rdev, opened) > 0 &&
	    !strcmp(name, opened))
		return true;
	tcti_chardev_close(dev);
	return false;
}

static int open_any(const struct tpmsysfs_list *list, struct tcti_chardev *dev)
{
	static const char *const usual[] = { "/dev/tpmrm0", "/dev/tcmrm0" };
	struct tcti_candidates candidates;

	tcti_candidates_init(&candidates, dev);
	for (size_t i = 0; i < list->count; i++)
		try_tpm(&candidates, tpmsysfs_preferred(list, i));
	/* A container may have the node of any TPM under the usual name. */
	for (size_t i = 0; candidates.r == -ENOENT && i < sizeof(usual) / sizeof(usual[0]); i++) {
		if (!strstr(candidates.refused.text, usual[i]))
			tcti_candidates_open(&candidates, usual[i]);
	}
	return tcti_candidates_end(&candidates);
}

static int open_named(struct tpmsysfs *ctx, const struct tpmsysfs_list *list, const char *selector,
		      struct tcti_chardev *dev)
{
	const struct tpmsysfs_tpm *tpm;
	enum tpmsysfs_class class;
	struct tcti_candidates candidates;
	int r;

	r = tpmsysfs_find(ctx, list, selector, &tpm, &class);
	if (r == -ENOTUNIQ)
		return tcti_error_set(&dev->error, r, "%s: several TPMs have this parent; name one",
				      selector);
	if (r < 0) {
		tcti_error_set(&dev->error, r, "%s: no such TPM; there %s", selector,
			       list->count == 0	  ? "is none"
			       : list->count == 1 ? "is"
						  : "are");
		for (size_t i = 0; i < list->count; i++)
			tcti_error_add(&dev->error, "%s %s", i ? "," : "", list->tpms[i]->name);
		return r;
	}
	tcti_candidates_init(&candidates, dev);
	try_tpm(&candidates, tpm);
	return tcti_candidates_end(&candidates);
}

static int open_selected(const struct tcti_conf *conf, struct tcti_chardev *dev)
{
	struct tpmsysfs_list *list;
	struct tpmsysfs *ctx;
	int r;

	if (conf->select == TCTI_SELECT_FD)
		return tcti_chardev_adopt(dev, conf->fd);
	if (conf->select == TCTI_SELECT_PATH)
		return tcti_chardev_open(dev, conf->selector);
	if (conf->select == TCTI_SELECT_NONE && open_usual(dev))
		return 0;

	r = tpmsysfs_new(NULL, &ctx);
	if (r < 0)
		return tcti_error_set(&dev->error, r, "cannot look for TPMs: %s", strerror(-r));
	r = tpmsysfs_enumerate(ctx, &list);
	if (r < 0) {
		tcti_error_set(&dev->error, r, "cannot look for TPMs: %s", strerror(-r));
		goto free_ctx;
	}
	if (conf->select == TCTI_SELECT_NONE)
		r = open_any(list, dev);
	else
		r = open_named(ctx, list, conf->selector, dev);
	tpmsysfs_list_free(list);
free_ctx:
	tpmsysfs_free(ctx);
	return r;
}

int tcti_open_tpmrm(const struct tcti_conf *conf, struct tcti_chardev *dev)
{
	struct tcti_availability *availability = NULL;
	int r = 0;

	if (conf->wait_ms || conf->busy_ms)
		r = tcti_availability_new(conf, &availability);
	if (r < 0)
		return tcti_error_set(&dev->error, r, "cannot watch for TPMs: %s", strerror(-r));
	do
		r = open_selected(conf, dev);
	while (r < 0 && availability && tcti_availability_wait(availability, r));
	tcti_availability_free(availability);
	return r;
}
