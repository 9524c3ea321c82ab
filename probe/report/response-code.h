/* SPDX-License-Identifier: BSD-2-Clause */
/* A response code, decoded. */
#ifndef RESPONSE_CODE_H
#define RESPONSE_CODE_H

#include "fact.h"

struct response_code {
	struct number_fact code;
	struct text_fact hex, layer, name, text, meaning, remedy;
	struct number_fact parameter, handle, session;
};

#endif
