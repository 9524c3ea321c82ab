/* SPDX-License-Identifier: BSD-2-Clause */
/* emit: the environment generator, containers, NixOS. */
#include "emit-places.h"

#include "report.h"
#include "emit-fapi.h"

/*
 * systemd.environment-generator(7). It runs before much else does, as a user's or as the system's:
 * it reads sysfs only, and whatever somebody has set already stays.
 */
void emit_generator(struct emit *emit)
{
	static const char *const head[] = {
		"#!/bin/sh",
		"# Made by tpm-probe tcti emit generator: tells programs which TPM to take, where",
		"# nobody has told them. See systemd.environment-generator(7).",
	};
	static const char *const discovery[] = {
		"# The platform's own TPM ahead of virtual ones, by its resource manager's node.",
		"find_node() {",
		"    for class in /sys/class/tpmrm/tpmrm*; do",
		"        node=/dev/${class##*/}",
		"        if [ -e \"$class/$1\" ] && [ -c \"$node\" ]; then",
		"            echo \"$node\"",
		"            return",
		"        fi",
		"    done",
		"}",
		"node=$(find_node device)",
		"[ -n \"$node\" ] || node=$(find_node dev)",
		"[ -n \"$node\" ] || exit 0",
		"tcti=device:$node",
	};
	static const char *const tail[] = {
		"for name in TPM2TOOLS_TCTI TPM2_PKCS11_TCTI TPM2OPENSSL_TCTI \\",
		"    TPM2TSSENGINE_TCTI TCTI; do",
		"    eval \"value=\\${$name-}\"",
		"    [ -n \"$value\" ] || echo \"$name=$tcti\"",
		"done",
		"if [ -n \"$node\" ] && [ -z \"${TPM_INTERFACE_TYPE-}${TPM_DEVICE-}\" ]; then",
		"    echo TPM_INTERFACE_TYPE=dev",
		"    echo \"TPM_DEVICE=$node\"",
		"fi",
	};

	for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
		emit_line(emit, "%s", head[i]);
	if (emit->found) {
		for (size_t i = 0; i < sizeof(discovery) / sizeof(discovery[0]); i++)
			emit_line(emit, "%s", discovery[i]);
	} else {
		emit_line(emit, "tcti='%s'", emit->tcti);
		emit_line(emit, "node='%s'", !strcmp(emit->interface, "device") ? emit->conf : "");
	}
	for (size_t i = 0; i < sizeof(tail) / sizeof(tail[0]); i++)
		emit_line(emit, "%s", tail[i]);
	emit_note(emit, "for system units put it into /etc/systemd/system-environment-generators/ "
			"as well");
}

static bool is_device(const struct emit *emit)
{
	return !strcmp(emit->interface, "device");
}

/* Numbers of groups are the host's: names of the image's mean other ones. */
void emit_docker(struct emit *emit)
{
	if (is_device(emit)) {
		emit_line(emit, "--device=%s:%s", emit->conf, emit->conf);
		emit_line(emit, "--group-add=$(stat -c %%g %s)", emit->conf);
	} else {
		emit_line(emit, "--volume=/run/dbus/system_bus_socket:"
				"/run/dbus/system_bus_socket");
	}
	for (size_t i = 0; i < emit->variables.count; i++)
		emit_line(emit, "--env=%s=%s", emit->variables.items[i].name,
			  emit->variables.items[i].value);
	emit_note(emit,
		  "eval docker run $(tpm-probe tcti emit docker) IMAGE; the group's number is that "
		  "of the host's node: put it in where no shell does");
	emit_note(emit, "never --privileged: the node and the group are all that is needed");
}

void emit_dockerfile(struct emit *emit)
{
	for (size_t i = 0; i < emit->variables.count; i++)
		emit_line(emit, "ENV %s=\"%s\"", emit->variables.items[i].name,
			  emit->variables.items[i].value);
	emit_note(emit, "the node is given when the container runs: tpm-probe tcti emit docker");
}

void emit_compose(struct emit *emit)
{
	emit_line(emit, "services:");
	emit_line(emit, "  app:");
	if (is_device(emit)) {
		emit_line(emit, "    devices:");
		emit_line(emit, "      - \"%s:%s\"", emit->conf, emit->conf);
		emit_line(emit, "    group_add:");
		emit_line(emit, "      - \"${TPM_GID:?export TPM_GID=$$(stat -c %%g %s)}\"",
			  emit->conf);
	} else {
		emit_line(emit, "    volumes:");
		emit_line(emit, "      - \"/run/dbus/system_bus_socket:"
				"/run/dbus/system_bus_socket\"");
	}
	emit_line(emit, "    environment:");
	for (size_t i = 0; i < emit->variables.count; i++)
		emit_line(emit, "      %s: \"%s\"", emit->variables.items[i].name,
			  emit->variables.items[i].value);
	emit_note(emit, "app stands for your service's name");
}

/* The options of security.tpm2, under their own names. */
void emit_nixos(struct emit *emit)
{
	const char *less = emit->request->ek_cert_less ? emit_ek_cert_less(emit) : NULL;

	emit_line(emit, "# Made by tpm-probe; taken away by: tpm-probe tcti emit nixos --undo");
	emit_line(emit, "{ ... }:");
	emit_line(emit, "{");
	emit_line(emit, "  security.tpm2 = {");
	emit_line(emit, "    enable = true;");
	emit_line(emit, "    abrmd.enable = %s;", is_device(emit) ? "false" : "true");
	emit_line(emit, "    pkcs11.enable = %s;", emit->request->pkcs11 ? "true" : "false");
	emit_line(emit, "    tctiEnvironment = {");
	emit_line(emit, "      enable = true;");
	emit_line(emit, "      interface = \"%s\";", emit->interface);
	emit_line(emit, "      %s = \"%s\";", is_device(emit) ? "deviceConf" : "tabrmdConf",
		  emit->conf);
	emit_line(emit, "    };");
	if (emit->request->profile_name || less) {
		emit_line(emit, "    fapi = {");
		if (emit->request->profile_name)
			emit_line(emit, "      profileName = \"%s\";", emit->request->profile_name);
		if (less)
			emit_line(emit, "      ekCertLess = %s;",
				  !strcmp(less, "yes") ? "true" : "false");
		emit_line(emit, "    };");
	}
	emit_line(emit, "  };");
	emit_line(emit, "}");
	emit_note(emit, "add ./tpm-probe.nix to the imports of configuration.nix, then "
			"nixos-rebuild switch");
	emit_note(emit, "tctiEnvironment sets TPM2TOOLS_TCTI and TPM2_PKCS11_TCTI, in shells only");
}
