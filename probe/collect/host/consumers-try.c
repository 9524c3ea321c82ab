/* SPDX-License-Identifier: BSD-2-Clause */
/* What programs get, one by one: looked at, or opened and asked. */
#include "consumers-try.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"
#include "bus-name.h"
#include "stack.h"
#include "tcti-string.h"
#include "cleanup.h"
#include "clock.h"
#include "listeners.h"
#include "rc.h"
#include "root.h"
#include "tpm-connection.h"
#include "tpm.h"
#include "writer.h"

enum { PROC_MAX = 1 << 20, RANDOM_BYTES = 8 };

/* Words of a command line that are paths of this machine's files, or NULL. */
static const char *command_writer(struct report *report, const char *command)
{
	char *rest = arena_strdup(&report->arena, command), *word;
	const char *writer = NULL;

	while (!writer && (word = strsep(&rest, " \t\"'`$(){}[]<>|&;=")))
		if (strchr(word, '/') && access(word, F_OK) == 0)
			writer = writer_of(report, word);
	return writer;
}

/* Who could have this process load or start a program of theirs by this string; NULL: nobody. */
static const char *string_writer(struct report *report, const char *value)
{
	const char *writer = NULL;
	struct tcti_string string;

	while (!writer && tcti_string_parse(value, &string)) {
		if (strchr(string.name, '/'))
			writer = writer_of(report, string.name);
		else if (!strcmp(string.module, "cmd"))
			writer = command_writer(report, string.conf);
		if (strcmp(string.module, "pcap") != 0)
			break;
		value = string.conf;
	}
	return writer;
}

/*
 * A service's user who may write the file that its unit reads would choose what root loads, starts or
 * opens.
 */
static bool is_guarded(struct report *report, struct consumer *consumer)
{
	const char *writer = text_of(&consumer->writer, NULL),
		   *module = string_writer(report, text_of(&consumer->tcti, ""));

	if (consumer->writer.fact.presence != PRESENCE_ABSENT)
		consumer_conclude(
			report, consumer, CONSUMER_NOT_TRIED,
			arena_printf(&report->arena, "%s: somebody else may choose what is tried",
				     writer ? writer
					    : "it is not known who may change the setting"),
			"let root own that file and each directory above it, and nobody else write "
			"there");
	else if (module)
		consumer_conclude(
			report, consumer, CONSUMER_NOT_TRIED,
			arena_printf(&report->arena, "%s: somebody else may change what is loaded",
				     module),
			"let root own the module and each directory above it, and nobody else write "
			"there");
	else
		return true;
	return false;
}

/* As the program would: by the name that the loader searches, or by the path. */
static bool load_module(struct report *report, struct consumer *consumer)
{
	const char *path = text_of(&consumer->module, ""), *slash = strrchr(path, '/');
	struct tcti_string string;
	bool by_path = tcti_string_parse(text_of(&consumer->tcti, ""), &string) &&
		       strchr(string.name, '/');
	void *handle;

	if (!*path)
		return true;
	handle = dlopen(by_path || !slash ? path : slash + 1, RTLD_LAZY | RTLD_LOCAL);
	if (handle && dlsym(handle, "Tss2_Tcti_Info")) {
		dlclose(handle);
		return true;
	}
	consumer_conclude(report, consumer, CONSUMER_FAILS,
			  arena_printf(&report->arena, "the module does not load: %s",
				       handle ? "it has no Tss2_Tcti_Info" : dlerror()),
			  "install its package anew, or run ldconfig");
	if (handle)
		dlclose(handle);
	return false;
}

static void leave_raw(struct report *report, struct consumer *consumer)
{
	consumer_conclude(report, consumer, CONSUMER_NOT_TRIED,
			  "a raw node opens once, and is left to those who use it",
			  "tpm-probe tcti test --raw tries it all the same");
}

