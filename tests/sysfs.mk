# Tests of sysfs: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
