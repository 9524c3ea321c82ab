/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SELF_TEST_KEYS_H
#define SELF_TEST_KEYS_H

#include "self-test-steps.h"

/* Each returns what came of it, and leaves a note where there is something to say. */
enum step_status step_ek(struct self_test *test);
enum step_status step_certificate(struct self_test *test);
enum step_status step_ak(struct self_test *test);
enum step_status step_credential(struct self_test *test);

#endif
