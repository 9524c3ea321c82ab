/* SPDX-License-Identifier: BSD-2-Clause */
/* What sysfs, udev and the firmware tell of this machine's TPMs, put into the report. */
#include "collect-sysfs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "capabilities.h"
#include "cleanup.h"
#include "device.h"
#include "names.h"

/* sysfs texts come from firmware and drivers: cleaned. NULL means that there is none. */
static void set_text(struct report *report, struct text_fact *fact, const char *text)
{
	if (text)
		fact_set_bytes(report, fact, text, strlen(text));
	else
		fact->fact = FACT_ABSENT;
}

static void set_texts(struct report *report, struct list_fact *list, char *const *texts)
{
	list->fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; texts[i]; i++)
		*(const char **)list_append(&report->arena, list, sizeof(char *)) =
			arena_clean(&report->arena, texts[i], strlen(texts[i]));
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What udev keeps as a set it tells in any order: sorted, one state of a TPM is one report. */
static const char *sort_words(struct report *report, const char *text, size_t name_size)
{
	char *copy = arena_strdup(&report->arena, text), *rest = copy + name_size, *word;
	const char *sorted = arena_strndup(&report->arena, text, name_size);
	const char *words[64] = { 0 };
	size_t n = 0;

	while ((word = strsep(&rest, " "))) {
		if (n == sizeof(words) / sizeof(words[0]))
			return text;
		words[n++] = word;
	}
	qsort(words, n, sizeof(words[0]), compare_texts);
	for (size_t i = 0; i < n; i++)
		sorted = arena_printf(&report->arena, "%s%s%s", sorted, i ? " " : "", words[i]);
	return sorted;
}

static void set_properties(struct report *report, struct list_fact *list, char *const *texts)
{
	const char **items;

	set_texts(report, list, texts);
	items = list->items;
	for (size_t i = 0; i < list->count; i++)
		if (!strncmp(items[i], "DEVLINKS=", 9))
			items[i] = sort_words(report, items[i], 9);
}

static void set_attribute(struct report *report, struct text_fact *fact, struct tpmsysfs *ctx,
			  const struct tpmsysfs_node *node, const char *attribute)
{
	char buf[4096];
	ssize_t n = tpmsysfs_read_attribute(ctx, node, attribute, buf, sizeof(buf));

	if (n < 0)
		fact->fact = fact_errno((int)-n);
	else
		fact_set_bytes(report, fact, buf, (size_t)n);
}

static void set_access(struct report *report, struct node *node,
		       const struct tpmsysfs_access *access)
{
	static const enum node_access states[] = {
		[TPMSYSFS_ACCESS_OK] = ACCESS_OK,
		[TPMSYSFS_ACCESS_NO_NODE] = ACCESS_NO_NODE,
		[TPMSYSFS_ACCESS_DENIED] = ACCESS_DENIED,
		[TPMSYSFS_ACCESS_DENIED_LSM] = ACCESS_DENIED_LSM,
	};
	const char *remedy = NULL;

	fact_set_state(&node->access, &node_access_words, states[access->verdict]);
	switch (access->verdict) {
	case TPMSYSFS_ACCESS_OK:
		break;
	case TPMSYSFS_ACCESS_NO_NODE:
		remedy = "the kernel has the device but /dev has no node: is devtmpfs mounted and "
			 "udev running? In a container, pass the device in (--device)";
		break;
	case TPMSYSFS_ACCESS_DENIED_LSM:
		remedy =
			"mode and owner allow it, the kernel still refuses: see SELinux or AppArmor "
			"denials in the log, the cgroup's device policy (DeviceAllow=) and whether "
			"the file system is mounted nodev";
		break;
	case TPMSYSFS_ACCESS_DENIED:
		if (access->group_may && access->gid && access->caller_in_group_db &&
		    !access->caller_in_group)
			remedy = arena_printf(&report->arena,
					      "the user is in group %s, but this login predates "
					      "that: log in again (or run newgrp %s)",
					      access->group, access->group);
		else if (access->group_to_join)
			remedy = arena_printf(
				&report->arena,
				"join group %s, then log in again: tpm-probe doctor --rule PRM-001 "
				"says how, and whether that helps on this machine",
				access->group);
		else if (!strcmp(node->class_name.value, "tpm"))
			remedy = "the raw node is for root and tpm2-abrmd: use the node of the "
				 "resource manager (/dev/tpmrm0)";
		else
			remedy = "the node's group may not use it either: install udev rules for "
				 "TPM nodes (tpm-udev, tpm2-tss or tpm-probe's), then run udevadm "
				 "control --reload && udevadm trigger --subsystem-match=tpmrm";
		break;
	}
	fact_set_text(report, &node->remedy, remedy);
	if (access->verdict == TPMSYSFS_ACCESS_NO_NODE)
		return;
	node->readable = FACT_NUMBER(access->readable);
	node->writable = FACT_NUMBER(access->writable);
	node->mode = FACT_NUMBER(access->mode & 07777);
	set_text(report, &node->owner, access->owner);
	set_text(report, &node->group, access->group);
	set_texts(report, &node->acl, access->acl);
}

