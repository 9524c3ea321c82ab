# Tests of metrics: the renderer, the command, systemd's units, Prometheus.
tests_SRCS += tests/unit/test_openmetrics.c
test_openmetrics_OBJS := $(report_objs) $(filter probe/render/openmetrics%,$(probe/render_SRCS:.c=.o))
tests_SCRIPTS += $(addprefix tests/metrics/,metrics.sh units.sh prometheus.py)
