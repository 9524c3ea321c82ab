/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * USDT probes of provider tpm_tcti, where <sys/sdt.h> exists: a no-operation until perf, bpftrace or
 * SystemTap attaches. tcti/latency.bt uses them.
 *
 *	transmit (char *node, uint32_t command_code, size_t size)	a command was sent
 *	receive  (char *node, uint32_t response_code, size_t size)	its response is there
 *	retry    (char *node, int errno)				a system call is made again
 *	error    (char *node, int errno, int io)			a system call failed; io: 0 write,
 *									1 poll, 2 read
 */
#ifndef TCTI_TRACE_H
#define TCTI_TRACE_H

#if defined(__has_include)
#if __has_include(<sys/sdt.h>)
#include <sys/sdt.h>
#define TCTI_HAS_SDT
#endif
#endif

#ifdef TCTI_HAS_SDT
#define TCTI_TRACE2(name, a, b)	   DTRACE_PROBE2(tpm_tcti, name, a, b)
#define TCTI_TRACE3(name, a, b, c) DTRACE_PROBE3(tpm_tcti, name, a, b, c)
#else
#define TCTI_TRACE2(name, a, b)	   ((void)(a), (void)(b))
#define TCTI_TRACE3(name, a, b, c) ((void)(a), (void)(b), (void)(c))
#endif

#endif
