/* SPDX-License-Identifier: BSD-2-Clause */
/* --verify: the certificates that verify those of a TPM. */
#include "verify-option.h"

#include <errno.h>
#include <string.h>

#include "chain.h"

int verify_option_open(struct run *run)
{
	const char *path = run->options.keys.verify;
	int r;

	if (!path)
		return EXIT_OK;
	r = trust_open(path, &run->trust);
	if (r == -EBADMSG)
		return run_fail(run, EXIT_GENERAL,
				"give the maker's certificates, PEM one behind the other",
				"%s: no X.509 certificate is in it", path);
	if (r < 0)
		return run_fail(run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL, NULL, "%s: %s",
				path, strerror(-r));
	return EXIT_OK;
}
