/* SPDX-License-Identifier: BSD-2-Clause */
/* The kinds of text that are understood: a row of the table in read-text.c for each. */
#ifndef IMPORT_KINDS_H
#define IMPORT_KINDS_H

#include "reader.h"

struct text_kind {
	/*
	 * Is the line of this kind? Then its facts are told, and reader->source says what printed it. open: the
	 * last line that anything understood was of this kind; otherwise only a line that can be no other's
	 * counts. after_gap in the reader: lines between them were not understood.
	 */
	bool (*read)(struct reader *reader, const struct text_line *line, bool open);
};

extern const struct text_kind kind_properties, kind_algorithms, kind_commands, kind_selections,
	kind_curves, kind_handles, kind_pcrs, kind_fwupd, kind_fwupd_security, kind_kernel_log,
	kind_error_codes, kind_systemd_support, kind_systemd_identity, kind_event_log_yaml,
	kind_fwupd_event_log, kind_windows, kind_eltt2, kind_infineon, kind_wolftpm, kind_nv_public,
	kind_public, kind_tpm12, kind_device_list, kind_udev, kind_account, kind_modules,
	kind_cryptsetup, kind_persistent_list;

#endif
