/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table, part of the machine around the TPMs. */
#include "host.h"
#include "report.h"
#include "fields.h"

static const struct field setting_fields[] = {
	FIELD(setting, name, "Name", FIELD_TEXT, UNIT_NONE, "variable or key", SHARE_WHOLE),
	FIELD(setting, value, "Value", FIELD_TEXT, UNIT_NONE, "its value", SHARE_SCRUBBED),
	FIELD(setting, source, "Source", FIELD_TEXT, UNIT_NONE,
	      "environment: the caller's; else the file and line that set it", SHARE_SCRUBBED),
	FIELD(setting, scope, "Scope", FIELD_TEXT, UNIT_NONE,
	      "who sees it: login shells, units, user units, systemd, or one unit", SHARE_SCRUBBED),
	FIELD(setting, fault, "Fault", FIELD_TEXT, UNIT_NONE, "why it has no effect",
	      SHARE_SCRUBBED),
	FIELD(setting, writer, "Writer", FIELD_TEXT, UNIT_NONE,
	      "who but root and the caller may change it; null: nobody", SHARE_SCRUBBED),
};
const struct record_type setting_type = RECORD_TYPE(setting, setting_fields);

static const struct field tcti_library_fields[] = {
	FIELD(tcti_library, name, "Name", FIELD_TEXT, UNIT_NONE, "what a TCTI string calls it",
	      SHARE_WHOLE),
	FIELD(tcti_library, path, "Path", FIELD_TEXT, UNIT_NONE, "file of the module",
	      SHARE_SCRUBBED),
	FIELD(tcti_library, target, "Target", FIELD_TEXT, UNIT_NONE,
	      "where its link points, the last part", SHARE_SCRUBBED),
};
const struct record_type tcti_library_type = RECORD_TYPE(tcti_library, tcti_library_fields);

static const struct field udev_rules_fields[] = {
	FIELD(udev_rules, path, "File", FIELD_TEXT, UNIT_NONE, "file of udev rules",
	      SHARE_SCRUBBED),
	FIELD(udev_rules, tpm, "tpm", FIELD_BOOL, UNIT_NONE, "it has rules for tpmN"),
	FIELD(udev_rules, tpmrm, "tpmrm", FIELD_BOOL, UNIT_NONE, "it has rules for tpmrmN"),
};
const struct record_type udev_rules_type = RECORD_TYPE(udev_rules, udev_rules_fields);

static const struct field account_fields[] = {
	FIELD(account, user, "User", FIELD_TEXT, UNIT_NONE, "who runs tpm-probe", SHARE_ACCOUNTS),
	FIELD(account, uid, "User id", FIELD_NUMBER, UNIT_NONE, "effective user id", SHARE_NEVER),
	FIELD(account, groups, "Groups", FIELD_TEXTS, UNIT_NONE, "groups of the process",
	      SHARE_ACCOUNTS),
	FIELD(account, database_groups, "Groups by database", FIELD_TEXTS, UNIT_NONE,
	      "groups of the user in the group database", SHARE_ACCOUNTS),
	FIELD(account, tss_user, "User tss", FIELD_BOOL, UNIT_NONE, "the user tss exists"),
	FIELD(account, tss_group, "Group tss", FIELD_BOOL, UNIT_NONE, "the group tss exists"),
};
const struct record_type account_type = RECORD_TYPE(account, account_fields);

