# Tests of probe: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
