/* SPDX-License-Identifier: BSD-2-Clause */
/* The TSS2 face of the I/O core. */
#include "binding.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "log.h"

enum binding_state { STATE_TRANSMIT = 1, STATE_RECEIVE, STATE_FINAL };

struct binding {
	TSS2_TCTI_CONTEXT_COMMON_V2 common; /* must be first */
	const struct tcti_policy *policy;
	enum binding_state state;
	struct chardev dev;
};

static TSS2_RC binding_check(TSS2_TCTI_CONTEXT *context, enum binding_state state,
			     struct binding **ret_binding)
{
	struct binding *b = (struct binding *)context;

	if (!b)
		return TSS2_TCTI_RC_BAD_REFERENCE;
	if (!b->policy || b->common.v1.magic != b->policy->magic || b->common.v1.version != 2)
		return TSS2_TCTI_RC_BAD_CONTEXT;
	if (state && b->state != state)
		return TSS2_TCTI_RC_BAD_SEQUENCE;
	*ret_binding = b;
	return TSS2_RC_SUCCESS;
}

/* The one table from errno to return code; the log line tells the rest apart. */
static TSS2_RC rc_of(int r)
{
	switch (-r) {
	case 0:
		return TSS2_RC_SUCCESS;
	case EAGAIN:
		return TSS2_TCTI_RC_TRY_AGAIN;
	case EMSGSIZE:
	case EBADMSG:
		return TSS2_TCTI_RC_MALFORMED_RESPONSE;
	case ENOLINK:
	case ENODEV:
	case ENXIO:
	case EPIPE:
	case ECANCELED:
	case ECONNRESET:
		return TSS2_TCTI_RC_NO_CONNECTION;
	case ENOMEM:
		return TSS2_TCTI_RC_MEMORY;
	default:
		return TSS2_TCTI_RC_IO_ERROR;
	}
}

static TSS2_RC fail(struct binding *b, int r, const char *where)
{
	log_error(where, b->dev.error);
	return rc_of(r);
}

