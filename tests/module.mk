# What the tests need beyond their own file, and which shell suites there are. tests/unit/ROOM/test_X.c
# and tests/fuzz/fuzz_X.c are found by their names.

# ---- Unit tests and fuzz targets: test_X_OBJS, test_X_LDFLAGS, test_X_LIBS ----------------------------
# The fake TCTI stands where tctildr would load a module.
fake_tcti_wrap := -Wl,--wrap=Tss2_TctiLdr_Initialize -Wl,--wrap=Tss2_TctiLdr_Finalize
$(foreach t,$(addprefix test_,tpm capability connection collect_tpm object sample $(addprefix watch_,ring \
	lockout_recovery model layout poller worker)) fuzz_caps,$(eval $t_LDFLAGS := $(fake_tcti_wrap)))
test_sample_LDFLAGS += -Wl,--wrap=clock_gettime -Wl,--wrap=nanosleep
# tests/fake/inject.c stands between the I/O core and the system.
inject_wrap := $(addprefix -Wl$(comma)--wrap=,read write poll open64 stat64 fstat64 syscall tpmsysfs_identify)
$(foreach t,$(addprefix test_,node open chardev chardev_errors binding) fuzz_binding,$(eval \
	$t_LDFLAGS := $(inject_wrap)))
test_open_LDFLAGS += -Wl,--wrap=tpmsysfs_new,--wrap=tpmsysfs_preferred_rm
test_properties_OBJS := udev/properties.o
fuzz_properties_OBJS := udev/properties.o
# One of the two modules each.
test_binding_OBJS := tcti/tpmrm.o
fuzz_binding_OBJS := tcti/tpmrm.o
test_contexts_LIBS := -ldl
$(B)/obj/tests/unit/sysfs/test_monitor.o: private base_cflags += $(shell pkg-config --cflags umockdev-1.0)
test_monitor_LIBS := $(shell pkg-config --libs umockdev-1.0)

# ---- Programs and TCTI modules of the tests: tests/DIR/NAME.c ------------------------------------------
tests_PROGS := $(addprefix tests/bench/,stats_oracle.c compare_oracle.c reference_rank_oracle.c ops_drive.c \
	bench_show.c) \
	tests/import/import_dump.c $(addprefix tests/guest/,vtpm_server.c monitor_wait.c tcti_open.c tcti_drive.c \
	tcti_conformance.c tcti_process.c async_loop.c tcti_bench.c process_time.c many_tpms.c opened.c \
	child_cost.c user_instructions.c two_users.c kernel_split.c) tests/unit/tcti/tcti_facts.c
tcti_facts_LIBS := $(inject_wrap) -Wl,--wrap=tpmsysfs_new,--wrap=tpmsysfs_preferred_rm
vtpm_server_OBJS := tests/guest/vtpm_answers.o
tcti_conformance_OBJS := tests/guest/tcti_calls.o
async_loop_LIBS := -ltss2-esys
two_users_LIBS := -ltss2-esys
$(foreach p,tcti_open tcti_drive tcti_conformance tcti_process tcti_bench many_tpms,$(eval $p_LIBS := -ldl))
kernel_split_OBJS := tests/guest/timed_calls.o
# Its write, poll and read are those of the TCTI modules too.
kernel_split_LIBS := -ldl -rdynamic
tests_MODULES := tests/guest/instant_tcti.c tests/start/hide_libraries.c
instant_tcti_OBJS := tests/guest/vtpm_answers.o

# ---- Shell suites: they print TAP -----------------------------------------------------------------------
# What takes longer than a developer waits is not in check-fast; the sanitizers get the first of these.
tests_LONG_SCRIPTS := $(addprefix tests/,swtpm/bad_input.sh swtpm/keys.sh swtpm/tcti.sh swtpm/import.sh \
	swtpm/report.sh swtpm/select.sh swtpm/unlock.sh metrics/metrics.sh)
# What a report, a copy, another user's file, a TPM or an input may never bring about.
tests_SECURITY_SCRIPTS := $(addprefix tests/security/,settings.sh timeouts.sh input.sh)
tests_LONG_SCRIPTS += $(tests_SECURITY_SCRIPTS)
tests_SLOW_SCRIPTS := $(addprefix tests/,change_cost.sh swtpm/install.sh swtpm/valgrind.sh bench/render.sh bench/page.py \
	metrics/prometheus.py report/pages.py)
tests_FAST_SCRIPTS := $(addprefix tests/,lint/structure.py import/corpus.py import/attached.sh \
	fuzz/replay.sh boots/differences.py boots/save.sh test_run.sh udev.sh golden.sh one_judge.py man.sh options.sh settings.sh \
	doctor_matrix.sh tcti_symbols.sh dropin.sh metrics/units.sh output.sh \
	$(addprefix swtpm/,caps_compare.py lifecycle.sh tool.sh doctor.sh bench.sh watch.sh) \
	$(addprefix bench/,stats_numpy.py compare_numpy.py reference_rank.py ops.sh workflow.py))
# Instrumentation names where its source is.
tests_FAST_SCRIPTS += $(if $(variant),,tests/reproducible.sh tests/start/libraries.sh)
tests_FAST_SCRIPTS += tests/width.sh
