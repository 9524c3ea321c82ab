/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TCTI a program's setting means. */
#ifndef TCTI_H
#define TCTI_H

#include "rule.h"
#include "tcti-string.h"

/* One program's. */
struct tcti_setting {
	const char *variable, *value, *source;
	bool is_callers; /* of the caller's environment */
	struct tcti_string tcti;
};

enum { TCTI_SETTINGS_MAX = 64 };
struct tcti_settings {
	struct tcti_setting items[TCTI_SETTINGS_MAX];
	size_t count;
};

/* Go on only if every setting of a TCTI is known: one more may change what programs get. */
#define NEED_TCTI_SETTINGS(report_)                                                     \
	do {                                                                            \
		const struct host *host_ = (report_)->host;                             \
		const struct fapi *fapi_ = &host_->fapi;                                \
		NEED(host_, settings);                                                  \
		NEED_EACH(setting, &host_->settings, name);                             \
		NEED_EACH_ANSWER(setting, &host_->settings, value);                     \
		NEED_EACH_ANSWER(setting, &host_->settings, source);                    \
		NEED_EACH_ANSWER(setting, &host_->settings, fault);                     \
		NEED_EACH_ANSWER(setting, &host_->settings, scope);                     \
		NEED_ANSWER(fapi_, config);                                             \
		if (fact_known(&fapi_->config.fact) && !fact_known(&fapi_->error.fact)) \
			NEED_ANSWER(fapi_, tcti);                                       \
	} while (0)

/* Every TCTI that a setting or the feature API's configuration names. */
void tcti_settings_of(const struct report *report, struct tcti_settings *ret_settings);

/* Does a setting name tpm2-abrmd? ret_setting may be NULL. */
bool is_abrmd_configured(const struct report *report, struct tcti_setting *ret_setting);

#endif