static const struct field abrmd_fields[] = {
	FIELD(abrmd, bus, "Bus", FIELD_BOOL, UNIT_NONE, "the D-Bus system bus answers"),
	FIELD(abrmd, owned, "On the bus", FIELD_BOOL, UNIT_NONE,
	      "com.intel.tss2.Tabrmd has an owner"),
	FIELD(abrmd, activatable, "Activatable", FIELD_BOOL, UNIT_NONE, "the bus would start it"),
	FIELD(abrmd, unit_state, "Unit", FIELD_TEXT, UNIT_NONE, "state of tpm2-abrmd.service",
	      SHARE_WHOLE),
	FIELD(abrmd, device_state, "Device unit", FIELD_TEXT, UNIT_NONE, "state of dev-tpm0.device",
	      SHARE_WHOLE),
	FIELD(abrmd, policy, "Bus policy", FIELD_TEXT, UNIT_NONE, "file of the bus policy",
	      SHARE_SCRUBBED),
	FIELD(abrmd, policy_users, "Users", FIELD_TEXTS, UNIT_NONE,
	      "users that the bus policy lets send; * for everybody", SHARE_ACCOUNTS),
	FIELD(abrmd, policy_groups, "Groups", FIELD_TEXTS, UNIT_NONE,
	      "groups that the bus policy lets send", SHARE_ACCOUNTS),
	FIELD(abrmd, arguments, "Arguments", FIELD_TEXT, UNIT_NONE, "command line of the daemon",
	      SHARE_SCRUBBED),
	FIELD(abrmd, processes, "Processes", FIELD_NUMBER, UNIT_NONE, "daemons that run"),
};
const struct record_type abrmd_type = RECORD_TYPE(abrmd, abrmd_fields);

static const struct field fapi_fields[] = {
	FIELD(fapi, writer, "Writer", FIELD_TEXT, UNIT_NONE,
	      "who but root and the caller may change the configuration; null: nobody",
	      SHARE_SCRUBBED),
	FIELD(fapi, config, "Configuration", FIELD_TEXT, UNIT_NONE, "file of the configuration",
	      SHARE_SCRUBBED),
	FIELD(fapi, error, "Error", FIELD_TEXT, UNIT_NONE, "what is wrong with it", SHARE_SCRUBBED),
	FIELD(fapi, missing_keys, "Missing keys", FIELD_TEXTS, UNIT_NONE,
	      "mandatory keys that are not there", SHARE_WHOLE),
	FIELD_OF(fapi, faults, "Faults", FIELD_RECORDS, &fapi_fault_type,
		 "lines of the configuration that are refused or without effect"),
	FIELD(fapi, tcti_line, "Line of tcti", FIELD_NUMBER, UNIT_NONE, "its line in the file"),
	FIELD(fapi, tcti, "TCTI", FIELD_TEXT, UNIT_NONE, "tcti", SHARE_SCRUBBED),
	FIELD(fapi, profile_name, "Profile", FIELD_TEXT, UNIT_NONE, "profile_name", SHARE_SCRUBBED),
	FIELD(fapi, profile_dir, "Profiles", FIELD_TEXT, UNIT_NONE, "profile_dir", SHARE_SCRUBBED),
	FIELD(fapi, user_dir, "User keystore", FIELD_TEXT, UNIT_NONE, "user_dir", SHARE_SCRUBBED),
	FIELD(fapi, system_dir, "System keystore", FIELD_TEXT, UNIT_NONE, "system_dir",
	      SHARE_SCRUBBED),
	FIELD(fapi, log_dir, "Logs", FIELD_TEXT, UNIT_NONE, "log_dir", SHARE_SCRUBBED),
	FIELD(fapi, ek_cert_less, "ek_cert_less", FIELD_TEXT, UNIT_NONE, "ek_cert_less, as JSON",
	      SHARE_SCRUBBED),
	FIELD(fapi, ek_fingerprint_type, "ek_fingerprint", FIELD_TEXT, UNIT_NONE,
	      "JSON type of ek_fingerprint", SHARE_WHOLE),
	FIELD(fapi, ek_cert_file, "ek_cert_file", FIELD_TEXT, UNIT_NONE, "ek_cert_file",
	      SHARE_SCRUBBED),
	FIELD(fapi, profile, "Profile file", FIELD_TEXT, UNIT_NONE, "file of the profile",
	      SHARE_SCRUBBED),
	FIELD(fapi, profile_error, "Profile error", FIELD_TEXT, UNIT_NONE,
	      "what is wrong with the profile", SHARE_SCRUBBED),
	FIELD(fapi, key_type, "Keys", FIELD_TEXT, UNIT_NONE, "kind of key that the profile makes",
	      SHARE_WHOLE),
	FIELD(fapi, profile_ek_cert_less, "ek_cert_less in profile", FIELD_BOOL, UNIT_NONE,
	      "the profile has ek_cert_less, where it has no effect"),
	FIELD(fapi, unknown_words, "Unknown words", FIELD_TEXTS, UNIT_NONE,
	      "in the profile's templates", SHARE_SCRUBBED),
	FIELD(fapi, pcr_banks, "PCR banks", FIELD_TEXTS, UNIT_NONE,
	      "of the profile's pcr_selection", SHARE_WHOLE),
	FIELD(fapi, algorithms, "Algorithms", FIELD_TEXTS, UNIT_NONE, "that the profile names",
	      SHARE_WHOLE),
	FIELD(fapi, srk_template, "SRK template", FIELD_TEXT, UNIT_NONE,
	      "srk_template of the profile", SHARE_SCRUBBED),
	FIELD(fapi, srk_file, "SRK object", FIELD_TEXT, UNIT_NONE,
	      "file of the SRK in the system keystore; null: not provisioned", SHARE_SCRUBBED),
	FIELD(fapi, system_mode, "Keystore mode", FIELD_NUMBER, UNIT_OCTAL,
	      "permission bits of the system keystore"),
	FIELD(fapi, system_owner, "Keystore owner", FIELD_TEXT, UNIT_NONE,
	      "owner of the system keystore", SHARE_ACCOUNTS),
	FIELD(fapi, system_group, "Keystore group", FIELD_TEXT, UNIT_NONE,
	      "group of the system keystore", SHARE_ACCOUNTS),
};
const struct record_type fapi_type = RECORD_TYPE(fapi, fapi_fields);

