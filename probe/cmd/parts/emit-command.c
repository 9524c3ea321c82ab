/* SPDX-License-Identifier: BSD-2-Clause */
/* emit: look at the machine as far as the format asks, make the text, put it where it is wanted. */
#include "emit-command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "collect-host.h"
#include "collect-selected.h"
#include "host.h"
#include "install.h"
#include "output.h"
#include "report.h"
#include "root.h"
#include "select.h"

enum { CONFIG_MAX = 1 << 18 };

struct emit_values {
	const char *interface, *device_conf, *tabrmd_conf, *profile_name, *ek_cert_less;
	bool write, undo;
};

#define AT(member) offsetof(struct emit_values, member)
static const struct option_row rows[] = {
	{ "interface", 0, OPTION_TEXT, AT(interface), "WAY", "device tabrmd",
	  .help = "emit: the kind of TCTI (device)" },
	{ "device-conf", 0, OPTION_TEXT, AT(device_conf), "PATH", "@file",
	  .help = "emit: the node (the resource manager's of the first TPM)" },
	{ "tabrmd-conf", 0, OPTION_TEXT, AT(tabrmd_conf), "CONF", NULL,
	  .help = "emit: bus_name=com.intel.tss2.Tabrmd" },
	{ "profile-name", 0, OPTION_TEXT, AT(profile_name), "PROFILE", NULL,
	  .help = "emit fapi, nixos: the profile, e.g. P_RSA2048SHA256" },
	{ "ek-cert-less", 0, OPTION_TEXT, AT(ek_cert_less), "WHEN", "yes no auto",
	  .help = "emit fapi, nixos: do without an EK certificate; auto: if the TPM has none that fits" },
	{ "write", 0, OPTION_FLAG, AT(write), NULL, NULL,
	  .help = "emit: put it where it belongs; below --sysroot, if that is given" },
	{ "undo", 0, OPTION_FLAG, AT(undo), NULL, NULL,
	  .help = "emit: remove exactly what --write put there; without FORMAT: all of it" },
};
const struct option_group emit_options = OPTION_GROUP(rows, struct emit_values, NULL);

/* The TPM is asked only where its certificates decide. */
static int look_around(struct run *run, const struct emit_request *request)
{
	const char *less = request->ek_cert_less;
	bool fapi = !strcmp(request->format, "fapi"), nixos = !strcmp(request->format, "nixos");
	bool decide = less ? !strcmp(less, "auto") && (fapi || nixos) : fapi;
	struct tpmsysfs *ctx;
	int status;

	if (!decide && (run->options.device || run->options.tcti || run->options.simulator))
		return run_fail(run, EXIT_USAGE, "--device-conf names the node that is to be taken",
				"emit %s asks no TPM: it goes with no -d, -T and --simulator",
				request->format);
	if (decide)
		status = examine_selected(run,
					  COLLECT_IDENTITY | COLLECT_CAPABILITIES | COLLECT_KEYS);
	else
		status = select_open_sysfs(run, &ctx);
	if (!status && !decide)
		tpmsysfs_free(ctx);
	if (!status && fapi && !run->options.from && (!decide || run->options.simulator) &&
	    collect_host(run->report, run->options.sysroot) < 0)
		return run_fail(run, EXIT_GENERAL, NULL, "cannot look at this machine");
	return status;
}

/* malloc'd, or NULL. */
static char *read_config(const struct run *run)
{
	const struct text_fact *path = &run->report->host->fapi.config;
	struct root root;
	char *text = NULL;

	if (!fact_known(&path->fact) || run->options.from ||
	    root_open(&root, run->options.sysroot) < 0)
		return NULL;
	root_read_all(&root, path->value, CONFIG_MAX, &text);
	root_close(&root);
	return text;
}

