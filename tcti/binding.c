/* SPDX-License-Identifier: BSD-2-Clause */
/* The I/O core as a TSS2 TCTI context. */
#include "binding.h"

#include <errno.h>
#include <string.h>

#include "log.h"

#define TCTI_MAGIC   UINT64_C(0x9bd3c6f0a5174e21)
#define TCTI_VERSION 2

enum state { STATE_TRANSMIT, STATE_RECEIVE, STATE_FINAL };

/* What the caller's TSS2_TCTI_CONTEXT really is. */
struct binding {
	TSS2_TCTI_CONTEXT_COMMON_V2 common; /* first: the specification's */
	const struct tcti_policy *policy;
	enum state state;
	enum tcti_log_level log;
	bool lost; /* the TPM, or this client's state in the kernel, is gone */
	struct tcti_conf conf;
	struct tcti_chardev dev;
};

TSS2_RC tcti_binding_rc(int error_number)
{
	static const struct {
		int error_number;
		TSS2_RC rc;
	} table[] = {
		{ 0, TSS2_RC_SUCCESS },
		{ -ENOENT, TSS2_TCTI_RC_NO_CONNECTION },
		{ -ENOTDIR, TSS2_TCTI_RC_NO_CONNECTION },
		{ -ENODEV, TSS2_TCTI_RC_NO_CONNECTION },
		{ -ENXIO, TSS2_TCTI_RC_NO_CONNECTION },
		{ -EOPNOTSUPP, TSS2_TCTI_RC_NO_CONNECTION },
		{ -EPIPE, TSS2_TCTI_RC_NO_CONNECTION },
		{ -ECONNRESET, TSS2_TCTI_RC_NO_CONNECTION },
		{ -ECANCELED, TSS2_TCTI_RC_NO_CONNECTION },
		{ -EIO, TSS2_TCTI_RC_NO_CONNECTION },
		{ -EACCES, TSS2_TCTI_RC_NOT_PERMITTED },
		{ -EPERM, TSS2_TCTI_RC_NOT_PERMITTED },
		{ -EAGAIN, TSS2_TCTI_RC_TRY_AGAIN },
		{ -EBADMSG, TSS2_TCTI_RC_MALFORMED_RESPONSE },
		{ -ENOMEM, TSS2_TCTI_RC_MEMORY },
		{ -EFAULT, TSS2_TCTI_RC_GENERAL_FAILURE },
		{ -EINVAL, TSS2_TCTI_RC_BAD_VALUE },
		{ -E2BIG, TSS2_TCTI_RC_BAD_VALUE },
		{ -ENAMETOOLONG, TSS2_TCTI_RC_BAD_VALUE },
		{ -ENOTTY, TSS2_TCTI_RC_BAD_VALUE },
		{ -ENOTUNIQ, TSS2_TCTI_RC_BAD_VALUE },
		{ -EBADF, TSS2_TCTI_RC_BAD_VALUE },
		{ -EPROTO, TSS2_TCTI_RC_BAD_SEQUENCE },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].error_number == error_number)
			return table[i].rc;
	}
	return TSS2_TCTI_RC_IO_ERROR;
}

static TSS2_RC failed(struct binding *b, int r)
{
	TSS2_RC rc = tcti_binding_rc(r);

	tcti_log(b->log, r == -EAGAIN ? TCTI_LOG_DEBUG : TCTI_LOG_ERROR, "%s (0x%08x)",
		 b->dev.error.text, rc);
	return rc;
}

/* After these an open node is of no more use. */
static bool is_lost(int r)
{
	return r == -EPIPE || r == -ENODEV || r == -ENXIO || r == -ECANCELED || r == -ECONNRESET ||
	       r == -EIO || r == -EFAULT;
}

static TSS2_RC failed_io(struct binding *b, int r)
{
	b->lost = is_lost(r);
	if (b->lost && b->conf.reopen)
		tcti_error_add(&b->dev.error, "; it will be (reopen=yes)");
	return failed(b, r);
}

