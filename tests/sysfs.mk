# Tests of sysfs: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
sysfs_tests := root identify enumerate pair find attributes firmware access
tests_SRCS += $(sysfs_tests:%=tests/unit/test_%.c)
$(foreach t,$(sysfs_tests),$(eval test_$(t)_OBJS := $(sysfs_SRCS:.c=.o)))
$(foreach t,$(sysfs_tests),$(eval test_$(t)_LIBS := -ludev))
