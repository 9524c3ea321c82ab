# SPDX-License-Identifier: BSD-2-Clause
# How the tests are linked and run, and what is measured. What each needs is in module.mk.

# What tests link with: the linker takes from the archives what a test uses. A test that wants more
# names it: test_X_OBJS, test_X_LIBS, test_X_LDFLAGS (--wrap).
test_archives := $(B)/obj/tests.a $(B)/obj/probe.a $(module_archives)
$(B)/obj/tests.a: $(call obj,$(wildcard tests/fake/*.c))
$(B)/obj/probe.a: $(call obj,$(filter-out probe/main.c $(sysfs_SRCS) $(tcti_CORE_SRCS),$(probe_srcs))) $(gen_objs)
$(B)/obj/tests.a $(B)/obj/probe.a:
	@rm -f $@; $(AR) rcs $@ $^
# What tests use themselves of the libraries that the tool loads when it needs them.
TEST_LIBS := -lcrypto -lsystemd -larchive -lexpat -ltracefs -ltraceevent
link_test = $(CC) $(all_cflags) -o $@ $(filter %.o,$^) -Wl,--start-group $(test_archives) -Wl,--end-group \
	$(all_ldflags) $(TEST_LIBS)

UNIT_SRCS := $(wildcard tests/unit/*/test_*.c)
UNIT := $(patsubst %.c,$(B)/tests/%,$(notdir $(UNIT_SRCS)))

.SECONDEXPANSION:
$(foreach s,$(UNIT_SRCS),$(eval $(B)/tests/$(basename $(notdir $s)): $(call obj,$s)))
$(UNIT): $(B)/tests/%: $$(addprefix $(B)/obj/,$$($$*_OBJS)) $(test_archives)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(link_test) $($*_LDFLAGS) $($*_LIBS) $(PROBE_LIBS) -lcmocka

# Fuzz targets: with FUZZ=1 libFuzzer drives them; otherwise tests/fuzz/replay.c runs their corpus.
fuzz_names := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZERS := $(addprefix $(B)/fuzz/,$(fuzz_names))
$(FUZZERS): $(B)/fuzz/%: $(B)/obj/tests/fuzz/%.o $$(addprefix $(B)/obj/,$$($$*_OBJS)) \
		$(if $(FUZZ),,$(B)/obj/tests/fuzz/replay.o) $(test_archives)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(link_test) $(if $(FUZZ),-fsanitize=fuzzer) $($*_LDFLAGS) $($*_LIBS) $(PROBE_LIBS)

# Helper programs of the tests: tests/DIR/NAME.c that is no test_ and no fuzz_, named in tests_PROGS.
TEST_PROGS := $(patsubst %.c,$(B)/%,$(tests_PROGS))
$(TEST_PROGS): $(B)/%: $(B)/obj/%.o $$(addprefix $(B)/obj/,$$($$(notdir $$*)_OBJS)) $(test_archives)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(link_test) $($(notdir $*)_LIBS) $(PROBE_LIBS)

# TCTI modules of the tests: tests/DIR/NAME.c in tests_MODULES.
TEST_MODULES := $(patsubst %.c,$(B)/%.so,$(tests_MODULES))
$(TEST_MODULES): $(B)/%.so: $(B)/obj/%.o $$(addprefix $(B)/obj/,$$($$(notdir $$*)_OBJS))
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) $(all_cflags) -shared -o $@ $^ $(all_ldflags)

.PHONY: unit fuzzers test-progs
unit: $(UNIT)
fuzzers: $(FUZZERS)
test-progs: $(TEST_PROGS) $(TEST_MODULES)

# What make check-fast runs; all of it in the variant that is asked for.
fast_suites := $(UNIT) $(tests_FAST_SCRIPTS)
long_suites := $(tests_LONG_SCRIPTS)

