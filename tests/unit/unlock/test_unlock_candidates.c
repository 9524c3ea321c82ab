/* SPDX-License-Identifier: BSD-2-Clause */
/* Which PCR differs: the real tokens of systemd are the oracle. */
#include "unlock_fixture.h"

#include <errno.h>

#include "measure-log.h"
#include "pcr-candidates.h"

#define PCR(n) (UINT32_C(1) << (n))

enum { BOUND_TO_7, BOUND_TO_0_7, BOUND_TO_23_SHA1, BOUND_TO_16_PIN };

static struct unlock_binding *bindings;
static struct pcr_values then[2]; /* the values that the tokens were made from */
static struct candidate_set sets[8];
static struct candidates candidates;
static struct candidates_result result;

static void flip(struct pcr_values *values, unsigned int pcr, uint8_t by)
{
	values->value[pcr][3] ^= by;
}

static int setup(void **state)
{
	(void)state;
	load_pcrs("systemd-252.pcrs", then);
	bindings_of_luks(&arena, load_luks("systemd-252.luks"), &bindings);
	for (size_t i = 0; i < 8; i++)
		sets[i] = (struct candidate_set){ .name = "", .id = i, .values = then[0] };
	candidates = (struct candidates){ .sets = sets, .n_sets = 1, .n_bases = 1 };
	return 0;
}

static void search(size_t binding)
{
	static const struct policy_facts none;

	candidates_search(&bindings[binding], 0, &none, &candidates, &result);
}

static void nothing_differs(void **state)
{
	(void)state;
	flip(&sets[0].values, 4, 1); /* is not in the policy */
	search(BOUND_TO_0_7);
	assert_int_equal(result.outcome, CANDIDATES_SAME);
	assert_int_equal(result.n_differ, 0);
	assert_ptr_equal(result.whole, &sets[0]);
	assert_int_equal(result.n_digests, 1);
}

/* Sets 0 (at unlock) and 1 (now) are of this boot; 2 to 4 are saved ones, of which number 3
 * unlocked. */
static void a_saved_boot_tells(void **state)
{
	(void)state;
	candidates.n_sets = 5;
	candidates.n_bases = 2;
	for (size_t i = 0; i < 5; i++)
		if (i != 3)
			flip(&sets[i].values, 7, (uint8_t)(i + 1));
	flip(&sets[1].values, 11, 1);
	search(BOUND_TO_0_7);
	assert_int_equal(result.outcome, CANDIDATES_FOUND);
	assert_ptr_equal(result.whole, &sets[3]);
	assert_int_equal(result.n_differ, 1);
	assert_int_equal(result.differ[0].pcr, 7);
	assert_ptr_equal(result.differ[0].set, &sets[3]);
	assert_memory_equal(result.differ[0].then, then[0].value[7], 32);
}

static void one_value_of_a_saved_boot_tells(void **state)
{
	(void)state;
	candidates.n_sets = 3;
	flip(&sets[0].values, 0, 1);
	flip(&sets[1].values, 7, 2); /* has the old PCR 0, and another PCR 7 */
	flip(&sets[2].values, 0, 3);
	search(BOUND_TO_0_7);
	assert_int_equal(result.outcome, CANDIDATES_FOUND);
	assert_null(result.whole);
	assert_ptr_equal(result.base, &sets[0]);
	assert_int_equal(result.n_differ, 1);
	assert_int_equal(result.differ[0].pcr, 0);
	assert_ptr_equal(result.differ[0].set, &sets[1]);
}

static void a_prefix_of_the_log_tells(void **state)
{
	struct candidate_value values[60];

	(void)state;
	flip(&sets[0].values, 7, 1);
	memset(values, 0, sizeof(values));
	for (size_t i = 0; i < 60; i++) {
		values[i] = (struct candidate_value){
			.pcr = i % 2 ? 7 : 0, .bank = TPM2_ALG_SHA256, .name = "a prefix", .id = i
		};
		values[i].value[0] = (uint8_t)i;
	}
	candidates.values = values;
	candidates.n_values = 60;
	search(BOUND_TO_0_7);
	assert_int_equal(result.outcome, CANDIDATES_NONE);
	memcpy(values[41].value, then[0].value[7], 32);
	search(BOUND_TO_0_7);
	assert_int_equal(result.outcome, CANDIDATES_FOUND);
	assert_ptr_equal(result.differ[0].value, &values[41]);
	/* And so do two of them. */
	flip(&sets[0].values, 0, 1);
	memcpy(values[30].value, then[0].value[0], 32);
	search(BOUND_TO_0_7);
	assert_int_equal(result.outcome, CANDIDATES_FOUND);
	assert_int_equal(result.n_differ, 2);
	assert_int_equal(result.differ[0].pcr, 0);
	assert_ptr_equal(result.differ[0].value, &values[30]);
	assert_int_equal(result.differ[1].pcr, 7);
	assert_ptr_equal(result.differ[1].value, &values[41]);
	/* Of another bank they are none. */
	values[41].bank = TPM2_ALG_SHA1;
	search(BOUND_TO_0_7);
	assert_int_equal(result.outcome, CANDIDATES_NONE);
}

