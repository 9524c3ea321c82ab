/* SPDX-License-Identifier: BSD-2-Clause */
/* The date of a specification, of which a TPM has year and day of the year. */
#ifndef IMPORT_DAY_H
#define IMPORT_DAY_H

#include "reader.h"

/* "Wed 2016-09-21", "Wednesday, December 18, 2019", "2019-12-18": identity.errata_year and .errata_day. */
void tell_date(struct reader *reader, struct slice text);

#endif
