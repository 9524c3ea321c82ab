probe_SRCS := $(addprefix probe/, \
	main.c \
	options.c \
	options-bench.c \
	options-doctor.c \
	options-keys.c \
	options-pcrs.c \
	options-watch.c \
	completion.c \
	target.c \
	connect.c \
	work.c \
	cmd-keys.c \
	cmd-attest.c \
	from.c \
	known.c \
	cmd-show.c \
	cmd-event-log.c \
	cmd-tools.c \
	cmd-bench.c \
	bench-ways.c \
	bench-measure.c \
	bench-progress.c \
	cmd-doctor.c \
	cmd-metrics.c \
	options-metrics.c \
	cmd-watch.c \
	watch-loop.c \
	watch-targets.c)
probe_MAN  := $(addprefix probe/man/tpm-probe,.1.in -bench.1.in -doctor.1.in -keys.1.in -metrics.1.in \
	-report.1.in -tcti.1.in -watch.1.in)
probe_SRCS += $(addprefix probe/,cmd-tcti.c cmd-fapi.c emit-run.c options-tcti.c)
probe_MONITORING := $(addprefix probe/monitoring/,tpm-probe-alerts.yml tpm-probe-dashboard.json \
	prometheus-example.yml tpm.fact)
probe_SRCS += $(addprefix probe/,cmd-report.c options-report.c bundle.c output-file.c cmd-fleet.c fleet-sum.c)