static void a_value_of_zero_is_tried(void **state)
{
	(void)state;
	flip(&sets[0].values, 16, 1);
	search(BOUND_TO_16_PIN);
	assert_int_equal(result.outcome, CANDIDATES_FOUND);
	assert_int_equal(result.differ[0].pcr, 16);
	assert_string_equal(result.differ[0].set->name, "zero");
}

/* Six PCRs, three of which are as in a saved boot, and the other three as now. */
static void subsets_are_tried(void **state)
{
	struct policy_digest policy;
	struct unlock_binding *binding = &bindings[BOUND_TO_7];

	(void)state;
	binding->pcrs = 0x3f;
	policy_start(&policy, TPM2_ALG_SHA256);
	policy_pcr(&policy, &then[0], 0x3f);
	binding->shards[0].policy = (struct bytes){ policy.digest.buffer, 32 };
	candidates.n_sets = 2;
	for (unsigned int pcr = 0; pcr < 6; pcr++)
		flip(&sets[pcr < 3].values, pcr, 1);
	search(BOUND_TO_7);
	assert_int_equal(result.outcome, CANDIDATES_FOUND);
	assert_int_equal(result.n_differ, 3);
	for (unsigned int i = 0; i < 3; i++)
		assert_int_equal(result.differ[i].pcr, i + 3);
	/* The budget ends it. */
	flip(&sets[0].values, 0, 4);
	flip(&sets[1].values, 0, 4);
	candidates.budget = 30;
	search(BOUND_TO_7);
	assert_int_equal(result.outcome, CANDIDATES_GAVE_UP);
	assert_int_equal(result.n_digests, 30);
}

static void the_other_bank_is_tried_where_none_is_named(void **state)
{
	(void)state;
	candidates.n_sets = 2;
	sets[1].values = then[1];
	bindings[BOUND_TO_23_SHA1].bank_guessed = true;
	search(BOUND_TO_23_SHA1);
	assert_int_equal(result.outcome, CANDIDATES_FOUND);
	assert_int_equal(result.bank, TPM2_ALG_SHA1);
	assert_ptr_equal(result.whole, &sets[1]);
	bindings[BOUND_TO_23_SHA1].bank = TPM2_ALG_SHA256;
	bindings[BOUND_TO_23_SHA1].bank_guessed = false;
	search(BOUND_TO_23_SHA1);
	assert_int_equal(result.outcome, CANDIDATES_NONE);
}

static void without_values_nothing_is_said(void **state)
{
	(void)state;
	sets[0].values.known = 0;
	search(BOUND_TO_0_7);
	assert_int_equal(result.outcome, CANDIDATES_UNKNOWN);
	candidates.n_sets = 0;
	search(BOUND_TO_0_7);
	assert_int_equal(result.outcome, CANDIDATES_UNKNOWN);
}

