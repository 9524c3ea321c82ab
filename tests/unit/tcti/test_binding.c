/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcti/binding.c: what a failure of the I/O core becomes for the user of a context, and whether the
 * context carries on. The function table, state by state: tests/guest/tcti_conformance.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "binding.h"
#include "fake_tpm.h"
#include "inject.h"
#include "log_file.h"

#define NODE "/dev/tpmrm9"

const TSS2_TCTI_INFO *Tss2_Tcti_Info(void);

static const uint8_t command[] = { 0x80, 0x01, 0, 0, 0, 10, 0, 0, 0, 0x44 };
static const uint8_t response[] = { 0x80, 0x01, 0, 0, 0, 10, 0, 0, 0x09, 0x22 };
static const struct fake_step answers[] = {
	{ .reply = response, .reply_size = sizeof(response) },
	{ .reply = response, .reply_size = sizeof(response) },
	{ .reply = response, .reply_size = sizeof(response) },
};

static void assert_logged(const char *what)
{
	const char *text = logged();

	if (!strstr(text, what))
		fail_msg("\"%s\" is not in the log: %s", what, text);
}

static TSS2_TCTI_CONTEXT *new_context(void)
{
	size_t size = 0;

	assert_int_equal(Tss2_Tcti_Info()->init(NULL, &size, NULL), TSS2_RC_SUCCESS);
	return calloc(1, size);
}

static TSS2_RC initialize(TSS2_TCTI_CONTEXT *context, const char *conf)
{
	size_t size = 65536;

	return Tss2_Tcti_Info()->init(context, &size, conf);
}

struct bench {
	struct fake_tpm *fake;
	TSS2_TCTI_CONTEXT *context;
};

static void bench_open(struct bench *b, const char *conf)
{
	b->fake = fake_tpm_new(SOCK_SEQPACKET, answers, 3);
	b->context = new_context();
	inject_reset();
	inject_node(NODE, fake_tpm_fd(b->fake), 0);
	assert_int_equal(initialize(b->context, conf), TSS2_RC_SUCCESS);
	logged();
}

static void bench_close(struct bench *b)
{
	Tss2_Tcti_Finalize(b->context);
	free(b->context);
	assert_true(fake_tpm_end(b->fake) >= 0);
}

static TSS2_RC transmit(struct bench *b)
{
	return Tss2_Tcti_Transmit(b->context, sizeof(command), command);
}

static TSS2_RC receive(struct bench *b)
{
	uint8_t buf[64];
	size_t size = sizeof(buf);
	TSS2_RC rc = Tss2_Tcti_Receive(b->context, &size, buf, TSS2_TCTI_TIMEOUT_BLOCK);

	if (rc == TSS2_RC_SUCCESS) {
		assert_int_equal(size, sizeof(response));
		assert_memory_equal(buf, response, size);
	}
	return rc;
}

static const struct row {
	enum inject_call call;
	int error_number; /* 0: the call returns 0 */
	TSS2_RC rc;
	bool is_lost; /* reopen=yes opens anew */
	const char *says;
} rows[] = {
	{ INJECT_WRITE, EPIPE, TSS2_TCTI_RC_NO_CONNECTION, true, "the TPM is gone" },
	{ INJECT_WRITE, ENODEV, TSS2_TCTI_RC_NO_CONNECTION, true, "the TPM is gone" },
	{ INJECT_WRITE, ENXIO, TSS2_TCTI_RC_NO_CONNECTION, true, "the TPM is gone" },
	{ INJECT_WRITE, EIO, TSS2_TCTI_RC_NO_CONNECTION, true, "see the kernel log" },
	{ INJECT_WRITE, ETIME, TSS2_TCTI_RC_IO_ERROR, false, "did not answer in the time" },
	{ INJECT_WRITE, EFAULT, TSS2_TCTI_RC_GENERAL_FAILURE, true, "their state is lost" },
	{ INJECT_WRITE, ENOMEM, TSS2_TCTI_RC_MEMORY, false, "flush one" },
	{ INJECT_WRITE, EINVAL, TSS2_TCTI_RC_BAD_VALUE, false, "names a handle" },
	{ INJECT_WRITE, E2BIG, TSS2_TCTI_RC_BAD_VALUE, false, "TPM's buffer" },
	{ INJECT_WRITE, EPERM, TSS2_TCTI_RC_NOT_PERMITTED, false, "not permitted" },
	{ INJECT_POLL, ENOMEM, TSS2_TCTI_RC_MEMORY, false, "waiting for the response" },
	{ INJECT_READ, EPIPE, TSS2_TCTI_RC_NO_CONNECTION, true, "the TPM is gone" },
	{ INJECT_READ, ECANCELED, TSS2_TCTI_RC_NO_CONNECTION, true, "the TPM is gone" },
	{ INJECT_READ, EIO, TSS2_TCTI_RC_NO_CONNECTION, true, "see the kernel log" },
	{ INJECT_READ, ETIME, TSS2_TCTI_RC_IO_ERROR, false, "did not answer in the time" },
	{ INJECT_READ, EFAULT, TSS2_TCTI_RC_GENERAL_FAILURE, true, "their state is lost" },
	{ INJECT_READ, ENOMEM, TSS2_TCTI_RC_MEMORY, false, "has no room" },
	{ INJECT_READ, EINVAL, TSS2_TCTI_RC_BAD_VALUE, false, "names a handle" },
	{ INJECT_READ, 0, TSS2_TCTI_RC_IO_ERROR, false, "120 seconds" },
};

