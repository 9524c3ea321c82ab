/* SPDX-License-Identifier: BSD-2-Clause */
/* Candidates, one after the other. */
#include "attempt.h"

#include <errno.h>

void attempt_init(struct attempt *a, struct tcti_chardev *dev)
{
	*a = (struct attempt){ .dev = dev, .r = -ENOENT };
}

void attempt_refuse(struct attempt *a, int r, const char *why)
{
	tcti_error_add(&a->refused, "%s%s", a->refused.text[0] ? "; " : "", why);
	if (a->r == -ENOENT)
		a->r = r;
}

void attempt_path(struct attempt *a, const char *path)
{
	int r;

	if (!a->r)
		return;
	r = tcti_chardev_open(a->dev, path);
	if (r == -ENOENT)
		tcti_error_set(&a->dev->error, r, "%s: no such node", path);
	if (r < 0)
		attempt_refuse(a, r, a->dev->error.text);
	else
		a->r = 0;
}

int attempt_end(struct attempt *a)
{
	if (a->r == -ENOENT)
		tcti_error_add(&a->refused,
			       ": is a TPM enabled in the firmware, its driver loaded, "
			       "its node made by udev or passed to this container?");
	if (a->r == 0 && a->refused.text[0])
		tcti_error_set(&a->dev->error, 0, "using %s: %s", a->dev->name, a->refused.text);
	else
		a->dev->error = a->refused;
	return a->r;
}