# Suites run side by side, and so do the guest's machines, those that take longest first.
cores := $(shell nproc)
# Seconds after which a suite counts as one that hangs, on however busy a machine. No test has a limit of
# its own.
hangs := 3600
guest_hangs := 7500
guest_long := doctor stack crb tools
guest_suites := $(foreach m,$(guest_long) $(filter-out $(guest_long),$(notdir $(wildcard tests/guest/cases/*))),"tests/guest/run $m")

# Everything that a first make run or make check needs is installed by them, in a make of their own:
# pkg-config is asked while the Makefile is read.
.PHONY: deps run check check-fast check-fast-here check-guest
deps:
	@.ci/deps build run test lint

run:
	@.ci/deps build run
	@$(MAKE) --no-print-directory all
	@status=0; build/tpm-probe || status=$$?; \
	if [ $$status = 4 ]; then \
		echo; echo "This machine has no TPM that can be reached: here is a simulated one."; \
		build/tpm-probe --simulator; \
	else exit $$status; fi

check-fast:
	@.ci/deps build run test
	@$(MAKE) --no-print-directory check-fast-here

check-fast-here: all unit fuzzers test-progs
	@B=$(B) SAN=$(SAN) tests/run -j $(cores) -t $(hangs) $(fast_suites)

# With SAN=address,undefined: what runs our code.
.PHONY: check-memory
check-memory:
	@.ci/deps build run test
	@$(MAKE) --no-print-directory all unit fuzzers test-progs
	@B=$(B) SAN=$(SAN) tests/run -j $(cores) -t $(hangs) $(long_suites) $(fast_suites)

# With SAN=thread: what has threads. test_monitor has those of umockdev alone, whose hand-overs by way
# of glib the sanitizer does not see.
.PHONY: check-threads
check-threads:
	@.ci/deps build run test
	@$(MAKE) --no-print-directory all unit test-progs
	@B=$(B) SAN=$(SAN) tests/run -j $(cores) -t $(hangs) $(filter-out %/test_monitor,$(UNIT)) tests/bench/ops.sh \
		tests/swtpm/lifecycle.sh tests/swtpm/bench.sh

check-guest:
	@.ci/deps build run test
	@$(MAKE) --no-print-directory all test-progs
	@B=$(B) tests/run -j $(cores) -t $(guest_hangs) $(guest_suites)

check:
	@.ci/deps build run test
	@$(MAKE) --no-print-directory all unit fuzzers test-progs
	@B=$(B) SAN=$(SAN) tests/run -j $(cores) -t $(guest_hangs) $(guest_suites) -t $(hangs) $(tests_SLOW_SCRIPTS) $(long_suites) $(fast_suites)

# Measurements. The transport's are the same to a permille on any machine (they are taken in the guest,
# whose clock counts instructions), so bench-gate can hold them against committed limits.
.PHONY: bench bench-gate bench-probe
bench:
	@.ci/deps build run test
	@$(MAKE) --no-print-directory all test-progs
	@B=$(B) tests/bench/caps.sh
	@echo
	@B=$(B) tests/bench/tcti.py --json $(B)/bench-tcti.json
	@echo; echo "Every figure is in $(B)/bench-tcti.json."

bench-gate:
	@.ci/deps build run test
	@$(MAKE) --no-print-directory all test-progs
	@B=$(B) tests/bench/tcti.py --limits tests/bench/tcti-limits.json

# What starting costs: instructions, libraries, bytes, beside lsblk and systemd-cryptenroll.
.PHONY: bench-start
bench-start:
	@.ci/deps build run test
	@$(MAKE) --no-print-directory all
	@B=$(B) tests/start/measure.sh

# Does tpm-probe bench measure what is there, and do its comparisons tell the truth?
bench-probe:
	@.ci/deps build run test
	@$(MAKE) --no-print-directory all test-progs
	@B=$(B) tests/bench/probe.py --json $(B)/bench-probe.json --limits tests/bench/probe-limits.json
