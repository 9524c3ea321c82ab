/* SPDX-License-Identifier: BSD-2-Clause */
/* Loading shared libraries when they are needed. */
#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

bool library_load(struct library *library)
{
	void *handle = __atomic_load_n(&library->handle, __ATOMIC_ACQUIRE);

	/* Two threads get the same handle: the loader counts. It is never closed. */
	if (!handle) {
		handle = dlopen(library->soname, RTLD_NOW | RTLD_LOCAL);
		__atomic_store_n(&library->handle, handle, __ATOMIC_RELEASE);
	}
	return handle != NULL;
}

void *library_symbol(struct library *library, size_t index)
{
	void *symbol = __atomic_load_n(&library->symbols[index], __ATOMIC_RELAXED);

	if (symbol)
		return symbol;
	if (library_load(library))
		symbol = dlsym(library->handle, library->names[index]);
	if (!symbol) {
		fprintf(stderr,
			"tpm-probe: %s is missing or too old: %s\n"
			"  what to do: install it (Debian: apt-get install %s)\n",
			library->soname, dlerror(), library->package);
		exit(EXIT_FAILURE);
	}
	__atomic_store_n(&library->symbols[index], symbol, __ATOMIC_RELAXED);
	return symbol;
}