static const struct field holder_fields[] = {
	FIELD(holder, node, "Node", FIELD_TEXT, UNIT_NONE, "device node that is open",
	      SHARE_SCRUBBED),
	FIELD(holder, pid, "Process", FIELD_NUMBER, UNIT_NONE, "process id"),
	FIELD(holder, command, "Command", FIELD_TEXT, UNIT_NONE, "the process's name",
	      SHARE_SCRUBBED),
	FIELD(holder, executable, "Program", FIELD_TEXT, UNIT_NONE, "its program", SHARE_SCRUBBED),
	FIELD(holder, unit, "Unit", FIELD_TEXT, UNIT_NONE, "systemd's unit", SHARE_SCRUBBED),
};
const struct record_type holder_type = RECORD_TYPE(holder, holder_fields);

static const struct field package_fields[] = {
	FIELD(package, name, "Name", FIELD_TEXT, UNIT_NONE, "source package", SHARE_WHOLE),
	FIELD(package, version, "Version", FIELD_TEXT, UNIT_NONE,
	      "its version, as the distribution writes it", SHARE_WHOLE),
};
const struct record_type package_type = RECORD_TYPE(package, package_fields);

static const struct field host_fields[] = {
	FIELD(host, time, "Time", FIELD_NUMBER, UNIT_SECONDS, "when it was looked at, since 1970"),
	FIELD(host, uptime, "Uptime", FIELD_NUMBER, UNIT_SECONDS,
	      "since the kernel started, suspended or not"),
	FIELD(host, container, "Container", FIELD_TEXT, UNIT_NONE, "kind of container; null: none",
	      SHARE_WHOLE),
	FIELD(host, cmdline, "Kernel command line", FIELD_TEXT, UNIT_NONE,
	      "/proc/cmdline: its words about TPMs and IMA", SHARE_SCRUBBED),
	FIELD(host, bios_date, "Firmware of", FIELD_TEXT, UNIT_NONE,
	      "/sys/class/dmi/id/bios_date: MM/DD/YYYY", SHARE_WHOLE),
	FIELD(host, sleep_modes, "Sleep modes", FIELD_TEXTS, UNIT_NONE, "/sys/power/mem_sleep",
	      SHARE_WHOLE),
	FIELD_OF(host, account, "Account", FIELD_RECORD, &account_type, "who runs tpm-probe"),
	FIELD(host, other_nodes, "Other nodes", FIELD_TEXTS, UNIT_NONE,
	      "nodes of this machine's TPMs that were not selected, and are not in the report",
	      SHARE_SCRUBBED),
	FIELD_OF(host, settings, "Settings", FIELD_RECORDS, &setting_type,
		 "variables that programs read to find a TPM"),
	FIELD(host, sudo_keeps, "sudo keeps", FIELD_TEXTS, UNIT_NONE,
	      "variables that sudo lets through (env_keep)", SHARE_SCRUBBED),
	FIELD_OF(host, tcti_libraries, "TCTI modules", FIELD_RECORDS, &tcti_library_type,
		 "modules that the loader finds"),
	FIELD_OF(host, udev_rules, "udev rules", FIELD_RECORDS, &udev_rules_type,
		 "rules files about TPMs"),
	FIELD_OF(host, abrmd, "tpm2-abrmd", FIELD_RECORD, &abrmd_type,
		 "the resource manager in user space"),
	FIELD_OF(host, fapi, "FAPI", FIELD_RECORD, &fapi_type, "configuration of the feature API"),
	FIELD(host, random_current, "hwrng", FIELD_TEXT, UNIT_NONE, "hw_random/rng_current",
	      SHARE_WHOLE),
	FIELD(host, random_available, "hwrngs", FIELD_TEXTS, UNIT_NONE, "hw_random/rng_available",
	      SHARE_WHOLE),
	FIELD_OF(host, holders, "Holders", FIELD_RECORDS, &holder_type,
		 "processes that have a node open"),
	FIELD(host, holders_complete, "Holders complete", FIELD_BOOL, UNIT_NONE,
	      "every process could be looked at"),
	FIELD(host, kernel_log, "Kernel log", FIELD_TEXTS, UNIT_NONE, "lines about TPMs",
	      SHARE_SCRUBBED),
	FIELD(host, kernel_log_source, "Kernel log from", FIELD_TEXT, UNIT_NONE,
	      "where they were read", SHARE_SCRUBBED),
	FIELD(host, audit_log, "Audit log", FIELD_TEXTS, UNIT_NONE,
	      "refusals of TPM nodes, as auditd wrote them", SHARE_SCRUBBED),
	FIELD(host, kernel_modules, "Modules", FIELD_TEXTS, UNIT_NONE,
	      "kernel modules about TPMs that are loaded, as lsmod prints them", SHARE_WHOLE),
	FIELD(host, service_log, "Service log", FIELD_TEXTS, UNIT_NONE,
	      "lines of systemd's services about TPMs", SHARE_SCRUBBED),
	FIELD(host, fwupd_security, "fwupd security", FIELD_TEXTS, UNIT_NONE,
	      "what fwupdmgr security prints of the TPM", SHARE_WHOLE),
	FIELD(host, tpm2_support, "TPM 2.0 support", FIELD_TEXTS, UNIT_NONE,
	      "what systemd-analyze has-tpm2 prints: + is there, - is not", SHARE_WHOLE),
	FIELD(host, securityfs, "securityfs", FIELD_BOOL, UNIT_NONE, "it is mounted"),
	FIELD(host, tpm2_generator, "tpm2 generator", FIELD_BOOL, UNIT_NONE,
	      "systemd-tpm2-generator is installed"),
	FIELD(host, systemd_srk, "SRK by systemd", FIELD_TEXT, UNIT_NONE,
	      "public key that systemd-tpm2-setup saved, DER, hexadecimal", SHARE_NEVER),
	FIELD(host, pkcs11_store, "PKCS#11 store", FIELD_TEXT, UNIT_NONE,
	      "directory of the store of tpm2-pkcs11", SHARE_SCRUBBED),
	FIELD(host, kernel_build, "Kernel build", FIELD_TEXT, UNIT_NONE,
	      "number, options and the distribution's version of the kernel", SHARE_SCRUBBED),
	FIELD(host, me_firmware, "Management engine", FIELD_TEXT, UNIT_NONE,
	      "Intel: version of the engine that runs PTT (/sys/class/mei/mei0/fw_ver)",
	      SHARE_WHOLE),
	FIELD_OF(host, packages, "Packages", FIELD_RECORDS, &package_type,
		 "installed packages of TPM software (dpkg)"),
	FIELD_OF(host, vulnerabilities, "Vulnerabilities", FIELD_RECORDS, &vulnerability_type,
		 "known vulnerabilities of the kernel and of packages"),
};
const struct record_type host_type = RECORD_TYPE(host, host_fields);
