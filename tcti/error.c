/* SPDX-License-Identifier: BSD-2-Clause */
/* The texts of errors. What each errno of the TPM driver means was seen on Linux 6.1. */
#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "processes.h"
#include "tpmsysfs.h"

__attribute__((format(printf, 2, 0))) static void append(struct tcti_error *error, const char *fmt,
							 va_list args)
{
	size_t len = strlen(error->text);

	vsnprintf(error->text + len, sizeof(error->text) - len, fmt, args);
}

int tcti_error_set(struct tcti_error *error, int error_number, const char *fmt, ...)
{
	va_list args;

	error->text[0] = '\0';
	va_start(args, fmt);
	append(error, fmt, args);
	va_end(args);
	return error_number;
}

void tcti_error_add(struct tcti_error *error, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	append(error, fmt, args);
	va_end(args);
}

/* Mode bits or ACL keep the caller out, or they do not and something else does. */
static void explain_denied(struct tcti_error *error, const char *path)
{
	struct tpmsysfs_node node = { .devnode = (char *)path };
	struct tpmsysfs_access access;
	struct tpmsysfs *ctx;

	if (tpmsysfs_new(NULL, &ctx) < 0)
		return;
	if (tpmsysfs_read_access(ctx, &node, &access) < 0)
		goto free_ctx;
	if (!access.owner || !access.group) {
		if (access.verdict == TPMSYSFS_ACCESS_DENIED)
			tcti_error_add(error, ": a directory on the way to it may not be searched");
		goto clear_access;
	}
	tcti_error_add(error, " (owner %s, group %s, mode %04o)", access.owner, access.group,
		       (unsigned int)access.mode);
	if (access.verdict != TPMSYSFS_ACCESS_DENIED)
		tcti_error_add(error,
			       ": the mode allows it, so the cgroup's device policy, a "
			       "security module (SELinux, AppArmor) or a nodev mount forbids "
			       "it; see the audit log");
	else if (access.group_may && access.caller_in_group_db && !access.caller_in_group)
		tcti_error_add(error,
			       ": you are listed in group %s, but this login is older: log "
			       "in anew",
			       access.group);
	else if (access.group_to_join)
		tcti_error_add(error, ": join group %s (usermod -a -G %s USER) and log in anew",
			       access.group, access.group);
	else
		tcti_error_add(error, ": only its owner may use it; udev rules can give the "
				      "resource manager's node to group tss");
clear_access:
	tpmsysfs_access_clear(&access);
free_ctx:
	tpmsysfs_free(ctx);
}

static void explain_busy(struct tcti_error *error, const char *path)
{
	char processes[256];
	struct stat st;

	tcti_error_add(error, "busy: it opens only once, and ");
	if (stat(path, &st) == 0 &&
	    tcti_processes_with_open(st.st_rdev, processes, sizeof(processes)) > 0)
		tcti_error_add(error, "%s has it open", processes);
	else
		tcti_error_add(error,
			       "a process that /proc does not show to this user has it open");
	tcti_error_add(error, "; end that, use the resource manager's node (/dev/tpmrmN), or wait "
			      "for it (busy=5s of the module tpmrm)");
}

int tcti_error_open(struct tcti_error *error, int error_number, const char *path)
{
	tcti_error_set(error, error_number, "%s: ", path);
	switch (-error_number) {
	case ENOENT:
	case ENOTDIR:
		tcti_error_add(error, "no such node: no driver has found a TPM, or udev or the "
				      "container does not provide its node");
		break;
	case ENODEV:
	case ENXIO:
		tcti_error_add(error, "the node is there, but no device behind it: the driver was "
				      "unloaded or the TPM is gone");
		break;
	case EACCES:
		tcti_error_add(error, "permission denied");
		explain_denied(error, path);
		break;
	case EPERM:
		tcti_error_add(error,
			       "operation not permitted: the cgroup's device policy (is the "
			       "node passed to this container?) or a security module forbids "
			       "it");
		break;
	case EBUSY:
		explain_busy(error, path);
		break;
	default:
		tcti_error_add(error, "cannot open: %s", strerror(-error_number));
	}
	return error_number;
}

int tcti_error_io(struct tcti_error *error, int error_number, const char *name, enum tcti_io io)
{
	static const char *const doing[] = {
		[TCTI_IO_WRITE] = "sending the command",
		[TCTI_IO_POLL] = "waiting for the response",
		[TCTI_IO_READ] = "reading the response",
	};

	tcti_error_set(error, error_number, "%s: %s: ", name, doing[io]);
	switch (-error_number) {
	case EPIPE:
	case ENODEV:
	case ENXIO:
	case ECANCELED:
	case ECONNRESET:
		tcti_error_add(error, "the TPM is gone: unplugged, its driver unbound, or the far "
				      "end closed; open it anew");
		break;
	case EIO:
		tcti_error_add(error, "input/output error: the TPM is gone or its bus failed; see "
				      "the kernel log");
		break;
	case ETIME:
		tcti_error_add(error, "the TPM did not answer in the time that the kernel allows "
				      "the command; it may answer the next one");
		break;
	case EFAULT:
		tcti_error_add(error, "the kernel's resource manager cannot load this client's "
				      "objects and sessions any more, or the TPM's response was "
				      "malformed; open the node anew, their state is lost");
		break;
	case ENOMEM:
		tcti_error_add(error, "the kernel's resource manager has no room for one more "
				      "object or session of this client; flush one");
		break;
	case EINVAL:
		tcti_error_add(error, "refused: the command names a handle that this client does "
				      "not have, or its handle area is cut");
		break;
	case E2BIG:
		tcti_error_add(error, "the command is longer than this TPM's buffer");
		break;
	case EBUSY:
		tcti_error_add(error, "busy: the response to an earlier command, sent through "
				      "another copy of this descriptor, was not read yet");
		break;
	case ENOMSG:
		tcti_error_add(error, "no response any more: the kernel drops one that is not read "
				      "within 120 seconds");
		break;
	default:
		tcti_error_add(error, "%s", strerror(-error_number));
	}
	return error_number;
}
