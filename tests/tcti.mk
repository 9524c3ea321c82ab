# Tests of tcti: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
tests_SRCS += $(addprefix tests/unit/,test_wire.c test_conf.c test_log.c test_error.c test_processes.c \
	test_node.c test_open.c test_deadline.c test_chardev.c test_chardev_errors.c test_binding.c test_contexts.c)
tests_SCRIPTS += tests/tcti_symbols.sh tests/dropin.sh

tcti_objs := $(tcti_CORE_SRCS:.c=.o) $(sysfs_SRCS:.c=.o)
# tests/fake/inject.c stands between the I/O core and the system.
inject_wrap := $(addprefix -Wl$(comma)--wrap=,read write poll open64 stat64 fstat64 syscall tpmsysfs_identify)

test_wire_OBJS := tcti/wire.o
test_conf_OBJS := tcti/conf.o
test_log_OBJS := tcti/log.o
test_processes_OBJS := tcti/processes.o tests/fake/pty.o
test_deadline_OBJS := tcti/deadline.o tcti/wait.o
test_error_OBJS := tcti/error.o tcti/processes.o tests/fake/pty.o $(sysfs_SRCS:.c=.o)
test_error_LIBS := -ludev

test_contexts_OBJS := tests/fake/fake_tpm.o tcti/wire.o
test_contexts_LIBS := -ldl

injected_tests := node open chardev chardev_errors binding
$(foreach t,$(injected_tests),$(eval test_$(t)_OBJS := $(tcti_objs) $(addprefix tests/fake/,\
	inject.o fake_tpm.o)))
$(foreach t,$(injected_tests),$(eval test_$(t)_LIBS := -ludev))
$(foreach t,$(injected_tests),$(eval test_$(t)_LDFLAGS := $(inject_wrap)))
test_binding_OBJS += tcti/tpmrm.o
test_open_LDFLAGS += -Wl,--wrap=tpmsysfs_new,--wrap=tpmsysfs_first_rm

tests_SRCS += $(addprefix tests/fuzz/,fuzz_wire.c fuzz_conf.c fuzz_binding.c)
fuzz_wire_OBJS := tcti/wire.o
fuzz_conf_OBJS := tcti/conf.o
fuzz_binding_OBJS := $(tcti_objs) tcti/tpmrm.o tests/fake/inject.o
fuzz_binding_LIBS := -ludev $(inject_wrap)
