/* SPDX-License-Identifier: BSD-2-Clause */
/* Rows of options that more than one command takes. */
#include "shared-options.h"

#include <errno.h>
#include <string.h>

#include "chain.h"
#include "doctor.h"

static const char *severity(size_t i)
{
	i += SEVERITY_INFO;
	return i <= SEVERITY_CRITICAL ? severity_name((enum severity)i) : NULL;
}

static const struct option_row fail_on_rows[] = {
	{ "fail-on", 0, OPTION_TEXT, offsetof(struct fail_on_option, severity), "SEVERITY",
	  "@value", .help = "exit status 6 from this severity on (doctor: error; fleet: none)",
	  .value = severity },
};
const struct option_group fail_on_option = OPTION_GROUP(fail_on_rows, struct fail_on_option, NULL);

static const struct option_row log_file_rows[] = {
	{ "log-file", 0, OPTION_TEXT, offsetof(struct log_file_option, path), "FILE", "@file",
	  .help = "a saved log (binary_bios_measurements) instead of the kernel's; pcrs needs no TPM then" },
};
const struct option_group log_file_option =
	OPTION_GROUP(log_file_rows, struct log_file_option, NULL);

static const struct option_row boots_rows[] = {
	{ "boots", 0, OPTION_TEXT, offsetof(struct boots_option, directory), "DIR", "@file",
	  .help = "directory of saved boots; default: /var/lib/tpm-probe/boots" },
};
const struct option_group boots_option = OPTION_GROUP(boots_rows, struct boots_option, NULL);

static const struct option_row page_file_rows[] = {
	{ "file", 'O', OPTION_TEXT, offsetof(struct page_file_option, path), "FILE", "@file",
	  .help = "write the page there, whole or not at all; report without it: to standard output" },
};
const struct option_group page_file_option =
	OPTION_GROUP(page_file_rows, struct page_file_option, NULL);

static const struct option_row verify_rows[] = {
	{ "verify", 0, OPTION_TEXT, offsetof(struct verify_option, path), "CAFILE", "@file",
	  .help = "verify EK certificates by those that this file holds" },
};
const struct option_group verify_option = OPTION_GROUP(verify_rows, struct verify_option, NULL);

int verify_option_open(struct run *run)
{
	struct verify_option *verify = cmd_options(run, &verify_option);
	int r;

	if (!verify->path)
		return EXIT_OK;
	r = cmd_needs(run, &library_crypto);
	if (r)
		return r;
	r = trust_open(verify->path, &verify->trust);
	if (r == -EBADMSG)
		return run_fail(run, EXIT_GENERAL,
				"give the manufacturer's certificates, PEM one behind the other",
				"%s: no X.509 certificate is in it", verify->path);
	if (r < 0)
		return run_fail(run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL, NULL, "%s: %s",
				verify->path, strerror(-r));
	return EXIT_OK;
}
