# Tests of probe: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
tests_SRCS += $(addprefix tests/unit/,test_names.c test_rc.c test_tpm.c test_capability.c \
	test_connection.c test_simulator.c \
	test_collect_tpm.c test_write_file.c) tests/fuzz/fuzz_caps.c
test_write_file_OBJS := probe/base/write-file.o
tests_SCRIPTS += tests/output.sh

tpm_objs := $(probe/tpm_SRCS:.c=.o)
tpm_libs := -ltss2-sys -ltss2-tctildr -ltss2-mu -ltss2-rc -lcrypto
# The fake TCTI stands where tctildr would load a module.
fake_tcti_wrap := -Wl,--wrap=Tss2_TctiLdr_Initialize -Wl,--wrap=Tss2_TctiLdr_Finalize
collect_tpm_objs := $(addprefix probe/collect/,tpm.o questions.o capabilities.o identity.o records.o rc.o keys.o objects.o latency.o certificate.o) \
	$(probe/report_SRCS:.c=.o)

test_names_OBJS := $(filter probe/tpm/names%,$(tpm_objs))
test_rc_OBJS := $(filter probe/tpm/rc%,$(tpm_objs))
test_rc_LIBS := -ltss2-rc
connection_tests := tpm capability connection
$(foreach t,$(connection_tests),$(eval test_$(t)_OBJS := $(addprefix probe/tpm/,connection.o tpm.o \
	capability.o) tests/fake/fake_tcti.o))
$(foreach t,$(connection_tests),$(eval test_$(t)_LIBS := $(tpm_libs)))
$(foreach t,$(connection_tests),$(eval test_$(t)_LDFLAGS := $(fake_tcti_wrap)))
test_simulator_OBJS := probe/tpm/simulator.o
test_collect_tpm_OBJS := $(collect_tpm_objs) $(tpm_objs) tests/fake/fake_tcti.o
test_collect_tpm_LIBS := $(tpm_libs)
test_collect_tpm_LDFLAGS := $(fake_tcti_wrap)
fuzz_caps_OBJS := $(collect_tpm_objs) $(tpm_objs) tests/fake/fake_tcti.o
fuzz_caps_LIBS := $(tpm_libs) $(fake_tcti_wrap)
