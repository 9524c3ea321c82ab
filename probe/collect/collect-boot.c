/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading a boot's files. */
#include "collect-boot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "capabilities.h"
#include "cleanup.h"
#include "collect-sysfs.h"
#include "describe-variable.h"
#include "hash.h"
#include "identity.h"
#include "parse.h"
#include "pci-address.h"
#include "root.h"
#include "saved-boot-read.h"
#include "tpm-state.h"
#include "tpmsysfs.h"

#define SECURE_BOOT "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

static void free_log(struct eventlog **log)
{
	eventlog_free(*log);
}

static void close_sysfs(struct tpmsysfs **ctx)
{
	if (*ctx)
		tpmsysfs_free(*ctx);
}

static void free_report(struct report **report)
{
	report_free(*report);
}

static const char *read_line(struct saved_boot *boot, const struct root *root, const char *path)
{
	_cleanup_free_ char *text = root_read_string(root, path);

	return text ? arena_strdup(&boot->arena, text) : NULL;
}

/* The variable SecureBoot as it was measured. */
static int secure_boot_of_log(const struct eventlog *log)
{
	static const char name[] = "S\0e\0c\0u\0r\0e\0B\0o\0o\0t";

	for (size_t i = 0; i < log->n_events; i++) {
		const struct eventlog_event *event = &log->events[i];
		struct efi_variable variable;

		if (event->pcr == 7 && event->type == EV_EFI_VARIABLE_DRIVER_CONFIG &&
		    efi_variable_parse((struct span){ event->data, event->size }, &variable) &&
		    variable.name.size == sizeof(name) &&
		    !memcmp(variable.name.p, name, sizeof(name)) && variable.value.size <= 1)
			return variable.value.size && variable.value.p[0];
	}
	return -1;
}

static void read_machine(struct saved_boot *boot, const struct root *root)
{
	const char *id = read_line(boot, root, "/proc/sys/kernel/random/boot_id");
	uint8_t variable[5];

	boot->boot_id = id && saved_boot_id_valid(id, strlen(id)) ? id : NULL;
	boot->kernel = read_line(boot, root, "/proc/sys/kernel/osrelease");
	boot->command_line = read_line(boot, root, "/proc/cmdline");
	boot->firmware = read_line(boot, root, "/sys/class/dmi/id/bios_version");
	/* Attributes, and the value. */
	if (root_read(root, SECURE_BOOT, variable, sizeof(variable)) == sizeof(variable))
		boot->secure_boot = variable[4] != 0;
}

static void read_measurements(struct saved_boot *boot, const struct root *root)
{
	_cleanup_free_ char *text = NULL;
	ssize_t size = root_read_all(root, "/run/log/systemd/tpm2-measure.log", SAVED_BOOT_READ_MAX,
				     &text);

	if (size >= 0)
		saved_boot_add_measure_log(boot, text, (size_t)size);
}

static int take_log(struct saved_boot *boot, const uint8_t *bytes, size_t size)
{
	_cleanup_(free_log) struct eventlog *log = NULL;
	int r = eventlog_parse(bytes, size, &log);

	if (r < 0)
		return r;
	if (log->error.found)
		boot->log_error =
			arena_printf(&boot->arena, "event %zu at offset %zu: %s", log->error.event,
				     log->error.offset, log->error.text);
	if (!log->n_events)
		return -EBADMSG;
	saved_boot_take_log(boot, log);
	if (boot->secure_boot < 0)
		boot->secure_boot = secure_boot_of_log(log);
	return 0;
}

/* Takes fd, which may be -errno. */
static int read_log(struct saved_boot *boot, int fd_or_error)
{
	_cleanup_close_ int fd = fd_or_error;
	_cleanup_free_ char *bytes = NULL;
	ssize_t size = fd < 0 ? fd : root_read_fd(fd, EVENTLOG_MAX_SIZE + 1, &bytes);

	return size < 0 ? (int)size : take_log(boot, (const uint8_t *)bytes, (size_t)size);
}

/* The log of a TPM that sysfs knows, or of tpm0 where a copy of a machine has nothing but the log. */
static int read_log_of(struct saved_boot *boot, const struct root *root, struct tpmsysfs *ctx,
		       const char *name)
{
	const struct tpmsysfs_tpm *tpm = NULL;
	struct tpmsysfs_list *list;
	int fd = -ENOENT;

	if (tpmsysfs_enumerate(ctx, &list) >= 0) {
		for (size_t i = 0; name && i < list->count; i++)
			if (!strcmp(list->tpms[i]->name, name))
				tpm = list->tpms[i];
		if (!name)
			tpm = tpmsysfs_preferred(list, 0);
		if (tpm)
			fd = tpmsysfs_open_event_log(ctx, tpm);
		tpmsysfs_list_free(list);
	}
	if (!tpm && !name)
		fd = root_open_file(root, "/sys/kernel/security/tpm0/binary_bios_measurements");
	return read_log(boot, fd);
}

static void close_root(struct root *root)
{
	root_close(root);
}

int collect_boot(struct saved_boot *boot, const char *sysroot, const char *name, int *ret_log)
{
	_cleanup_(close_sysfs) struct tpmsysfs *ctx = NULL;
	_cleanup_(close_root) struct root root = { .fd = -1 };
	int r = root_open(&root, sysroot);

	if (r >= 0)
		r = tpmsysfs_new(sysroot, &ctx);
	if (r < 0)
		return r;
	read_machine(boot, &root);
	*ret_log = read_log_of(boot, &root, ctx, name);
	for (size_t i = 0; i < boot->log.n_events; i++)
		boot->pci[i] = pci_address_of_event(&boot->arena, &root, &boot->log.events[i]);
	read_measurements(boot, &root);
	return 0;
}

