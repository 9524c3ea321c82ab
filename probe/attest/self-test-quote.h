/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SELF_TEST_QUOTE_H
#define SELF_TEST_QUOTE_H

#include "self-test-steps.h"

/* Each returns what came of it, and leaves a note where there is something to say. */
enum step_status step_quote(struct self_test *test);
enum step_status step_signature(struct self_test *test);
enum step_status step_nonce(struct self_test *test);
enum step_status step_pcrs(struct self_test *test);
enum step_status step_log(struct self_test *test);

#endif
