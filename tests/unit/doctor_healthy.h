/* SPDX-License-Identifier: BSD-2-Clause */
/* A machine that nothing is wrong with, in the words of doctor_cases.h. */
#ifndef DOCTOR_HEALTHY_H
#define DOCTOR_HEALTHY_H

static const char doctor_healthy[] = "kernel=6.1.0-18-amd64\n"
				     "firmware.acpi_tpm2=present\n"
				     "firmware.acpi_tcpa=!absent\n"
				     "firmware.start_method=7\n"
				     "firmware.of_path=!absent\n"
				     "host.time=1750000000\n"
				     "host.container=!absent\n"
				     "host.cmdline=BOOT_IMAGE=/vmlinuz root=/dev/sda1 quiet\n"
				     "host.settings=[]\n"
				     "host.kernel_log=[]\n"
				     "host.kernel_log_source=/dev/kmsg\n"
				     "host.securityfs=1\n"
				     "host.tpm2_generator=1\n"
				     "tpms[0].name=tpm0\n"
				     "tpms[0].kind=discrete\n"
				     "tpms[0].simulator=0\n"
				     "tpms[0].nodes[0].name=tpm0\n"
				     "tpms[0].nodes[0].class_name=tpm\n"
				     "tpms[0].nodes[0].path=/dev/tpm0\n"
				     "tpms[0].nodes[0].sysfs_path=/sys/devices/a/tpm/tpm0\n"
				     "tpms[0].nodes[0].mode=0660\n"
				     "tpms[0].nodes[0].owner=tss\n"
				     "tpms[0].nodes[0].group=root\n"
				     "tpms[0].nodes[0].access=denied\n"
				     "tpms[0].nodes[1].name=tpmrm0\n"
				     "tpms[0].nodes[1].class_name=tpmrm\n"
				     "tpms[0].nodes[1].path=/dev/tpmrm0\n"
				     "tpms[0].nodes[1].sysfs_path=/sys/devices/a/tpmrm/tpmrm0\n"
				     "tpms[0].nodes[1].mode=0660\n"
				     "tpms[0].nodes[1].owner=root\n"
				     "tpms[0].nodes[1].group=tss\n"
				     "tpms[0].nodes[1].access=ok\n"
				     "tpms[0].device.version_major=2\n"
				     "tpms[0].device.driver=tpm_crb\n"
				     "tpms[0].device.null_name=000b0102\n";

#endif
