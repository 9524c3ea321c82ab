# Tests of bench: its statistics against numpy.
tests_PROGS += tests/bench/stats_oracle.c
stats_oracle_OBJS := probe/bench/stats.o probe/bench/shape.o
stats_oracle_LIBS := -lm
tests_SCRIPTS += tests/bench/stats_numpy.py
# Comparison.
tests_SRCS += $(addprefix tests/unit/,test_shift.c test_wording.c test_compare.c test_compare_gate.c)
compare_objs := $(addprefix probe/bench/,compare.o compare-gate.o shift.o stats.o shape.o wording.o) \
	$(probe/report_SRCS:.c=.o)
test_shift_OBJS := probe/bench/shift.o probe/bench/stats.o
test_wording_OBJS := probe/bench/wording.o probe/report/arena.o
test_compare_OBJS := $(compare_objs)
test_compare_gate_OBJS := $(compare_objs)
$(foreach t,shift wording compare compare_gate,$(eval test_$(t)_LIBS := -lm))

tests_SRCS += tests/unit/test_kernel_attribute.c tests/unit/test_kernel_calls.c
test_kernel_attribute_OBJS := probe/bench/kernel-attribute.o
test_kernel_calls_OBJS := probe/bench/kernel-attribute.o
tests_PROGS += tests/bench/compare_oracle.c
compare_oracle_OBJS := $(compare_objs)
compare_oracle_LIBS := -lm
tests_SCRIPTS += tests/bench/compare_numpy.py
# The engine, on a TPM of the test's own.
tests_SRCS += tests/unit/test_sample.c
bench_objs := $(probe/bench_SRCS:.c=.o)
test_sample_OBJS := $(bench_objs) $(tpm_objs) $(probe/report_SRCS:.c=.o) tests/fake/fake_tcti.o
test_sample_LIBS = $(PROBE_LIBS)
test_sample_LDFLAGS := $(fake_tcti_wrap) -Wl,--wrap=clock_gettime -Wl,--wrap=nanosleep

# What is shown of a benchmark, read by consumers of each format, and in a browser.
tests_SCRIPTS += tests/bench/render.sh
tests_SLOW_SCRIPTS += tests/bench/page.py
# The reference table.
tests_SRCS += tests/unit/test_place.c
test_place_OBJS := $(addprefix probe/bench/,place.o stats.o wording.o) $(probe/report_SRCS:.c=.o)
test_place_LIBS := -lm
tests_PROGS += tests/bench/place_oracle.c
place_oracle_OBJS := $(test_place_OBJS)
place_oracle_LIBS := -lm
tests_SCRIPTS += tests/bench/place_reference.py
# The operations, without the engine.
tests_SRCS += tests/unit/test_ops.c
tests_PROGS += tests/bench/ops_drive.c
ops_objs := $(filter probe/bench/ops%,$(probe/bench_SRCS:.c=.o)) probe/bench/client.o \
	probe/bench/undo.o $(probe/tpm_SRCS:.c=.o)
ops_libs := -ltss2-sys -ltss2-tctildr -ltss2-mu -ltss2-rc -lcrypto
test_ops_OBJS := $(ops_objs)
test_ops_LIBS := $(ops_libs)
ops_drive_OBJS := $(ops_objs)
ops_drive_LIBS := $(ops_libs)
tests_SCRIPTS += tests/bench/ops.sh
tests_SCRIPTS += tests/bench/workflow.py tests/swtpm/bench.sh