static void collect_node(struct report *report, struct tpm_report *tpm_report, struct tpmsysfs *ctx,
			 const struct tpmsysfs_node *from)
{
	struct node *node;
	struct tpmsysfs_access access;
	int r;

	if (!from)
		return;
	node = list_append(&report->arena, &tpm_report->nodes, sizeof(*node));
	set_text(report, &node->name, from->name);
	fact_set_text(report, &node->class_name,
		      from->class == TPMSYSFS_CLASS_RM ? "tpmrm" : "tpm");
	set_text(report, &node->path, from->devnode);
	set_text(report, &node->sysfs_path, from->syspath);
	if (from->devnum) {
		node->major = FACT_NUMBER(major(from->devnum));
		node->minor = FACT_NUMBER(minor(from->devnum));
	}
	set_texts(report, &node->links, from->links);
	set_texts(report, &node->tags, from->tags);
	set_properties(report, &node->properties, from->properties);
	r = tpmsysfs_read_access(ctx, from, &access);
	if (r < 0) {
		node->access.fact = fact_errno(-r);
		return;
	}
	set_access(report, node, &access);
	tpmsysfs_access_clear(&access);
}

static enum tpm_kind kind_of(const struct tpmsysfs_tpm *tpm, const struct tpmsysfs_parent *parent)
{
	const char *driver = parent->driver ? parent->driver : "";

	if (!tpm->parent || !strcmp(driver, "tpm_vtpm_proxy") || !strcmp(driver, "vtpm_proxy") ||
	    !strcmp(driver, "tpm_ibmvtpm") || !strcmp(driver, "xen-tpmfront"))
		return TPM_KIND_VIRTUAL;
	if (!strncmp(driver, "tpm_ftpm", 8) || !strncmp(driver, "ftpm", 4))
		return TPM_KIND_FIRMWARE;
	if (!strncmp(driver, "tpm_tis_spi", 11) || !strncmp(driver, "tpm_tis_i2c", 11) ||
	    !strncmp(driver, "tpm_i2c", 7))
		return TPM_KIND_DISCRETE;
	/* tpm_tis and tpm_crb serve chips, firmware and emulators alike; the TPM itself may tell. */
	return TPM_KIND_UNKNOWN;
}

static void collect_device(struct report *report, struct tpm_report *tpm_report,
			   struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm)
{
	const struct tpmsysfs_node *node = tpm->raw ? tpm->raw : tpm->rm;
	struct device *device = tpm_report->device;
	struct tpmsysfs_parent parent;
	struct tpmsysfs_ppi ppi;
	_cleanup_free_ char *log = NULL;
	char buf[32];
	ssize_t n;
	int r;

	n = tpmsysfs_read_attribute(ctx, node, "tpm_version_major", buf, sizeof(buf));
	if (n == 1 && buf[0] >= '0' && buf[0] <= '9')
		device->version_major = FACT_NUMBER((uint64_t)(buf[0] - '0'));
	else
		device->version_major.fact = fact_errno(n < 0 ? (int)-n : EBADMSG);
	set_attribute(report, &device->null_name, ctx, node, "null_name");

	r = tpmsysfs_read_parent(ctx, tpm, &parent);
	if (r >= 0) {
		set_text(report, &device->driver, parent.driver);
		set_text(report, &device->bus, parent.bus);
		set_text(report, &device->parent, parent.name);
		set_text(report, &device->parent_path, tpm->parent);
		set_text(report, &device->modalias, parent.modalias);
		set_text(report, &device->acpi_hid, parent.acpi_hid);
		set_text(report, &device->acpi_path, parent.acpi_path);
		set_text(report, &device->description, parent.description);
		set_text(report, &device->of_node, parent.of_node);
		fact_set_state(&tpm_report->kind, &tpm_kind_words, kind_of(tpm, &parent));
		tpmsysfs_parent_clear(&parent);
	} else {
		device->driver.fact = fact_errno(-r);
	}
	r = tpmsysfs_read_ppi(ctx, tpm, &ppi);
	if (r >= 0) {
		set_text(report, &device->ppi_version, ppi.version);
		set_text(report, &device->ppi_request, ppi.request);
		set_text(report, &device->ppi_response, ppi.response);
		set_text(report, &device->ppi_transition_action, ppi.transition_action);
		tpmsysfs_ppi_clear(&ppi);
	} else {
		device->ppi_version.fact = fact_errno(-r);
	}
	r = tpmsysfs_find_event_log(ctx, tpm, &log);
	set_text(report, &device->event_log, log);
	if (log)
		device->event_log_readable = FACT_NUMBER(r == 0);
}

