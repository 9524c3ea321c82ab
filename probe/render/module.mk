probe/render_SRCS := probe/render/json.c probe/render/json-read.c probe/render/json-parse.c probe/render/json-skip.c probe/render/json-schema.c probe/render/text.c \
	probe/render/text-list.c probe/render/text-overview.c probe/render/text-info.c probe/render/bench-list.c \
	probe/render/bench-view.c probe/render/bench-words.c probe/render/bench-facts.c \
	probe/render/bench-text.c probe/render/bench-text-more.c probe/render/bench-export.c \
	probe/render/bench-plot.c probe/render/bench-chart.c probe/render/bench-chart-group.c \
	probe/render/bench-chart-rows.c probe/render/bench-style.c probe/render/bench-html.c \
	probe/render/bench-html-tables.c probe/render/bench-svg.c \
	probe/render/text-machines.c probe/render/text-doctor.c \
	probe/render/text-keys.c probe/render/text-ek.c probe/render/text-event-log.c \
	probe/render/openmetrics.c probe/render/openmetrics-table.c probe/render/openmetrics-values.c
probe/render_SCHEMA := probe/render/tpm-probe-1.schema.json
probe/render_SRCS += probe/render/text-tcti.c probe/render/text-fapi.c
probe/render_SRCS += $(addprefix probe/render/,page.c page-parts.c page-findings.c page-tpm.c html-report.c html-fleet.c text-fleet.c)
