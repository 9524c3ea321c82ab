# Tests of report: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
