/* SPDX-License-Identifier: BSD-2-Clause */
/* Nodes that are tried one after the other. */
#include "candidates.h"

#include <errno.h>

void tcti_candidates_init(struct tcti_candidates *candidates, struct tcti_chardev *dev)
{
	*candidates = (struct tcti_candidates){ .dev = dev, .r = -ENOENT };
}

void tcti_candidates_refuse(struct tcti_candidates *candidates, int r, const char *why)
{
	tcti_error_add(&candidates->refused, "%s%s", candidates->refused.text[0] ? "; " : "", why);
	if (candidates->r == -ENOENT)
		candidates->r = r;
}

void tcti_candidates_open(struct tcti_candidates *candidates, const char *path)
{
	struct tcti_chardev *dev = candidates->dev;
	int r;

	if (!candidates->r)
		return;
	r = tcti_chardev_open(dev, path);
	if (r == -ENOENT)
		tcti_error_set(&dev->error, r, "%s: no such node", path);
	if (r < 0)
		tcti_candidates_refuse(candidates, r, dev->error.text);
	else
		candidates->r = 0;
}

int tcti_candidates_end(struct tcti_candidates *candidates)
{
	struct tcti_chardev *dev = candidates->dev;

	if (candidates->r == -ENOENT)
		tcti_error_add(&candidates->refused,
			       ": is a TPM enabled in the firmware, its driver loaded, "
			       "its node made by udev or passed to this container?");
	if (candidates->r == 0 && candidates->refused.text[0])
		tcti_error_set(&dev->error, 0, "using %s: %s", dev->name, candidates->refused.text);
	else
		dev->error = candidates->refused;
	return candidates->r;
}