static void open_node(struct report *report, struct consumer *consumer, bool raw)
{
	const char *path = text_of(&consumer->node, "");
	_cleanup_close_ int fd = -1;
	struct stat st;

	if (state_is(&consumer->way, CONNECTION_RAW_NODE) && !raw) {
		leave_raw(report, consumer);
		return;
	}
	if (stat(path, &st) == 0 && !S_ISCHR(st.st_mode)) {
		consumer_conclude(report, consumer, CONSUMER_FAILS,
				  arena_printf(&report->arena, "%s is no character device", path),
				  NULL);
		return;
	}
	fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd >= 0)
		consumer_conclude(report, consumer, CONSUMER_OPENS, NULL, NULL);
	else
		consumer_conclude(report, consumer, CONSUMER_FAILS,
				  arena_printf(&report->arena, "%s: %s", path, strerror(errno)),
				  errno == EBUSY
					  ? "take the kernel's resource manager, or end who has it"
					  : "tpm-probe doctor says more");
}

static bool does_listen(const char *path, unsigned int port)
{
	struct root root;
	_cleanup_free_ char *text = NULL;
	bool found;

	if (root_open(&root, NULL) < 0)
		return false;
	found = root_read_all(&root, path, PROC_MAX, &text) >= 0 && listeners_have(text, port);
	root_close(&root);
	return found;
}

/* A connection could end a simulator that runs for one: it is only looked for. */
static void find_simulator(struct report *report, struct consumer *consumer)
{
	const char *node = text_of(&consumer->node, ""), *colon = strrchr(node, ':');
	unsigned long port = colon ? strtoul(colon + 1, NULL, 10) : 0;
	bool local = !strncmp(node, "localhost:", 10) || !strncmp(node, "127.", 4) ||
		     !strncmp(node, "::1:", 4);
	struct stat st;

	if (*node == '/') {
		if (stat(node, &st) < 0 || !S_ISSOCK(st.st_mode))
			consumer_conclude(report, consumer, CONSUMER_FAILS,
					  arena_printf(&report->arena, "%s is no socket", node),
					  "start the simulator");
	} else if (local && !does_listen("/proc/net/tcp", (unsigned int)port) &&
		   !does_listen("/proc/net/tcp6", (unsigned int)port)) {
		consumer_conclude(report, consumer, CONSUMER_FAILS,
				  arena_printf(&report->arena, "nobody listens on %s", node),
				  "start the simulator, or set a TCTI that leads to the TPM");
	}
	if (!fact_known(&consumer->state.fact))
		consumer_conclude(report, consumer, CONSUMER_NOT_TRIED,
				  local || *node == '/'
					  ? "a simulator listens; a connection could end it"
					  : "another machine's is not looked for",
				  "tpm-probe tcti test asks it");
}

/* Names other than the daemon's own are not among the facts of the host. */
static bool is_on_bus(struct report *report, struct consumer *consumer)
{
	const char *name = text_of(&consumer->node, "");
	struct tcti_string string = { .conf = "" };
	int r;

	tcti_string_parse(text_of(&consumer->tcti, ""), &string);
	r = bus_name_has_owner(
		name,
		!strcmp(tcti_string_key(&report->arena, &string, "bus_type", "system"), "session"));

	if (r > 0)
		return true;
	consumer_conclude(report, consumer, CONSUMER_FAILS,
			  r < 0 ? arena_printf(&report->arena, "the bus does not answer: %s",
					       strerror(-r))
				: arena_printf(&report->arena, "%s is not on the bus", name),
			  "start tpm2-abrmd, or take device:/dev/tpmrm0");
	return false;
}

static void fail_rc(struct report *report, struct consumer *consumer, TSS2_RC rc)
{
	struct rc_info info;

	rc_decode(rc, &info);
	consumer->error = FACT_NUMBER(rc);
	consumer_conclude(report, consumer, CONSUMER_FAILS,
			  arena_printf(&report->arena, "%s: %s (0x%08x)", info.layer, info.text,
				       rc),
			  rc_remedy_to_open(&info, text_of(&consumer->tcti, "")));
}

