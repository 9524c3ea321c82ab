/* SPDX-License-Identifier: BSD-2-Clause */
/* A TPM as the kernel shows it: its nodes, sysfs, TPM 1.2, and the tables of the firmware. */
#ifndef REPORT_DEVICE_H
#define REPORT_DEVICE_H

#include "fact.h"

/* May this process open it? */
enum node_access { ACCESS_OK = 1, ACCESS_NO_NODE, ACCESS_DENIED, ACCESS_DENIED_LSM };
extern const struct enum_words node_access_words;

/* A table of the firmware; absent: there is none. */
enum table_state { TABLE_PRESENT = 1, TABLE_UNREADABLE, TABLE_MALFORMED };
extern const struct enum_words table_state_words;

/* A character device of the kernel's: /dev/tpm0, /dev/tpmrm0. */
struct node {
	struct text_fact name, class_name, path, sysfs_path;
	struct number_fact major, minor, mode;
	struct text_fact owner, group;
	struct list_fact acl, links, tags, properties; /* texts */
	struct number_fact readable, writable;
	struct enum_fact access; /* enum node_access */
	struct text_fact remedy;
};

/* What sysfs tells of the device. */
struct device {
	struct number_fact version_major;
	struct text_fact driver, bus, parent, parent_path, modalias, acpi_hid, acpi_path,
		description, of_node, null_name;
	struct text_fact ppi_version, ppi_request, ppi_response, ppi_transition_action;
	struct text_fact event_log;
	struct number_fact event_log_readable;
};

/* TPM 1.2 only. */
struct tpm12 {
	struct number_fact enabled, active, owned, temp_deactivated;
	struct text_fact manufacturer, specification, firmware;
	struct list_fact durations_us, timeouts_us; /* numbers */
};

struct firmware_tables {
	struct enum_fact acpi_tpm2, acpi_tcpa; /* enum table_state */
	struct number_fact start_method;
	struct text_fact of_path, of_compatible;
};

#endif