static void set_flag(struct number_fact *fact, int value)
{
	if (value < 0)
		fact->fact = FACT_ABSENT;
	else
		*fact = FACT_NUMBER((uint64_t)value);
}

static void set_times(struct report *report, struct list_fact *list, const long *times, size_t n)
{
	list->fact = FACT_ABSENT;
	for (size_t i = 0; i < n && times[i] >= 0; i++)
		*(uint64_t *)list_append(&report->arena, list, sizeof(uint64_t)) =
			(uint64_t)times[i];
}

static void collect_tpm12(struct report *report, struct tpm_report *tpm_report,
			  struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm)
{
	struct tpm12 *tpm12 = tpm_report->tpm12;
	struct tpmsysfs_tpm12 from;
	uint8_t manufacturer[4];
	char text[64];

	if (tpmsysfs_read_tpm12(ctx, tpm, &from) < 0)
		return;
	set_flag(&tpm12->enabled, from.enabled);
	set_flag(&tpm12->active, from.active);
	set_flag(&tpm12->owned, from.owned);
	set_flag(&tpm12->temp_deactivated, from.temp_deactivated);
	for (int i = 0; i < 4; i++)
		manufacturer[i] = (uint8_t)(from.manufacturer >> (24 - 8 * i));
	if (from.manufacturer)
		fact_set_bytes(report, &tpm12->manufacturer, manufacturer, sizeof(manufacturer));
	else
		tpm12->manufacturer.fact = FACT_ABSENT;
	snprintf(text, sizeof(text), "%u.%u", from.version_major, from.version_minor);
	fact_set_text(report, &tpm12->specification, from.version_major ? text : NULL);
	snprintf(text, sizeof(text), "%u.%u", from.firmware_major, from.firmware_minor);
	fact_set_text(report, &tpm12->firmware, from.version_major ? text : NULL);
	set_times(report, &tpm12->durations_us, from.durations_us, 3);
	set_times(report, &tpm12->timeouts_us, from.timeouts_us, 4);
}

static void set_table(struct enum_fact *fact, int r)
{
	fact_set_state(fact, &table_state_words,
		       r == 0	      ? TABLE_PRESENT
		       : r == -EACCES ? TABLE_UNREADABLE
				      : TABLE_MALFORMED);
	if (r == -ENOENT)
		*fact = (struct enum_fact){ .fact = FACT_ABSENT };
}

static void collect_firmware(struct report *report, struct tpmsysfs *ctx)
{
	struct firmware_tables *tables = report->firmware;
	struct tpmsysfs_firmware from;

	if (tpmsysfs_read_firmware(ctx, &from) < 0)
		return;
	set_table(&tables->acpi_tpm2, from.acpi_tpm2);
	set_table(&tables->acpi_tcpa, from.acpi_tcpa);
	if (from.acpi_tpm2 == 0)
		tables->start_method = FACT_NUMBER(from.start_method);
	set_text(report, &tables->of_path, from.of_path);
	set_text(report, &tables->of_compatible, from.of_compatible);
	tpmsysfs_firmware_clear(&from);
}

int collect_sysfs(struct report *report, struct tpmsysfs *ctx)
{
	struct tpmsysfs_list *list;
	int r;

	collect_firmware(report, ctx);
	r = tpmsysfs_enumerate(ctx, &list);
	if (r < 0) {
		report->tpms.fact = fact_errno(-r);
		return r;
	}
	report->tpms.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < list->count; i++) {
		struct tpm_report *tpm_report = report_add_tpm(report);

		if (!tpm_report)
			break;
		set_text(report, &tpm_report->name, list->tpms[i]->name);
		tpm_report->simulator = FACT_NUMBER(0);
		collect_node(report, tpm_report, ctx, list->tpms[i]->raw);
		collect_node(report, tpm_report, ctx, list->tpms[i]->rm);
		if (list->from_sysfs) {
			collect_device(report, tpm_report, ctx, list->tpms[i]);
			collect_tpm12(report, tpm_report, ctx, list->tpms[i]);
		}
	}
	tpmsysfs_list_free(list);
	return 0;
}

