# Tests of report and render: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
report_tests := arena field report json json_read json_schema
tests_SRCS += $(report_tests:%=tests/unit/test_%.c)
report_objs := $(probe/report_SRCS:.c=.o)
json_objs := $(filter probe/render/json%,$(probe/render_SRCS:.c=.o))

test_arena_OBJS := probe/report/arena.o
test_field_OBJS := $(report_objs)
test_report_OBJS := $(report_objs)
$(foreach t,json json_read json_schema,$(eval test_$(t)_OBJS := $(report_objs) $(json_objs)))
$(foreach t,json json_read json_schema,$(eval test_$(t)_LIBS := -ljson-c))

tests_SRCS += tests/fuzz/fuzz_json.c
fuzz_json_OBJS := $(report_objs) $(probe/render_SRCS:.c=.o)
fuzz_json_LIBS := -ljson-c -lsmartcols

bench_show_tests := bench_render bench_words bench_view
tests_SRCS += $(bench_show_tests:%=tests/unit/test_%.c)
$(foreach t,$(bench_show_tests),$(eval test_$(t)_OBJS := tests/unit/bench_shown.o \
	$(report_objs) $(filter-out probe/render/json%,$(probe/render_SRCS:.c=.o))))
$(foreach t,$(bench_show_tests),$(eval test_$(t)_LIBS := -ljson-c -lsmartcols -lm))

# What shows a benchmark, by a program that reads a report back.
tests_PROGS += tests/bench/bench_show.c
bench_show_OBJS := $(report_objs) $(probe/render_SRCS:.c=.o)
bench_show_LIBS := -ljson-c -lsmartcols -lm
fuzz_json_LIBS += -lm
