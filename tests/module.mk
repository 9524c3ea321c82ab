# Each file lists the tests of one part of the house.
tests_SRCS  :=
tests_PROGS :=
include tests/tcti.mk tests/sysfs.mk tests/report.mk tests/probe.mk tests/guest.mk
