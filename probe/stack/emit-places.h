/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef EMIT_PLACES_H
#define EMIT_PLACES_H

#include "emit-text.h"

/* Each is one format. */
void emit_generator(struct emit *emit);
void emit_docker(struct emit *emit);
void emit_dockerfile(struct emit *emit);
void emit_compose(struct emit *emit);
void emit_nixos(struct emit *emit);

#endif
