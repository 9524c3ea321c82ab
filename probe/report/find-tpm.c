/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM, and which node, of a report is meant. */
#include "find-tpm.h"

#include <errno.h>
#include <stdlib.h>

#include "connection.h"
#include "device.h"

struct tpm_report *report_preferred_tpm(const struct report *report, size_t nth)
{
	for (int is_virtual = 0; is_virtual <= 1; is_virtual++)
		for (size_t i = 0; i < report_count_tpms(report); i++) {
			struct tpm_report *tpm = report_tpm(report, i);

			if (fact_known(&tpm->device->parent_path.fact) != is_virtual && !nth--)
				return tpm;
		}
	return NULL;
}

const struct node *report_find_node(const struct report *report, const char *path,
				    struct tpm_report **ret_tpm)
{
	for (size_t t = 0; t < report_count_tpms(report); t++) {
		struct tpm_report *tpm = report_tpm(report, t);
		const struct node *nodes = tpm->nodes.items;

		for (size_t i = 0; i < tpm->nodes.count; i++) {
			if (!text_is(&nodes[i].path, path) && !list_has(&nodes[i].links, path))
				continue;
			if (ret_tpm)
				*ret_tpm = tpm;
			return &nodes[i];
		}
	}
	return NULL;
}

bool report_is_raw_node(const struct report *report, const char *path)
{
	const struct node *node = report_find_node(report, path, NULL);

	if (node)
		return text_is(&node->class_name, "tpm");
	return (!strncmp(path, "/dev/tpm", 8) || !strncmp(path, "/dev/tcm", 8)) && path[8] >= '0' &&
	       path[8] <= '9';
}

static int find_by_parent(const struct report *report, const char *text,
			  struct tpm_report **ret_tpm)
{
	struct tpm_report *match = NULL;

	for (size_t i = 0; i < report_count_tpms(report); i++) {
		struct tpm_report *tpm = report_tpm(report, i);
		const struct device *device = tpm->device;

		if (!text_is(&device->parent_path, text) && !text_is(&device->parent, text) &&
		    !text_is(&device->acpi_hid, text) && !text_is(&device->acpi_path, text) &&
		    !text_is(&device->of_node, text))
			continue;
		if (match)
			return -ENOTUNIQ;
		match = tpm;
	}
	if (!match)
		return -ENODEV;
	*ret_tpm = match;
	return 0;
}

static bool has_number(const struct tpm_report *tpm, const char *digits)
{
	const char *name = text_of(&tpm->name, "");
	size_t n = strcspn(name, "0123456789");

	return name[n] && strtoul(name + n, NULL, 10) == strtoul(digits, NULL, 10);
}

static int find_by_name(const struct report *report, const char *name, struct tpm_report **ret_tpm,
			const struct node **ret_node)
{
	size_t digits = strspn(name, "0123456789");
	bool is_number = digits && digits < 10 && !name[digits];

	for (size_t i = 0; i < report_count_tpms(report); i++) {
		struct tpm_report *tpm = report_tpm(report, i);
		const struct node *rm = tpm_report_node(tpm, "tpmrm");
		bool is_rm = rm && text_is(&rm->name, name);

		if (!is_rm && !(is_number ? has_number(tpm, name) : text_is(&tpm->name, name)))
			continue;
		*ret_tpm = tpm;
		*ret_node = is_rm ? rm : NULL;
		return 0;
	}
	return -ENODEV;
}

int report_find_tpm(const struct report *report, const char *word, struct tpm_report **ret_tpm,
		    const struct node **ret_node)
{
	static const char parent[] = "parent=";

	*ret_node = NULL;
	for (size_t i = 0; i < report_count_tpms(report); i++)
		if (text_is(&report_tpm(report, i)->connection->tcti, word)) {
			*ret_tpm = report_tpm(report, i);
			return 0;
		}
	if (!strncmp(word, parent, sizeof(parent) - 1))
		return find_by_parent(report, word + sizeof(parent) - 1, ret_tpm);
	if (!strchr(word, '/'))
		return find_by_name(report, word, ret_tpm, ret_node);
	*ret_node = report_find_node(report, word, ret_tpm);
	return *ret_node ? 0 : -ENODEV;
}

void report_keep_tpms(struct report *report, struct tpm_report *tpms, size_t count)
{
	report->tpms = (struct list_fact){
		.fact.presence = PRESENCE_PRESENT, .items = tpms, .count = count, .capacity = count
	};
}
