/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SELF_TEST_STORAGE_H
#define SELF_TEST_STORAGE_H

#include "self-test-steps.h"

/* Each returns what came of it, and leaves a note where there is something to say. */
enum step_status step_storage_key(struct self_test *test);
enum step_status step_wrapped_key(struct self_test *test);
enum step_status step_sealed_data(struct self_test *test);

#endif