/* A name that only the node's number gives away: one made with mknod, a link of somebody's. */
static void add_link(struct report *report, struct node *node, const char *path)
{
	if (text_is(&node->path, path) || list_has(&node->links, path))
		return;
	*(const char **)list_append(&report->arena, &node->links, sizeof(char *)) =
		arena_clean(&report->arena, path, strlen(path));
}

int collect_find_tpm(struct report *report, struct tpmsysfs *ctx, const char *word,
		     struct tpm_report **ret_tpm, const struct node **ret_node)
{
	const struct tpmsysfs_tpm *tpm;
	struct tpmsysfs_list *list;
	enum tpmsysfs_class class;
	struct tpm_report *found = NULL;
	const struct node *node = NULL;
	int r = tpmsysfs_enumerate(ctx, &list);

	if (r < 0)
		return r;
	r = tpmsysfs_find(ctx, list, word, &tpm, &class);
	for (size_t i = 0; r >= 0 && !found && i < report_count_tpms(report); i++)
		if (text_is(&report_tpm(report, i)->name, tpm->name))
			found = report_tpm(report, i);
	tpmsysfs_list_free(list);
	if (r < 0 || !found)
		return r < 0 ? r : -ENODEV;
	if (class != TPMSYSFS_CLASS_NONE)
		node = tpm_report_node(found, class == TPMSYSFS_CLASS_RM ? "tpmrm" : "tpm");
	if (node && strchr(word, '/'))
		add_link(report, (struct node *)(uintptr_t)node, word);
	*ret_tpm = found;
	*ret_node = node;
	return 0;
}

static int append_banks(struct report *report, struct tpm_report *tpm_report, struct tpmsysfs *ctx,
			const struct tpmsysfs_tpm *tpm)
{
	_cleanup_free_ struct tpmsysfs_pcr_bank *banks = calloc(8, sizeof(*banks));
	int n = banks ? tpmsysfs_read_pcrs(ctx, tpm, banks, 8) : -ENOMEM;

	for (int b = 0; b < n; b++) {
		for (unsigned int i = 0; i < 24; i++) {
			struct pcr_value *pcr;

			if (!(banks[b].valid >> i & 1))
				continue;
			pcr = list_append(&report->arena, &tpm_report->pcr_values, sizeof(*pcr));
			set_text(report, &pcr->bank, banks[b].name);
			pcr->index = FACT_NUMBER(i);
			fact_set_text(report, &pcr->name, name_pcr(i));
			fact_set_text(report, &pcr->digest,
				      arena_hex(&report->arena, banks[b].values[i],
						banks[b].digest_size));
		}
	}
	return n;
}

/* The attribute `pcrs` of a TPM 1.2. Returns the number of values, or -errno. */
static int append_tpm12_pcrs(struct report *report, struct tpm_report *tpm_report,
			     struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm)
{
	struct tpmsysfs_tpm12 tpm12;
	int n = 0, r = tpmsysfs_read_tpm12(ctx, tpm, &tpm12);

	for (unsigned int i = 0; r >= 0 && i < 24; i++) {
		struct pcr_value *pcr;

		if (!*tpm12.pcrs[i])
			continue;
		pcr = list_append(&report->arena, &tpm_report->pcr_values, sizeof(*pcr));
		set_text(report, &pcr->bank, "sha1");
		pcr->index = FACT_NUMBER(i);
		fact_set_text(report, &pcr->name, name_pcr(i));
		fact_set_text(report, &pcr->digest, tpm12.pcrs[i]);
		n++;
	}
	return n;
}

int collect_sysfs_pcrs(struct report *report, struct tpm_report *tpm_report, struct tpmsysfs *ctx)
{
	struct tpmsysfs_list *list;
	int r = tpmsysfs_enumerate(ctx, &list);

	if (r < 0)
		return r;
	tpm_report->pcr_values.count = 0;
	for (size_t i = 0; r >= 0 && list->from_sysfs && i < list->count; i++) {
		if (!strcmp(list->tpms[i]->name, tpm_report->name.value))
			r = append_banks(report, tpm_report, ctx, list->tpms[i]);
		if (!tpm_report->pcr_values.count &&
		    !strcmp(list->tpms[i]->name, tpm_report->name.value) &&
		    append_tpm12_pcrs(report, tpm_report, ctx, list->tpms[i]) > 0)
			r = 0;
	}
	tpm_report->pcr_values.fact = r < 0 ? fact_errno(-r) : (struct fact){ 0 };
	if (tpm_report->pcr_values.count)
		tpm_report->pcr_values.fact.presence = PRESENCE_PRESENT;
	tpmsysfs_list_free(list);
	return r < 0 ? r : (int)tpm_report->pcr_values.count;
}