/* Through tctildr, by the string that the program would give it. */
static void open_by_string(struct report *report, struct consumer *consumer,
			   const struct consumer_attempt *attempt)
{
	struct tpm *tpm = NULL;
	uint64_t start;
	TSS2_RC rc = tpm_open(text_of(&consumer->tcti, ""), (int)attempt->timeout_ms, &tpm);

	if (!rc) {
		start = now_ns();
		rc = tpm_random(tpm, RANDOM_BYTES);
		if (!rc)
			consumer->round_trip_ns = FACT_NUMBER(now_ns() - start);
	}
	tpm_close(tpm);
	if (rc)
		fail_rc(report, consumer, rc);
	else
		consumer_conclude(report, consumer, CONSUMER_ANSWERS, NULL, NULL);
}

/* A test also goes to where the pure part does not know what to expect. */
static bool is_open_question(const struct consumer *consumer,
			     const struct consumer_attempt *attempt)
{
	return !fact_known(&consumer->state.fact) ||
	       (attempt->round_trip && state_is(&consumer->state, CONSUMER_NOT_TRIED) &&
		state_is(&consumer->way, CONNECTION_OTHER));
}

static void try(struct report *report, struct consumer *consumer,
		const struct consumer_attempt *attempt)
{
	if (!load_module(report, consumer))
		return;
	if (state_is(&consumer->way, CONNECTION_ABRMD) && !is_on_bus(report, consumer))
		return;
	if (state_is(&consumer->way, CONNECTION_RAW_NODE) ||
	    state_is(&consumer->way, CONNECTION_KERNEL_RM)) {
		open_node(report, consumer, attempt->raw);
		if (!state_is(&consumer->state, CONSUMER_OPENS))
			return;
	}
	open_by_string(report, consumer, attempt);
}

/* Several programs get the same: it is tried once. */
static const struct consumer *find_same(const struct report *report, size_t n)
{
	const struct consumer *items = report->consumers.items, *consumer = &items[n];

	for (size_t i = 0; i < n; i++)
		if (fact_known(&items[i].state.fact) && fact_known(&items[i].tcti.fact) &&
		    items[i].writer.fact.presence == PRESENCE_ABSENT &&
		    text_is(&consumer->tcti, items[i].tcti.value) &&
		    fact_known(&consumer->module.fact) == fact_known(&items[i].module.fact))
			return &items[i];
	return NULL;
}

/* Of what the pure part left open, what is seen without opening anything. */
static void look(struct report *report, struct consumer *consumer, bool raw)
{
	if (state_is(&consumer->way, CONNECTION_SIMULATOR))
		find_simulator(report, consumer);
	else if (state_is(&consumer->way, CONNECTION_RAW_NODE) && !raw)
		leave_raw(report, consumer);
	else if (state_is(&consumer->way, CONNECTION_RAW_NODE) ||
		 state_is(&consumer->way, CONNECTION_KERNEL_RM))
		consumer_conclude(
			report, consumer, CONSUMER_OPENS,
			"its owner, group and mode let this user open it: show opens nothing, "
			"tpm-probe tcti test asks it",
			NULL);
	else
		consumer_conclude(report, consumer, CONSUMER_NOT_TRIED, "show opens nothing",
				  "tpm-probe tcti test asks through it");
}

void collect_consumers(struct report *report, const struct consumer_attempt *attempt)
{
	struct consumer *consumers = report->consumers.items;

	for (size_t i = 0; i < report->consumers.count; i++) {
		const struct consumer *same;

		if (!is_open_question(&consumers[i], attempt))
			continue;
		if (!attempt->round_trip) {
			look(report, &consumers[i], attempt->raw);
			continue;
		}
		if (!is_guarded(report, &consumers[i]))
			continue;
		/* What fails may have taken its time; what answers is timed for each. */
		same = find_same(report, i);
		if (!same || state_is(&same->state, CONSUMER_ANSWERS)) {
			try(report, &consumers[i], attempt);
			continue;
		}
		consumers[i].state = same->state;
		consumers[i].reason = same->reason;
		consumers[i].remedy = same->remedy;
		consumers[i].error = same->error;
	}
}
