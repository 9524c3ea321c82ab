/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rank_operations(), for tests/bench/place_reference.py. On standard input lines of: operation, vendor
 * id, name of the maker, loaded objects, median in ns, separated by commas; "-" is unknown. For each a
 * line of what was filled.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "identity.h"
#include "reference-rank.h"

static const char *text(char *word)
{
	return word && strcmp(word, "-") != 0 ? word : NULL;
}

static void print_number(const char *name, const struct number_fact *fact)
{
	if (fact_known(&fact->fact))
		printf("%s=%" PRIu64 ";", name, fact->value);
}

static void print(const struct bench_place *place)
{
	if (fact_known(&place->maker.fact))
		printf("maker=%s;", place->maker.value);
	print_number("maker_devices", &place->maker_devices);
	print_number("maker_low_ns", &place->maker_low_ns);
	print_number("maker_median_ns", &place->maker_median_ns);
	print_number("maker_high_ns", &place->maker_high_ns);
	print_number("devices", &place->devices);
	print_number("low_ns", &place->low_ns);
	print_number("median_ns", &place->median_ns);
	print_number("high_ns", &place->high_ns);
	print_number("slower_than", &place->slower_than);
	if (fact_known(&place->text.fact))
		printf("text=%s;", place->text.value);
	printf("\n");
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) > 0) {
		struct report *report = report_new();
		struct tpm_report *tpm = report_add_tpm(report);
		struct bench_operation *operation =
			list_append(&report->arena, &tpm->bench->operations, sizeof(*operation));
		const char *loaded;
		uint64_t *sample;

		fact_set_text(report, &operation->name, text(strtok(line, ",\n")));
		fact_set_text(report, &tpm->identity->manufacturer, text(strtok(NULL, ",\n")));
		fact_set_text(report, &tpm->identity->manufacturer_name, text(strtok(NULL, ",\n")));
		loaded = text(strtok(NULL, ",\n"));
		if (loaded)
			operation->loaded_objects = FACT_NUMBER(strtoull(loaded, NULL, 10));
		sample = list_append(&report->arena, &operation->samples_ns, sizeof(*sample));
		*sample = strtoull(strtok(NULL, ",\n"), NULL, 10);
		rank_operations(report, tpm);
		print(&operation->place);
		report_free(report);
	}
	free(line);
	return 0;
}
