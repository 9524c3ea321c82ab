probe/render_SRCS := probe/render/json.c probe/render/json-read.c probe/render/json-schema.c probe/render/text.c \
	probe/render/text-list.c probe/render/text-overview.c probe/render/text-info.c \
	probe/render/text-event-log.c
probe/render_SCHEMA := probe/render/tpm-probe-1.schema.json
