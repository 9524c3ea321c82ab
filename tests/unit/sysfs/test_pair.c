/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/pair.c: which nodes make one TPM. */
#include "sysroot.h"

#include "node-name.h"
#include "pair.h"

static struct tpmsysfs_node *new_node(const char *name)
{
	struct tpmsysfs_node *node = calloc(1, sizeof(*node));

	assert_non_null(node);
	node->class = name_parse(name, NULL);
	node->name = strdup(name);
	assert_non_null(node->name);
	return node;
}

struct given {
	const char *name, *parent;
};

/* expected: "tpm0=tpm0+tpmrm0", "-" for none, in the list's order. */
static void check(const struct given *given, size_t count, const char *expected)
{
	struct tpmsysfs_node *nodes[8];
	char *parents[8], text[256] = "";
	struct tpmsysfs_list *list = calloc(1, sizeof(*list));

	assert_non_null(list);
	for (size_t i = 0; i < count; i++) {
		nodes[i] = new_node(given[i].name);
		parents[i] = (char *)given[i].parent;
	}
	assert_int_equal(pair_nodes(nodes, parents, count, list), 0);
	for (size_t i = 0; i < list->count; i++) {
		const struct tpmsysfs_tpm *tpm = list->tpms[i];
		size_t len = strlen(text);

		snprintf(text + len, sizeof(text) - len, "%s%s=%s+%s", i ? " " : "", tpm->name,
			 tpm->raw ? tpm->raw->name : "-", tpm->rm ? tpm->rm->name : "-");
	}
	assert_string_equal(text, expected);
	tpmsysfs_list_free(list);
}

#define CHECK(expected, ...)                                              \
	do {                                                              \
		const struct given given[] = { __VA_ARGS__ };             \
		check(given, sizeof(given) / sizeof(given[0]), expected); \
	} while (0)

static void test_by_parent(void **state)
{
	(void)state;
	CHECK("tpm0=tpm0+tpmrm0", { "tpmrm0", "/p" }, { "tpm0", "/p" });
	/* The parent tells more than the number. */
	CHECK("tpm0=tpm0+tpmrm1 tpm1=tpm1+tpmrm0", { "tpm0", "/p" }, { "tpm1", "/q" },
	      { "tpmrm0", "/q" }, { "tpmrm1", "/p" });
	CHECK("tpm0=tpm0+- tpm0=-+tpmrm0", { "tpm0", "/p" }, { "tpmrm0", "/q" });
	CHECK("tpm0=tpm0+- tpm0=-+tpmrm0", { "tpm0", "/p" }, { "tpmrm0", NULL });
}

static void test_shared_parent(void **state)
{
	(void)state;
	CHECK("tpm0=tpm0+tpmrm0 tpm1=tpm1+tpmrm1", { "tpmrm1", "/p" }, { "tpmrm0", "/p" },
	      { "tpm0", "/p" }, { "tpm1", "/p" });
	/* tpmrm1 fits tpm1 best, so tpmrm2 is left with tpm0. */
	CHECK("tpm0=tpm0+tpmrm2 tpm1=tpm1+tpmrm1", { "tpmrm2", "/p" }, { "tpmrm1", "/p" },
	      { "tpm0", "/p" }, { "tpm1", "/p" });
}

static void test_by_number(void **state)
{
	(void)state;
	CHECK("tpm2=tpm2+tpmrm2 tpm10=tpm10+tpmrm10", { "tpm10", NULL }, { "tpmrm2", NULL },
	      { "tpmrm10", NULL }, { "tpm2", NULL });
	CHECK("tpm0=tpm0+- tpm1=-+tpmrm1", { "tpmrm1", NULL }, { "tpm0", NULL });
	CHECK("tpm0=tpm0+tpmrm0 tcm0=tcm0+tcmrm0", { "tcm0", NULL }, { "tpm0", NULL },
	      { "tcmrm0", NULL }, { "tpmrm0", NULL });
	CHECK("tpm0=tpm0+- tcm0=-+tcmrm0", { "tpm0", NULL }, { "tcmrm0", NULL });
}

static void test_alone(void **state)
{
	(void)state;
	check(NULL, 0, "");
	CHECK("tpm12=-+tpmrm12", { "tpmrm12", NULL });
	tpmsysfs_list_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_parent),
		cmocka_unit_test(test_shared_parent),
		cmocka_unit_test(test_by_number),
		cmocka_unit_test(test_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