static TSS2_RC reopen(struct binding *b)
{
	int r;

	tcti_chardev_close(&b->dev);
	r = b->policy->open(&b->conf, &b->dev);
	if (r < 0)
		return failed(b, r);
	b->lost = false;
	tcti_log(b->log, TCTI_LOG_WARNING,
		 "%s: opened anew; objects and sessions of the earlier connection are lost",
		 b->dev.name);
	return TSS2_RC_SUCCESS;
}

/* The context as ours, or why it cannot be used. */
static TSS2_RC check_context(TSS2_TCTI_CONTEXT *context, struct binding **ret_binding)
{
	struct binding *b = (struct binding *)context;

	if (!b)
		return TSS2_TCTI_RC_BAD_REFERENCE;
	if (b->common.v1.magic != TCTI_MAGIC || b->common.v1.version != TCTI_VERSION)
		return TSS2_TCTI_RC_BAD_CONTEXT;
	*ret_binding = b;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC check_state(TSS2_TCTI_CONTEXT *context, enum state state,
			   struct binding **ret_binding)
{
	TSS2_RC rc = check_context(context, ret_binding);

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return (*ret_binding)->state == state ? TSS2_RC_SUCCESS : TSS2_TCTI_RC_BAD_SEQUENCE;
}

static TSS2_RC binding_transmit(TSS2_TCTI_CONTEXT *context, size_t size, const uint8_t *command)
{
	struct tcti_header header;
	struct binding *b;
	TSS2_RC rc;
	int r;

	rc = check_state(context, STATE_TRANSMIT, &b);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (!command)
		return TSS2_TCTI_RC_BAD_REFERENCE;
	if (b->lost && b->conf.reopen) {
		rc = reopen(b);
		if (rc != TSS2_RC_SUCCESS)
			return rc;
	}
	r = tcti_chardev_transmit(&b->dev, command, size);
	if (r < 0)
		return failed_io(b, r);
	if (b->log >= TCTI_LOG_DEBUG && tcti_header_parse(command, size, &header) == 0)
		tcti_log(b->log, TCTI_LOG_DEBUG, "%s: command 0x%08x, %zu bytes", b->dev.name,
			 header.code, size);
	b->state = STATE_RECEIVE;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC binding_receive(TSS2_TCTI_CONTEXT *context, size_t *size, uint8_t *response,
			       int32_t timeout)
{
	struct tcti_header header;
	struct binding *b;
	TSS2_RC rc;
	int r;

	rc = check_state(context, STATE_RECEIVE, &b);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (!size)
		return TSS2_TCTI_RC_BAD_REFERENCE;
	if (timeout < TSS2_TCTI_TIMEOUT_BLOCK)
		return TSS2_TCTI_RC_BAD_VALUE;

	r = tcti_chardev_receive(&b->dev, timeout);
	if (r < 0) {
		if (r == -EAGAIN)
			return failed(b, r);
		b->state = STATE_TRANSMIT;
		return failed_io(b, r);
	}
	if (!response) {
		*size = b->dev.response_size;
		return TSS2_RC_SUCCESS;
	}
	if (*size < b->dev.response_size) {
		*size = b->dev.response_size;
		return TSS2_TCTI_RC_INSUFFICIENT_BUFFER;
	}
	memcpy(response, b->dev.response, b->dev.response_size);
	*size = b->dev.response_size;
	if (b->log >= TCTI_LOG_DEBUG && tcti_header_parse(response, *size, &header) == 0)
		tcti_log(b->log, TCTI_LOG_DEBUG, "%s: response 0x%08x, %zu bytes", b->dev.name,
			 header.code, *size);
	tcti_chardev_release(&b->dev);
	b->state = STATE_TRANSMIT;
	return TSS2_RC_SUCCESS;
}

static void binding_finalize(TSS2_TCTI_CONTEXT *context)
{
	struct binding *b;

	if (check_context(context, &b) != TSS2_RC_SUCCESS)
		return;
	tcti_chardev_close(&b->dev);
	b->state = STATE_FINAL;
}

static TSS2_RC binding_cancel(TSS2_TCTI_CONTEXT *context)
{
	struct binding *b;
	TSS2_RC rc = check_state(context, STATE_RECEIVE, &b);

	return rc == TSS2_RC_SUCCESS ? TSS2_TCTI_RC_NOT_IMPLEMENTED : rc;
}

static TSS2_RC binding_get_poll_handles(TSS2_TCTI_CONTEXT *context, TSS2_TCTI_POLL_HANDLE *handles,
					size_t *num_handles)
{
	struct binding *b;
	TSS2_RC rc = check_context(context, &b);
	int r;

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (b->state == STATE_FINAL)
		return TSS2_TCTI_RC_BAD_SEQUENCE;
	if (!num_handles)
		return TSS2_TCTI_RC_BAD_REFERENCE;
	if (handles && *num_handles < 1) {
		*num_handles = 1;
		return TSS2_TCTI_RC_INSUFFICIENT_BUFFER;
	}
	if (handles) {
		r = tcti_chardev_poll_fd(&b->dev);
		if (r < 0)
			return failed(b, r);
		handles[0] = (TSS2_TCTI_POLL_HANDLE){ .fd = r, .events = POLLIN };
	}
	*num_handles = 1;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC binding_set_locality(TSS2_TCTI_CONTEXT *context, uint8_t locality)
{
	struct binding *b;
	TSS2_RC rc = check_state(context, STATE_TRANSMIT, &b);

	(void)locality;
	return rc == TSS2_RC_SUCCESS ? TSS2_TCTI_RC_NOT_IMPLEMENTED : rc;
}

static TSS2_RC binding_make_sticky(TSS2_TCTI_CONTEXT *context, TPM2_HANDLE *handle, uint8_t sticky)
{
	struct binding *b;
	TSS2_RC rc = check_state(context, STATE_TRANSMIT, &b);

	(void)sticky;
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return handle ? TSS2_TCTI_RC_NOT_IMPLEMENTED : TSS2_TCTI_RC_BAD_REFERENCE;
}

static TSS2_RC open_device(struct binding *b, const char *config)
{
	int r;

	r = b->policy->parse(config, &b->conf, b->dev.error.text, sizeof(b->dev.error.text));
	if (r < 0)
		return failed(b, r);
	r = b->policy->open(&b->conf, &b->dev);
	if (r < 0)
		return failed(b, r);
	if (b->dev.error.text[0])
		tcti_log(b->log, TCTI_LOG_WARNING, "%s", b->dev.error.text);
	tcti_log(b->log, TCTI_LOG_DEBUG, "%s: opened by %s", b->dev.name, b->policy->info.name);
	return TSS2_RC_SUCCESS;
}

TSS2_RC tcti_binding_init(const struct tcti_policy *policy, TSS2_TCTI_CONTEXT *context,
			  size_t *size, const char *config)
{
	struct binding *b = (struct binding *)context;
	TSS2_RC rc;

	if (!size)
		return TSS2_TCTI_RC_BAD_VALUE;
	if (!b) {
		*size = sizeof(*b);
		return TSS2_RC_SUCCESS;
	}
	if (*size < sizeof(*b)) {
		*size = sizeof(*b);
		return TSS2_TCTI_RC_INSUFFICIENT_BUFFER;
	}
	/* Cleared, a context of an initialization that failed is none. */
	memset(&b->common, 0, sizeof(b->common));
	b->policy = policy;
	b->log = tcti_log_level_get();
	b->lost = false;
	tcti_chardev_init(&b->dev);
	rc = open_device(b, config);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	b->common = (TSS2_TCTI_CONTEXT_COMMON_V2){
		.v1 = {
			.magic = TCTI_MAGIC,
			.version = TCTI_VERSION,
			.transmit = binding_transmit,
			.receive = binding_receive,
			.finalize = binding_finalize,
			.cancel = binding_cancel,
			.getPollHandles = binding_get_poll_handles,
			.setLocality = binding_set_locality,
		},
		.makeSticky = binding_make_sticky,
	};
	b->state = STATE_TRANSMIT;
	return TSS2_RC_SUCCESS;
}
