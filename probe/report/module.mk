probe/report_SRCS := probe/report/arena.c probe/report/report.c probe/report/field.c \
	probe/report/fields.c probe/report/fields-tpm.c probe/report/fields-caps.c probe/report/fields-bench.c \
	probe/report/fields-finding.c probe/report/fields-host.c probe/report/fields-keys.c \
	probe/report/machine.c probe/report/fields-machine.c probe/report/fields-event-log.c \
	$(addprefix probe/report/,fields-stack.c fields-watch.c ask.c choice.c)
probe/report_SRCS += $(addprefix probe/report/,scrub.c redact.c fields-fleet.c)
