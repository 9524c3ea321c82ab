probe/collect_SRCS := probe/collect/sysfs.c probe/collect/tpm.c probe/collect/questions.c probe/collect/capabilities.c \
	probe/collect/identity.c probe/collect/rc.c probe/collect/verdicts.c \
	probe/collect/event-log.c probe/collect/event-log-replay.c
