/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: is the TPM, or what uses it, slow? */
#include <stdlib.h>

#include "rule.h"
#include "bench.h"
#include "host.h"
#include "identity.h"
#include "latency.h"
#include "quantity.h"

#define MS UINT64_C(1000000)

static bool is_rng(const struct host *host)
{
	return !strncmp(text_of(&host->random_current, ""), "tpm-rng", 7);
}

/* "0003002a 00000005": the two words of the firmware's version. */
static bool parse_firmware(const char *raw, uint64_t *ret_version)
{
	unsigned long first, second;
	char *end;

	first = strtoul(raw, &end, 16);
	if (end == raw || *end != ' ')
		return false;
	second = strtoul(end + 1, &end, 16);
	*ret_version = (uint64_t)first << 32 | second;
	return !*end;
}

/* To let the kernel use another generator than the TPM, or none (seen to work with Linux 6.1.192). */
static void say_other_generator(struct finding_out *out)
{
	const struct list_fact *list = &out->report->host->random_available;
	const char *const *names = list->items;

	for (size_t i = 0; i < list->count; i++) {
		const struct text_fact name = { .fact.presence = PRESENCE_PRESENT,
						.value = names[i] };

		if (strncmp(names[i], "tpm-rng", 7) != 0 && plain_word(&name)) {
			say_command(out, "# echo %s >/sys/class/misc/hw_random/rng_current",
				    names[i]);
			return;
		}
	}
	say_command(out, "# echo none >/sys/class/misc/hw_random/rng_current");
}

static enum rule_status check_stutter(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	static const struct {
		uint64_t major, fixed;
	} lines[] = { { 3, UINT64_C(0x0003005700000005) }, { 6, UINT64_C(0x0006000000180006) } };
	const struct identity *identity = tpm->identity;
	uint64_t version;

	NEED(identity, manufacturer);
	if (strcmp(identity->manufacturer.value, "AMD") != 0)
		return RULE_OK;
	NEED(identity, firmware_raw);
	if (!parse_firmware(identity->firmware_raw.value, &version))
		return skip(out, "the firmware's version is not two hexadecimal words");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (version >> 48 != lines[i].major || version >= lines[i].fixed)
			continue;
		evidence(out, "firmware", "%s, before %08" PRIx64 " %08" PRIx64,
			 identity->firmware_raw.value, lines[i].fixed >> 32,
			 lines[i].fixed & UINT32_MAX);
		evidence(out, "hw_random/rng_current", "%s",
			 !fact_known(&report->host->random_current.fact)
				 ? "whether this kernel uses it is unknown"
			 : is_rng(report->host)
				 ? report->host->random_current.value
				 : "this kernel takes no random numbers from it: no effect here");
		if (is_rng(report->host))
			say_other_generator(out);
		return RULE_FOUND;
	}
	return RULE_OK;
}

/* What TPM2_GetRandom takes at most on chips that nothing is wrong with, by their manufacturer. */
static uint64_t slowest_usual(const struct identity *identity)
{
	static const struct {
		const char *manufacturer;
		uint64_t ns;
	} slowest[] = { { "AMD", 4 * MS },
			{ "INTC", 11 * MS },
			{ "IFX", 6 * MS },
			{ "NTC", 5 * MS },
			{ "STM", 4 * MS } };

	for (size_t i = 0; i < sizeof(slowest) / sizeof(slowest[0]); i++)
		if (text_is(&identity->manufacturer, slowest[i].manufacturer))
			return slowest[i].ns;
	return 0;
}

static enum rule_status check_class(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct latency *latency = tpm->latency;
	uint64_t usual = slowest_usual(tpm->identity);

	(void)report;
	NEED(latency, random_median_ns);
	NEED(tpm->identity, manufacturer);
	if (!usual || latency->random_median_ns.value <= usual)
		return RULE_OK;
	evidence(out, "TPM2_GetRandom", "%s (median of %" PRIu64 ")",
		 duration_ns(out->arena, (double)latency->random_median_ns.value),
		 latency->random_count.value);
	evidence(out, "chips of this manufacturer", "%s: up to %s",
		 tpm->identity->manufacturer.value, duration_ns(out->arena, (double)usual));
	return RULE_FOUND;
}