/* What pcrextend of systemd 257 wrote, replayed to what the TPM had. */
static void the_log_of_systemd_is_replayed(void **state)
{
	const struct bytes bytes = load("pcrlock-257.measure-log");
	struct measure_log *log = measure_log_read(&arena, bytes.data, bytes.size);
	struct pcr_values banks[2];
	uint8_t value[64] = { 0 }, phases[64] = { 0 };
	size_t end;

	(void)state;
	load_pcrs("pcrlock-257.pcrs", banks);
	assert_int_equal(log->n_records, 3);
	assert_int_equal(log->n_skipped, 0);
	assert_false(log->is_truncated);
	assert_string_equal(log->records[0].event_type, "phase");
	assert_string_equal(log->records[1].event_type, "machine-id");
	assert_true(log->records[0].has_time && log->records[0].time_us);
	for (size_t b = 0; b < 2; b++) {
		memset(value, 0, sizeof(value));
		assert_int_equal(measure_log_replay(log, 11, banks[b].bank, 3, value), 2);
		assert_memory_equal(value, banks[b].value[11], hash_size(banks[b].bank));
		memset(value, 0, sizeof(value));
		assert_int_equal(measure_log_replay(log, 15, banks[b].bank, 3, value), 1);
		assert_memory_equal(value, banks[b].value[15], hash_size(banks[b].bank));
	}
	/* Until the initrd was left; and the same from the known words of the phases. */
	assert_int_equal(measure_log_unlock(log, "root", NULL, true, &end), MOMENT_LEAVE_INITRD);
	assert_int_equal(end, 2);
	memset(value, 0, sizeof(value));
	assert_int_equal(measure_log_replay(log, 11, TPM2_ALG_SHA256, end, value), 1);
	assert_true(measure_extend_text(TPM2_ALG_SHA256, measure_phase(0), phases));
	assert_memory_equal(value, phases, 32);
	assert_int_equal(measure_log_unlock(log, "data", NULL, false, &end), MOMENT_UNKNOWN);
	assert_int_equal(end, 3);
	assert_int_equal(measure_log_replay(log, 11, TPM2_ALG_SM3_256, 3, value), -ENOTSUP);
}

static struct measure_log *parse(const char *text)
{
	return measure_log_read(&arena, text, strlen(text));
}

#define RECORD(pcr, type, string)                                                          \
	"\x1e{\"pcr\":" #pcr ",\"digests\":[{\"hashAlg\":\"sha1\",\"digest\":"             \
	"\"0123456789012345678901234567890123456789\"}],\"content\":{\"string\":\"" string \
	"\",\"eventType\":\"" type "\"}}\n"

static void damaged_logs_are_read_as_far_as_they_go(void **state)
{
	struct measure_log *log;
	size_t end;

	(void)state;
	assert_int_equal(parse("")->n_records, 0);
	assert_false(parse("")->is_truncated);
	assert_int_equal(parse("nonsense")->n_skipped, 1);
	log = parse(RECORD(15, "volume-key", "cryptsetup:a:1") RECORD(99, "new", "x")
			    RECORD(15, "volume-key", "cryptsetup:data:2") "\x1e{\"pcr\":11,\"dig");
	assert_int_equal(log->n_records, 3);
	assert_true(log->is_truncated);
	assert_int_equal(log->records[1].pcr, -1);
	assert_int_equal(measure_log_unlock(log, "data", NULL, true, &end), MOMENT_VOLUME_KEY);
	assert_int_equal(end, 2);
	assert_int_equal(measure_log_unlock(log, "dat", NULL, true, &end), MOMENT_UNKNOWN);
	assert_int_equal(measure_log_unlock(log, NULL, "1", true, &end), MOMENT_VOLUME_KEY);
	assert_int_equal(end, 0);
	log = parse(
		RECORD(11, "phase", "a") "\x1e[1]\n\x1e{\"pcr\":11,\"digests\":[]}\n\x1e\n" RECORD(
			11, "phase", "b"));
	assert_int_equal(log->n_records, 2);
	assert_int_equal(log->n_skipped, 3);
	assert_non_null(log->fault);
	assert_true(measure_log_is_unfinished(S_IFREG | 01600));
	assert_false(measure_log_is_unfinished(S_IFREG | 0600));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_differs, setup, clear_arena),
		cmocka_unit_test_setup_teardown(a_saved_boot_tells, setup, clear_arena),
		cmocka_unit_test_setup_teardown(one_value_of_a_saved_boot_tells, setup,
						clear_arena),
		cmocka_unit_test_setup_teardown(a_prefix_of_the_log_tells, setup, clear_arena),
		cmocka_unit_test_setup_teardown(a_value_of_zero_is_tried, setup, clear_arena),
		cmocka_unit_test_setup_teardown(subsets_are_tried, setup, clear_arena),
		cmocka_unit_test_setup_teardown(the_other_bank_is_tried_where_none_is_named, setup,
						clear_arena),
		cmocka_unit_test_setup_teardown(without_values_nothing_is_said, setup, clear_arena),
		cmocka_unit_test_teardown(the_log_of_systemd_is_replayed, clear_arena),
		cmocka_unit_test_teardown(damaged_logs_are_read_as_far_as_they_go, clear_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