static uint16_t algorithm_of(const char *name)
{
	const struct hash_algorithm *hash;

	for (size_t rank = 0; (hash = hash_at(rank)); rank++)
		if (!strcmp(hash->name, name))
			return hash->id;
	return 0;
}

static bool read_hex(const char *text, uint8_t *bytes, size_t size)
{
	if (strlen(text) != 2 * size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (sscanf(text + 2 * i, "%2hhx", &bytes[i]) != 1)
			return false;
	return true;
}

void collect_boot_tpm(struct saved_boot *boot, const struct tpm_report *tpm_report)
{
	const struct pcr_value *values = tpm_report->pcr_values.items;
	const struct state *state = tpm_report->state;
	const char *manufacturer = text_of(&tpm_report->identity->manufacturer, NULL);
	const char *firmware = text_of(&tpm_report->identity->firmware_raw, NULL);
	uint8_t value[EVENTLOG_MAX_DIGEST];

	for (size_t i = 0; i < tpm_report->pcr_values.count; i++) {
		uint16_t algorithm = algorithm_of(text_of(&values[i].bank, ""));

		if (fact_known(&values[i].index.fact) && values[i].index.value < EVENTLOG_PCRS &&
		    read_hex(text_of(&values[i].digest, ""), value, hash_size(algorithm)))
			saved_boot_set_pcr(boot, algorithm, (uint32_t)values[i].index.value, value,
					   hash_size(algorithm));
	}
	boot->tpm_manufacturer = manufacturer ? arena_strdup(&boot->arena, manufacturer) : NULL;
	boot->tpm_firmware = firmware ? arena_strdup(&boot->arena, firmware) : NULL;
	boot->has_clock = fact_known(&state->clock_ms.fact) &&
			  fact_known(&state->reset_count.fact) &&
			  fact_known(&state->restart_count.fact);
	boot->clock_ms = state->clock_ms.value;
	boot->reset_count = state->reset_count.value;
	boot->restart_count = state->restart_count.value;
	boot->clock_safe = is_set(&state->clock_safe);
}

/* The PCRs that the kernel of a copied machine exported. */
static void read_exported_pcrs(struct saved_boot *boot, const char *sysroot)
{
	_cleanup_(close_sysfs) struct tpmsysfs *ctx = NULL;
	_cleanup_(free_report) struct report *report = report_new();
	const struct tpmsysfs_tpm *preferred = NULL;
	struct tpmsysfs_list *list;

	if (tpmsysfs_new(sysroot, &ctx) < 0 || collect_sysfs(report, ctx) < 0 ||
	    tpmsysfs_enumerate(ctx, &list) < 0)
		return;
	preferred = tpmsysfs_preferred(list, 0);
	for (size_t i = 0; preferred && i < report_count_tpms(report); i++) {
		struct tpm_report *tpm_report = report_tpm(report, i);

		if (text_is(&tpm_report->name, preferred->name) &&
		    collect_sysfs_pcrs(report, tpm_report, ctx) > 0)
			collect_boot_tpm(boot, tpm_report);
	}
	tpmsysfs_list_free(list);
}

static int read_directory(struct saved_boot *boot, const char *path, char **ret_error)
{
	int log, r = collect_boot(boot, path, NULL, &log);

	if (r < 0)
		return r;
	read_exported_pcrs(boot, path);
	if (boot->log.n_events || boot->n_banks || boot->n_measurements)
		return 0;
	if (asprintf(ret_error,
		     "no event log below it, in sys/kernel/security/tpm0/"
		     "binary_bios_measurements: %s; and no PCR values",
		     strerror(-log)) < 0)
		*ret_error = NULL;
	return -EBADMSG;
}

static int read_bytes(const char *bytes, size_t size, struct saved_boot **ret_boot,
		      char **ret_error)
{
	size_t start = strspn(bytes, " \t\r\n");
	struct saved_boot *boot;
	int r;

	if (bytes[start] == '{' || bytes[start] == '[')
		return saved_boot_parse(bytes, size, ret_boot, ret_error);
	boot = saved_boot_new();
	r = take_log(boot, (const uint8_t *)bytes, size);
	if (r < 0) {
		if (asprintf(ret_error,
			     "neither a saved boot, nor a canonical event log, nor a "
			     "binary event log%s%s",
			     boot->log_error ? ": " : "",
			     boot->log_error ? boot->log_error : "") < 0)
			*ret_error = NULL;
		saved_boot_free(boot);
		return r;
	}
	*ret_boot = boot;
	return 0;
}

int collect_boot_path(const char *path, struct saved_boot **ret_boot, char **ret_error)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	_cleanup_free_ char *bytes = NULL;
	struct saved_boot *boot;
	struct stat st;
	ssize_t size;
	int r;

	*ret_error = NULL;
	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode)) {
		boot = saved_boot_new();
		r = read_directory(boot, path, ret_error);
		if (r < 0) {
			saved_boot_free(boot);
			return r;
		}
		*ret_boot = boot;
		return 0;
	}
	size = root_read_fd(fd, SAVED_BOOT_READ_MAX, &bytes);
	if (size < 0)
		return (int)size;
	return read_bytes(bytes, (size_t)size, ret_boot, ret_error);
}
