# Tests of doctor: tests_SRCS += ..., test_doctor_X_OBJS
doctor_tests := doctor $(addprefix doctor_,devices platform permissions environment abrmd health resources boot \
	keys fapi performance security)
tests_SRCS += $(doctor_tests:%=tests/unit/test_%.c)
$(foreach t,$(doctor_tests),$(eval test_$(t)_OBJS := $(probe/doctor_SRCS:.c=.o) $(report_objs)))
test_doctor_OBJS += $(json_objs)
test_doctor_LIBS := -ljson-c
tests_SCRIPTS += tests/doctor_matrix.sh

# What doctor's collectors read.
host_objs := $(addprefix probe/collect/,settings.o bus-policy.o fapi.o fapi-faults.o pem.o)
tests_SRCS += $(addprefix tests/unit/,test_host_text.c test_host.c) \
	$(addprefix tests/fuzz/,fuzz_host_text.c)
test_host_text_OBJS := $(host_objs) $(report_objs)
test_host_text_LIBS := -ljson-c
test_host_OBJS := $(host_objs) probe/collect/host.o sysfs/root.o \
	$(patsubst %,probe/collect/host-%.o,kernel account settings modules holders abrmd fapi files log) \
	$(report_objs)
test_host_LIBS := -ljson-c -lsystemd
fuzz_host_text_OBJS := $(host_objs) $(report_objs)
fuzz_host_text_LIBS := -ljson-c

tests_SRCS += tests/unit/test_object.c
test_object_OBJS := $(addprefix probe/tpm/,connection.o object.o) tests/fake/fake_tcti.o
test_object_LIBS := $(tpm_libs)
test_object_LDFLAGS := $(fake_tcti_wrap)