/* One call fails; the code, the log line with it, and the context takes the next command. */
static void run_row(const struct row *row, bool reopen)
{
	char line[8192], code[16];
	struct bench b;

	bench_open(&b, reopen ? NODE ",reopen=yes" : NODE);
	if (row->call != INJECT_WRITE)
		assert_int_equal(transmit(&b), TSS2_RC_SUCCESS);
	if (row->error_number)
		inject_errno(row->call, 1, row->error_number);
	else
		inject_value(row->call, 1, 0);
	assert_int_equal(row->call == INJECT_WRITE ? transmit(&b) : receive(&b), row->rc);
	snprintf(code, sizeof(code), "(0x%08x)", row->rc);
	snprintf(line, sizeof(line), "%s", logged());
	if (!strstr(line, row->says) || !strstr(line, code))
		fail_msg("neither \"%s\" nor %s is in the log: %s", row->says, code, line);
	/* The driver has no response any more after an error of read. */
	if (row->call == INJECT_READ) {
		uint8_t rest[16];

		assert_int_equal(recv(fake_tpm_fd(b.fake), rest, sizeof(rest), 0), 10);
	}
	assert_int_equal(receive(&b), TSS2_TCTI_RC_BAD_SEQUENCE);
	assert_int_equal(inject_openings(NODE), 1);
	assert_int_equal(transmit(&b), TSS2_RC_SUCCESS);
	assert_int_equal(inject_openings(NODE), reopen && row->is_lost ? 2 : 1);
	if (reopen && row->is_lost)
		assert_logged(NODE ": opened anew; objects and sessions of the earlier connection");
	assert_int_equal(receive(&b), TSS2_RC_SUCCESS);
	bench_close(&b);
}

static void test_failures(void **state)
{
	const bool *reopen = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run_row(&rows[i], *reopen);
}

/* The TPM does not come back at once: each command says so, until it does. */
static void test_gone_for_a_while(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b, NODE ",reopen=yes");
	inject_errno(INJECT_WRITE, 1, EPIPE);
	assert_int_equal(transmit(&b), TSS2_TCTI_RC_NO_CONNECTION);
	assert_logged("it will be (reopen=yes)");
	inject_node(NODE, -1, ENODEV);
	for (int i = 0; i < 3; i++)
		assert_int_equal(transmit(&b), TSS2_TCTI_RC_NO_CONNECTION);
	assert_logged("no device behind it");
	inject_node(NODE, fake_tpm_fd(b.fake), 0);
	assert_int_equal(transmit(&b), TSS2_RC_SUCCESS);
	assert_int_equal(receive(&b), TSS2_RC_SUCCESS);
	bench_close(&b);
}