static TSS2_RC binding_transmit(TSS2_TCTI_CONTEXT *context, size_t size, const uint8_t *command)
{
	struct wire_header header;
	struct binding *b;
	TSS2_RC rc = binding_check(context, STATE_TRANSMIT, &b);
	int r;

	if (rc)
		return rc;
	if (!command)
		return TSS2_TCTI_RC_BAD_REFERENCE;
	r = chardev_send(&b->dev, command, size);
	if (r < 0) {
		rc = fail(b, r, "transmit");
		return wire_check(command, size, &header) < 0 ? TSS2_TCTI_RC_BAD_VALUE : rc;
	}
	b->state = STATE_RECEIVE;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC binding_receive(TSS2_TCTI_CONTEXT *context, size_t *size, uint8_t *response,
			       int32_t timeout)
{
	struct binding *b;
	TSS2_RC rc = binding_check(context, STATE_RECEIVE, &b);
	int r;

	if (rc)
		return rc;
	if (!size)
		return TSS2_TCTI_RC_BAD_REFERENCE;
	if (timeout < TSS2_TCTI_TIMEOUT_BLOCK)
		return TSS2_TCTI_RC_BAD_VALUE;
	r = chardev_wait(&b->dev, timeout);
	if (r == -EAGAIN)
		return TSS2_TCTI_RC_TRY_AGAIN;
	if (r < 0) {
		b->state = STATE_TRANSMIT;
		return fail(b, r, "receive");
	}
	if (!response) {
		*size = (size_t)r;
		return TSS2_RC_SUCCESS;
	}
	if (*size < (size_t)r) {
		*size = (size_t)r;
		return TSS2_TCTI_RC_INSUFFICIENT_BUFFER;
	}
	*size = (size_t)r;
	chardev_fetch(&b->dev, response, (size_t)r);
	b->state = STATE_TRANSMIT;
	return TSS2_RC_SUCCESS;
}

static void binding_finalize(TSS2_TCTI_CONTEXT *context)
{
	struct binding *b;

	if (binding_check(context, 0, &b) || b->state == STATE_FINAL)
		return;
	chardev_close(&b->dev);
	b->state = STATE_FINAL;
}

/* Linux has no way to cancel a TPM 2.0 command. */
static TSS2_RC binding_cancel(TSS2_TCTI_CONTEXT *context)
{
	struct binding *b;
	TSS2_RC rc = binding_check(context, STATE_RECEIVE, &b);

	return rc ? rc : TSS2_TCTI_RC_NOT_IMPLEMENTED;
}

static TSS2_RC binding_get_poll_handles(TSS2_TCTI_CONTEXT *context, TSS2_TCTI_POLL_HANDLE *handles,
					size_t *num_handles)
{
	struct binding *b;
	TSS2_RC rc = binding_check(context, 0, &b);

	if (rc)
		return rc;
	if (!num_handles)
		return TSS2_TCTI_RC_BAD_REFERENCE;
	if (b->state == STATE_FINAL)
		return TSS2_TCTI_RC_BAD_SEQUENCE;
	if (handles && *num_handles < 1) {
		*num_handles = 1;
		return TSS2_TCTI_RC_INSUFFICIENT_BUFFER;
	}
	*num_handles = 1;
	if (handles)
		handles[0] = (TSS2_TCTI_POLL_HANDLE){ .fd = b->dev.fd, .events = POLLIN };
	return TSS2_RC_SUCCESS;
}

/* The kernel's driver chooses the locality. */
static TSS2_RC binding_set_locality(TSS2_TCTI_CONTEXT *context, uint8_t locality)
{
	struct binding *b;
	TSS2_RC rc = binding_check(context, STATE_TRANSMIT, &b);

	(void)locality;
	return rc ? rc : TSS2_TCTI_RC_NOT_IMPLEMENTED;
}

static TSS2_RC binding_make_sticky(TSS2_TCTI_CONTEXT *context, TPM2_HANDLE *handle, uint8_t sticky)
{
	struct binding *b;
	TSS2_RC rc = binding_check(context, STATE_TRANSMIT, &b);

	(void)sticky;
	if (!rc && !handle)
		return TSS2_TCTI_RC_BAD_REFERENCE;
	return rc ? rc : TSS2_TCTI_RC_NOT_IMPLEMENTED;
}

TSS2_RC binding_init(const struct tcti_policy *policy, TSS2_TCTI_CONTEXT *tcti_context,
		     size_t *size, const char *conf)
{
	struct binding *b = (struct binding *)tcti_context;
	int r;

	if (!size)
		return TSS2_TCTI_RC_BAD_VALUE;
	if (!b) {
		*size = sizeof(*b);
		return TSS2_RC_SUCCESS;
	}
	if (*size < sizeof(*b))
		return TSS2_TCTI_RC_INSUFFICIENT_BUFFER;
	memset(b, 0, offsetof(struct binding, dev));
	chardev_init(&b->dev);
	r = policy->open(&b->dev, conf);
	if (r < 0) {
		TSS2_RC rc = fail(b, r, "open");

		/* What tpm2-tss' own modules answer, and what its callers look for. */
		return r == -EINVAL			  ? TSS2_TCTI_RC_BAD_VALUE
		       : rc == TSS2_TCTI_RC_NO_CONNECTION ? TSS2_TCTI_RC_IO_ERROR
							  : rc;
	}
	b->common = (TSS2_TCTI_CONTEXT_COMMON_V2){
		.v1 = { .magic = policy->magic,
			.version = 2,
			.transmit = binding_transmit,
			.receive = binding_receive,
			.finalize = binding_finalize,
			.cancel = binding_cancel,
			.getPollHandles = binding_get_poll_handles,
			.setLocality = binding_set_locality },
		.makeSticky = binding_make_sticky,
	};
	b->policy = policy;
	b->state = STATE_TRANSMIT;
	return TSS2_RC_SUCCESS;
}
