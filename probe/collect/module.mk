probe/collect_SRCS := probe/collect/sysfs.c probe/collect/tpm.c probe/collect/questions.c probe/collect/capabilities.c \
	probe/collect/identity.c probe/collect/records.c probe/collect/rc.c probe/collect/verdicts.c \
	probe/collect/host.c probe/collect/host-kernel.c \
	probe/collect/keys.c probe/collect/objects.c probe/collect/latency.c probe/collect/certificate.c \
	$(addprefix probe/collect/host-,account.c settings.c modules.c holders.c abrmd.c fapi.c files.c log.c) \
	$(addprefix probe/collect/,settings.c bus-policy.c fapi.c pem.c) \
	probe/collect/environment.c probe/collect/event-log.c probe/collect/event-log-replay.c
probe/collect_SRCS += $(addprefix probe/collect/,bus-name.c listeners.c consumers-try.c fapi-faults.c)
probe/collect_SRCS += probe/collect/identifiers.c
