# Tests of bench: its statistics against numpy.
tests_PROGS += tests/bench/stats_oracle.c
stats_oracle_OBJS := probe/bench/stats.o probe/bench/shape.o
stats_oracle_LIBS := -lm
tests_SCRIPTS += tests/bench/stats_numpy.py
# Comparison.
tests_SRCS += $(addprefix tests/unit/,test_shift.c test_wording.c test_compare.c)
compare_objs := $(addprefix probe/bench/,compare.o compare-gate.o shift.o stats.o shape.o wording.o) \
	$(probe/report_SRCS:.c=.o)
test_shift_OBJS := probe/bench/shift.o probe/bench/stats.o
test_wording_OBJS := probe/bench/wording.o probe/report/arena.o
test_compare_OBJS := $(compare_objs)
$(foreach t,shift wording compare,$(eval test_$(t)_LIBS := -lm))

tests_SRCS += tests/unit/test_kernel_attribute.c
test_kernel_attribute_OBJS := probe/bench/kernel-attribute.o
