probe/collect_SRCS := probe/collect/sysfs.c probe/collect/tpm.c probe/collect/questions.c probe/collect/capabilities.c \
	probe/collect/identity.c probe/collect/records.c probe/collect/rc.c probe/collect/verdicts.c \
	probe/collect/rooted.c probe/collect/host.c probe/collect/host-kernel.c \
	probe/collect/keys.c probe/collect/latency.c probe/collect/certificate.c probe/collect/environment.c