static enum rule_status check_objects(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	const struct bench_slope *slopes = report->benchmark->slopes.items;
	const double much = 10e6; /* ns for each object */
	bool any = false;

	(void)tpm;
	if (!fact_known(&report->benchmark->slopes.fact))
		return skip(out,
			    "it takes a benchmark: tpm-probe bench --rm-cost -o json >FILE, then "
			    "tpm-probe doctor --from FILE");
	NEED_EACH_ANSWER(bench_slope, &report->benchmark->slopes, per_object_ns);
	for (size_t i = 0; i < report->benchmark->slopes.count; i++) {
		if (!fact_known(&slopes[i].per_object_ns.fact) ||
		    slopes[i].per_object_ns.value < much)
			continue;
		evidence(out, text_of(&slopes[i].operation, "command"),
			 "%s more for each loaded object, through %s",
			 duration_ns(out->arena, slopes[i].per_object_ns.value),
			 text_of(&slopes[i].tcti, "?"));
		any = true;
	}
	return found_if(any);
}

static enum rule_status check_random(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	(void)tpm;
	NEED_ANSWER(report->host, random_current);
	if (!is_rng(report->host))
		return RULE_OK;
	evidence(out, "hw_random/rng_current", "%s", report->host->random_current.value);
	say_other_generator(out);
	return RULE_FOUND;
}

static enum rule_status check_idle(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	const struct latency *latency = tpm->latency;

	(void)report;
	NEED(latency, random_median_ns);
	if (latency->random_median_ns.value <= 12 * MS)
		return RULE_OK;
	evidence(out, "TPM2_GetRandom", "%s (median of %" PRIu64 "), with nothing loaded",
		 duration_ns(out->arena, (double)latency->random_median_ns.value),
		 latency->random_count.value);
	return RULE_FOUND;
}

static const struct rule rules[] = {
	{ .id = "PERF-001",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "this AMD fTPM may stall the machine while random numbers are read",
	  .why = "sound and desktop stutter for 2 to 3 s now and then where the kernel takes random "
		 "numbers from it; kernels from 6.1.19 and 6.2.6 do not",
	  .remedy = "update the BIOS (AGESA), or the kernel",
	  .references = "AMD: Intermittent System Stutter Experienced with fTPM Enabled (PA-410)",
	  .check = check_stutter },
	{ .id = "PERF-002",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "the TPM is slower than any other chip of its manufacturer",
	  .why = "boot and disk unlock take as much longer",
	  .remedy =
		  "look whether IMA or other programs use it meanwhile; then the bus, the firmware",
	  .commands = "# tpm-probe bench --tier safe",
	  .references = "systemd/systemd#42615\nTPMScan data set",
	  .check = check_class },
	{ .id = "PERF-003",
	  .severity = SEVERITY_WARNING,
	  .title = "each loaded object makes every command slower",
	  .why = "the resource manager loads and saves all of a program's objects around each of its "
		 "commands",
	  .remedy = "flush what is not needed, or use persistent keys",
	  .commands = "# tpm-probe bench --rm-cost",
	  .references = "drivers/char/tpm/tpm2-space.c",
	  .check = check_objects },
	{ .id = "PERF-004",
	  .severity = SEVERITY_INFO,
	  .title = "the kernel takes its random numbers from the TPM",
	  .why = "it sends commands that nobody sees, and programs wait behind them",
	  .remedy = "let it use the processor's generator",
	  .references = "Documentation/admin-guide/hw_random.rst",
	  .check = check_random },
	{ .id = "PERF-005",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "the TPM is very slow with nothing loaded",
	  .why = "12 ms are more than any chip takes: it is the bus, the driver's polling, or the "
		 "firmware",
	  .remedy = "look for DEV-008 and DEV-011; update firmware and kernel",
	  .commands = "# tpm-probe bench --kernel",
	  .references = "TPMScan data set",
	  .check = check_idle },
};

RULE_TABLE(rules_performance, "performance", rules);
