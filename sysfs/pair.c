/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which tpmN and tpmrmN are one TPM: those with the same parent device. A virtual TPM has no parent
 * and is known by its number alone.
 */

#include "pair.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kernel-node.h"
#include "node-name.h"

static void tpm_free(struct tpmsysfs_tpm *tpm)
{
	if (!tpm)
		return;
	free(tpm->name);
	free(tpm->parent);
	node_free(tpm->raw);
	node_free(tpm->rm);
	free(tpm);
}

void tpmsysfs_list_free(struct tpmsysfs_list *list)
{
	if (!list)
		return;
	for (size_t i = 0; i < list->count; i++)
		tpm_free(list->tpms[i]);
	free(list->tpms);
	free(list);
}

static unsigned int node_number(const struct tpmsysfs_node *node)
{
	unsigned int number = 0;

	name_parse(node->name, &number);
	return number;
}

/* 0: no pair; more: the better one. */
static int fit(const struct tpmsysfs_tpm *tpm, const struct tpmsysfs_node *rm, const char *parent)
{
	bool same_number = tpm->number == node_number(rm) && !strncmp(tpm->name, rm->name, 3);

	if (tpm->rm || !tpm->raw)
		return 0;
	if (tpm->parent && parent)
		return strcmp(tpm->parent, parent) ? 0 : 1 + same_number;
	return !tpm->parent && !parent && same_number;
}

static int add_tpm(struct tpmsysfs_list *list, struct tpmsysfs_node *node, const char *parent)
{
	struct tpmsysfs_tpm *tpm = calloc(1, sizeof(*tpm));

	if (!tpm)
		return -ENOMEM;
	tpm->number = node_number(node);
	tpm->name = strdup(node->name);
	tpm->parent = parent ? strdup(parent) : NULL;
	if (!tpm->name || (parent && !tpm->parent)) {
		tpm_free(tpm);
		return -ENOMEM;
	}
	if (node->class == TPMSYSFS_CLASS_RAW) {
		tpm->raw = node;
	} else {
		tpm->rm = node;
		/* "tpmrm0" -> "tpm0" */
		memmove(tpm->name + 3, tpm->name + 5, strlen(tpm->name + 5) + 1);
	}
	list->tpms[list->count++] = tpm;
	return 0;
}

static int compare_tpms(const void *a, const void *b)
{
	const struct tpmsysfs_tpm *x = *(struct tpmsysfs_tpm *const *)a;
	const struct tpmsysfs_tpm *y = *(struct tpmsysfs_tpm *const *)b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	/* "tpm0" before "tcm0" */
	return -strcmp(x->name, y->name);
}

int pair_nodes(struct tpmsysfs_node *const *nodes, char *const *parents, size_t count,
	       struct tpmsysfs_list *list)
{
	int r = 0;

	list->count = 0;
	list->tpms = calloc(count ? count : 1, sizeof(struct tpmsysfs_tpm *));
	if (!list->tpms)
		return -ENOMEM;
	for (size_t i = 0; r >= 0 && i < count; i++) {
		if (nodes[i]->class == TPMSYSFS_CLASS_RAW)
			r = add_tpm(list, nodes[i], parents[i]);
	}
	/* Numbers decide only between several TPMs of one parent, hence the best fits go first. */
	for (int wanted = 2; r >= 0 && wanted >= 0; wanted--) {
		for (size_t i = 0; r >= 0 && i < count; i++) {
			bool paired = nodes[i]->class != TPMSYSFS_CLASS_RM;

			for (size_t k = 0; k < list->count && !paired; k++)
				paired = list->tpms[k]->rm == nodes[i];
			for (size_t k = 0; k < list->count && !paired && wanted; k++) {
				paired = fit(list->tpms[k], nodes[i], parents[i]) == wanted;
				if (paired)
					list->tpms[k]->rm = nodes[i];
			}
			if (!paired && !wanted)
				r = add_tpm(list, nodes[i], parents[i]);
		}
	}
	if (r < 0) {
		/* The nodes stay the caller's. */
		for (size_t i = 0; i < list->count; i++) {
			list->tpms[i]->raw = list->tpms[i]->rm = NULL;
			tpm_free(list->tpms[i]);
		}
		free(list->tpms);
		list->tpms = NULL;
		list->count = 0;
		return r;
	}
	qsort(list->tpms, list->count, sizeof(struct tpmsysfs_tpm *), compare_tpms);
	return 0;
}
