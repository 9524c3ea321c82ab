/* SPDX-License-Identifier: BSD-2-Clause */
/* Holding off cancellation. Apart from its users, because the compiler guards every function that
 * hands out the address of a variable. */
#include "cancel.h"

#include <pthread.h>

bool tcti_cancel_set_state(bool is_enabled)
{
	int before = PTHREAD_CANCEL_ENABLE;

	pthread_setcancelstate(is_enabled ? PTHREAD_CANCEL_ENABLE : PTHREAD_CANCEL_DISABLE,
			       &before);
	return before == PTHREAD_CANCEL_ENABLE;
}
