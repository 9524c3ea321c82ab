/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many texts in one process: each comes with its size ahead, 4 bytes in the machine's order, and its report
 * goes out in JSON likewise. Of a text in which nothing is understood the size is 0.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "import-text.h"
#include "render-json.h"

static void answer(const void *bytes, size_t size)
{
	struct report *report = NULL;
	char *error = NULL, *json = NULL;
	size_t json_size = 0;
	uint32_t n;
	FILE *out = open_memstream(&json, &json_size);

	if (import_text_bytes("text", bytes, size, &report, &error) >= 0)
		render_json(report, out);
	fclose(out);
	n = (uint32_t)json_size;
	fwrite(&n, sizeof(n), 1, stdout);
	fwrite(json, 1, json_size, stdout);
	report_free(report);
	free(error);
	free(json);
}

int main(void)
{
	uint32_t size;

	while (fread(&size, sizeof(size), 1, stdin) == 1) {
		char *bytes = malloc(size ? size : 1);

		if (!bytes || fread(bytes, 1, size, stdin) != size)
			return 1;
		answer(bytes, size);
		free(bytes);
	}
	return fflush(stdout) ? 1 : 0;
}
