# Tests of sysfs and udev: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
sysfs_tests := root identify enumerate pair find attributes firmware acl access monitor
tests_SRCS += $(sysfs_tests:%=tests/unit/test_%.c)
$(foreach t,$(sysfs_tests),$(eval test_$(t)_OBJS := $(sysfs_SRCS:.c=.o)))
$(foreach t,$(sysfs_tests),$(eval test_$(t)_LIBS := -ludev))
$(B)/obj/tests/unit/test_monitor.o: private base_cflags += $(shell pkg-config --cflags umockdev-1.0)
test_monitor_LIBS += $(shell pkg-config --libs umockdev-1.0)

sysfs_fuzzers := fuzz_sysfs_text fuzz_sysfs_blob
tests_SRCS += $(sysfs_fuzzers:%=tests/fuzz/%.c)
$(foreach t,$(sysfs_fuzzers),$(eval $(t)_OBJS := $(sysfs_SRCS:.c=.o)))
$(foreach t,$(sysfs_fuzzers),$(eval $(t)_LIBS := -ludev))

# The udev helper.
tests_SRCS += tests/unit/test_vendor.c tests/unit/test_properties.c tests/fuzz/fuzz_properties.c
test_vendor_OBJS := probe/tpm/vendor.o
test_properties_OBJS := udev/properties.o probe/tpm/vendor.o tcti/wire.o
fuzz_properties_OBJS := $(test_properties_OBJS)
