# Tests of report and fleet: redaction, totals, pages in a browser, the commands.
tests_SRCS += $(addprefix tests/unit/,test_redact.c test_fleet_sum.c)
test_redact_OBJS := $(report_objs)
test_fleet_sum_OBJS := $(report_objs) $(probe/doctor_SRCS:.c=.o) probe/doctor/vulnerabilities-text.o \
	probe/fleet-sum.o probe/bench/stats.o
test_fleet_sum_LIBS := -lm
tests_SCRIPTS += tests/swtpm/report.sh
tests_SLOW_SCRIPTS += tests/report/pages.py
