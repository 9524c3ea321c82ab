/* SPDX-License-Identifier: BSD-2-Clause */
/* The functions that inline functions of libcrypto's headers call. */
#include "library-crypto.h"

#define FORWARD(name) ((__typeof__(&name))library_symbol(&library_crypto, LIBRARY_##name))

#undef OPENSSL_sk_new_null
OPENSSL_STACK *OPENSSL_sk_new_null(void)
{
	return FORWARD(OPENSSL_sk_new_null)();
}

#undef OPENSSL_sk_num
int OPENSSL_sk_num(const OPENSSL_STACK *stack)
{
	return FORWARD(OPENSSL_sk_num)(stack);
}

#undef OPENSSL_sk_pop_free
void OPENSSL_sk_pop_free(OPENSSL_STACK *stack, void (*destroy)(void *))
{
	FORWARD(OPENSSL_sk_pop_free)(stack, destroy);
}

#undef OPENSSL_sk_push
int OPENSSL_sk_push(OPENSSL_STACK *stack, const void *data)
{
	return FORWARD(OPENSSL_sk_push)(stack, data);
}

#undef OPENSSL_sk_value
void *OPENSSL_sk_value(const OPENSSL_STACK *stack, int index)
{
	return FORWARD(OPENSSL_sk_value)(stack, index);
}
