# Each file lists the tests of one part of the house.
tests_SRCS  :=
tests_PROGS :=
tests_MODULES :=
# Shell suites of make check-fast: they print TAP.
tests_SCRIPTS := tests/fuzz/replay.sh tests/test_run.sh tests/udev.sh tests/golden.sh tests/man.sh
# And those that only make check has the time for.
tests_SLOW_SCRIPTS :=
include tests/tcti.mk tests/sysfs.mk tests/report.mk tests/probe.mk tests/guest.mk tests/swtpm.mk tests/bench.mk tests/import.mk tests/doctor.mk tests/eventlog.mk
include tests/keys.mk tests/stack.mk tests/metrics.mk tests/watch.mk tests/fleet.mk

# What takes longer than a developer waits is not in check-fast; the sanitizers get the first of these.
tests_LONG_SCRIPTS := $(addprefix tests/,swtpm/bad_input.sh swtpm/keys.sh swtpm/tcti.sh swtpm/import.sh \
	swtpm/report.sh metrics/metrics.sh)
tests_SLOW_SCRIPTS += $(addprefix tests/,swtpm/install.sh bench/render.sh metrics/prometheus.py)
tests_FAST_SCRIPTS := $(filter-out $(tests_LONG_SCRIPTS) $(tests_SLOW_SCRIPTS),$(tests_SCRIPTS))
