/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared libraries that only some commands need: loaded at the first call of one of their functions. The
 * build makes library-NAME.h of libraries.list; include that instead of the library's own headers.
 */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

struct library {
	const char *soname, *package; /* package: Debian's */
	const char *const *names;     /* of the functions */
	void **symbols;		      /* their addresses, NULL until they are called */
	void *handle;
};

extern struct library library_archive, library_crypto, library_expat, library_systemd,
	library_tracefs, library_traceevent;

/* Is the library here? Loads it. Where it may be missing, ask before the first call. */
bool library_load(struct library *library);

/*
 * The address of a function, for the macros of library-NAME.h. A library that is missing, or too old for
 * this function, ends the process with EXIT_FAILURE and says on stderr which package has it.
 */
void *library_symbol(struct library *library, size_t index);

/* For packagers and makers of initramfs images: an ELF note (dlopen metadata, systemd's ELF_DLOPEN_METADATA). */
#define LIBRARY_NOTE(feature, soname)                                                              \
	static const struct {                                                                      \
		unsigned int name_size, size, type;                                                \
		char name[4];                                                                      \
		_Alignas(4) char text[sizeof(                                                      \
			"[{\"feature\":\"" feature                                                 \
			"\",\"priority\":\"recommended\",\"soname\":[\"" soname "\"]}]")];         \
	} library_note __attribute__((used, section(".note.dlopen"), aligned(4))) = {              \
		4, sizeof(library_note.text), 0x407c0c0a, "FDO",                                   \
		"[{\"feature\":\"" feature "\",\"priority\":\"recommended\",\"soname\":[\"" soname \
		"\"]}]"                                                                            \
	}

#endif