static int fail_errno(struct run *run, int r)
{
	const struct emission *emissions = run->report->emissions.items;
	size_t n = run->report->emissions.count;
	const char *path = n ? text_of(&emissions[n - 1].path, "") : "",
		   *reason = n ? text_of(&emissions[n - 1].reason, strerror(-r)) : strerror(-r);

	return run_fail(run,
			r == -EACCES || r == -EPERM || r == -EROFS ? EXIT_DENIED : EXIT_GENERAL,
			r == -EACCES || r == -EPERM ? "run it as root" : NULL, "%s%s%s", path,
			*path ? ": " : "", reason);
}

/* Each file that was left is named. */
static int judge(struct run *run)
{
	const struct emission *emissions = run->report->emissions.items;
	int status = EXIT_OK;

	for (size_t i = 0; i < run->report->emissions.count; i++)
		if (state_is(&emissions[i].state, EMISSION_KEPT))
			status = run_fail(run, EXIT_GENERAL,
					  "look at it, and remove or move it by hand",
					  "%s was left as it is: %s",
					  text_of(&emissions[i].path, "?"),
					  text_of(&emissions[i].reason, "?"));
	return status;
}

static int undo(struct run *run, const struct emit_request *request)
{
	const char *path = NULL;
	int r;

	if (request->format) {
		if (!strcmp(request->format, "fapi"))
			collect_host(run->report, run->options.sysroot);
		path = emit_path(run->report, request);
		if (!path)
			return run_fail(run, EXIT_USAGE, NULL,
					"emit %s writes no file: there is nothing to undo",
					request->format);
	}
	r = install_undo(run->report, run->options.sysroot, path);
	return output_show(run, r < 0 ? fail_errno(run, r) : judge(run));
}

static int make(struct run *run, const struct emit_request *request, bool write)
{
	struct emission *emission;
	const char *wrong = emit_make(run->report, request, &emission);
	int r;

	if (wrong)
		return run_fail(run, EXIT_USAGE, NULL, "%s", wrong);
	if (!write)
		return output_show(run, EXIT_OK);
	if (!fact_known(&emission->path.fact))
		return run_fail(run, EXIT_USAGE, "redirect the output to where you want it",
				"emit %s has no place of its own", request->format);
	r = install_write(run->report, run->options.sysroot, emission,
			  emit_replaces(request->format));
	return output_show(run, r < 0 ? fail_errno(run, r) : judge(run));
}

static int fail_format(struct run *run, const char *format)
{
	int status = run_fail(run, EXIT_USAGE, NULL,
			      format ? "emit: there is no format \"%s\"" : "emit needs a format%s",
			      format ? format : "");

	fprintf(stderr, "  formats:");
	for (size_t i = 0; emit_formats[i]; i++)
		fprintf(stderr, " %s", emit_formats[i]);
	fprintf(stderr, "\n");
	return status;
}

int emit_run(struct run *run, const struct emit_request *wanted)
{
	const struct emit_values *values = cmd_options(run, &emit_options);
	struct emit_request request = *wanted;
	_cleanup_free_ char *config = NULL;
	bool known = false;
	int status;

	request.interface = values->interface;
	request.device_conf = values->device_conf;
	request.tabrmd_conf = values->tabrmd_conf;
	request.profile_name = values->profile_name;
	request.ek_cert_less = values->ek_cert_less;
	for (size_t i = 0; request.format && emit_formats[i]; i++)
		known |= !strcmp(emit_formats[i], request.format);
	if (request.format ? !known : !values->undo)
		return fail_format(run, request.format);
	if (values->write && values->undo)
		return run_fail(run, EXIT_USAGE, NULL, "--write and --undo exclude one another");
	if (request.unit && request.format && strcmp(request.format, "systemd") != 0)
		return run_fail(run, EXIT_USAGE, NULL, "--unit belongs to emit systemd");
	run->render = render_text_emissions;
	run->text_options.verbatim = true;
	if (values->undo)
		return undo(run, &request);
	status = look_around(run, &request);
	if (status)
		return output_show(run, status);
	config = read_config(run);
	request.fapi_config = config;
	return make(run, &request, values->write);
}
