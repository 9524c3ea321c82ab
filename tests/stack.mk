# Tests of what programs are told about the TPM: tests_SRCS += ..., test_X_OBJS
tests_SRCS += $(addprefix tests/unit/,test_settings.c test_fapi_faults.c test_ledger.c test_consumers.c \
	test_root_write.c) \
	$(addprefix tests/fuzz/,fuzz_settings.c fuzz_fapi.c)
tests_SCRIPTS += tests/settings.sh tests/swtpm/tcti.sh
fapi_objs := $(addprefix probe/collect/,fapi.o fapi-faults.o)
stack_objs := $(probe/stack_SRCS:.c=.o) probe/base/write-file.o sysfs/root.o $(report_objs)
test_settings_OBJS := probe/collect/settings.o
test_fapi_faults_OBJS := $(fapi_objs) $(report_objs)
test_fapi_faults_LIBS := -ljson-c
test_ledger_OBJS := probe/stack/ledger.o probe/collect/listeners.o
test_root_write_OBJS := $(stack_objs)
test_root_write_LIBS := -ljson-c
test_consumers_OBJS := $(stack_objs) $(probe/doctor_SRCS:.c=.o)
test_consumers_LIBS := -ljson-c
fuzz_settings_OBJS := probe/collect/settings.o probe/stack/ledger.o probe/collect/listeners.o
fuzz_fapi_OBJS := $(fapi_objs) $(stack_objs)
fuzz_fapi_LIBS := -ljson-c
