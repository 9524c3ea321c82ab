# Tests of import and of the list of vulnerabilities.
import_tests := getcap import_scan vulnerabilities
tests_SRCS += $(import_tests:%=tests/unit/test_%.c) $(addprefix tests/fuzz/,fuzz_getcap.c fuzz_vulnerabilities.c)
tests_SCRIPTS += tests/swtpm/import.sh

import_objs := $(probe/import_SRCS:.c=.o) $(addprefix probe/collect/,records.o identity.o) probe/tpm/vendor.o \
	$(filter probe/tpm/names%,$(probe/tpm_SRCS:.c=.o)) $(probe/report_SRCS:.c=.o)
vulnerability_objs := $(addprefix probe/doctor/,vulnerabilities.o vulnerabilities-read.o \
	vulnerabilities-text.o) $(probe/report_SRCS:.c=.o)
test_getcap_OBJS := $(import_objs)
test_import_scan_OBJS := $(import_objs)
fuzz_getcap_OBJS := $(import_objs)
test_vulnerabilities_OBJS := $(vulnerability_objs)
fuzz_vulnerabilities_OBJS := $(vulnerability_objs)
