/* SPDX-License-Identifier: BSD-2-Clause */
/* A machine without some libraries: the loader (LD_AUDIT, rtld-audit(7)) does not find what HIDE names. */
#include <link.h>
#include <stdlib.h>
#include <string.h>

#define EXPORTED __attribute__((visibility("default")))

EXPORTED unsigned int la_version(unsigned int version);
EXPORTED char *la_objsearch(const char *name, uintptr_t *cookie, unsigned int flag);

unsigned int la_version(unsigned int version)
{
	return version;
}

char *la_objsearch(const char *name, uintptr_t *cookie, unsigned int flag)
{
	const char *hidden = getenv("HIDE"), *slash = strrchr(name, '/');
	const char *file = slash ? slash + 1 : name;

	(void)cookie, (void)flag;
	for (; hidden && *hidden; hidden += strspn(hidden, " ")) {
		size_t len = strcspn(hidden, " ");

		if (!strncmp(file, hidden, len))
			return NULL;
		hidden += len;
	}
	return (char *)name;
}