static void test_errno_table(void **state)
{
	static const struct {
		int error_number;
		TSS2_RC rc;
	} table[] = {
		{ 0, TSS2_RC_SUCCESS },
		{ ENOENT, TSS2_TCTI_RC_NO_CONNECTION },
		{ ENXIO, TSS2_TCTI_RC_NO_CONNECTION },
		{ EACCES, TSS2_TCTI_RC_NOT_PERMITTED },
		{ EAGAIN, TSS2_TCTI_RC_TRY_AGAIN },
		{ EBADMSG, TSS2_TCTI_RC_MALFORMED_RESPONSE },
		{ EPROTO, TSS2_TCTI_RC_BAD_SEQUENCE },
		{ EBUSY, TSS2_TCTI_RC_IO_ERROR },
		{ ENOTTY, TSS2_TCTI_RC_BAD_VALUE },
		{ EOWNERDEAD, TSS2_TCTI_RC_IO_ERROR },
		{ 99999, TSS2_TCTI_RC_IO_ERROR },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_int_equal(tcti_binding_rc(-table[i].error_number), table[i].rc);
}

/* Opening fails: each reason by its code and in the log; the memory holds no context then. */
static void test_opening(void **state)
{
	static const struct {
		int error_number;
		TSS2_RC rc;
		const char *says;
	} table[] = {
		{ ENOENT, TSS2_TCTI_RC_NO_CONNECTION, "no such node" },
		{ ENODEV, TSS2_TCTI_RC_NO_CONNECTION, "no device behind it" },
		{ EACCES, TSS2_TCTI_RC_NOT_PERMITTED, "permission denied" },
		{ EPERM, TSS2_TCTI_RC_NOT_PERMITTED, "cgroup" },
		{ EBUSY, TSS2_TCTI_RC_IO_ERROR, "it opens only once" },
	};
	TSS2_TCTI_CONTEXT *context = new_context();

	(void)state;
	inject_reset();
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		inject_node(NODE, -1, table[i].error_number);
		assert_int_equal(initialize(context, NODE), table[i].rc);
		assert_logged(table[i].says);
		assert_int_equal(Tss2_Tcti_Transmit(context, sizeof(command), command),
				 TSS2_TCTI_RC_ABI_MISMATCH);
		Tss2_Tcti_Finalize(context);
	}
	assert_int_equal(initialize(context, "wait=x"), TSS2_TCTI_RC_BAD_VALUE);
	assert_logged("\"wait=x\": not a time");
	free(context);
}

/* Without TSS2_LOG one line for what failed, and nothing more; with all+none not a byte. */
static void test_default_log(void **state)
{
	static const char *const values[] = { NULL, "esys+debug", "all+none", "tcti+none" };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const char *text;
		struct bench b;

		if (values[i])
			setenv("TSS2_LOG", values[i], 1);
		else
			unsetenv("TSS2_LOG");
		bench_open(&b, NODE);
		inject_errno(INJECT_WRITE, 1, EPIPE);
		assert_int_equal(transmit(&b), TSS2_TCTI_RC_NO_CONNECTION);
		bench_close(&b);
		text = logged();
		if (i < 2) {
			assert_int_equal(strncmp(text, "ERROR:tcti:" NODE ": sending", 30), 0);
			assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
		} else {
			assert_string_equal(text, "");
		}
	}
	setenv("TSS2_LOG", "tcti+warning", 1);
}

static void test_debug(void **state)
{
	struct bench b;

	(void)state;
	setenv("TSS2_LOG", "all+debug", 1);
	bench_open(&b, NODE);
	assert_int_equal(transmit(&b), TSS2_RC_SUCCESS);
	assert_logged("DEBUG:tcti:" NODE ": command 0x00000044, 10 bytes\n");
	assert_int_equal(receive(&b), TSS2_RC_SUCCESS);
	assert_logged("DEBUG:tcti:" NODE ": response 0x00000922, 10 bytes\n");
	bench_close(&b);
	setenv("TSS2_LOG", "tcti+warning", 1);
}

static int setup(void **state)
{
	(void)state;
	setenv("TSS2_LOG", "tcti+warning", 1);
	return log_file_create();
}

static int teardown(void **state)
{
	(void)state;
	return unlink(log_path);
}

int main(void)
{
	static bool stay = false, reopen = true;
	const struct CMUnitTest tests[] = {
		{ "test_failures", test_failures, NULL, NULL, &stay },
		{ "test_failures with reopen=yes", test_failures, NULL, NULL, &reopen },
		cmocka_unit_test(test_gone_for_a_while),
		cmocka_unit_test(test_errno_table),
		cmocka_unit_test(test_opening),
		cmocka_unit_test(test_default_log),
		cmocka_unit_test(test_debug),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
