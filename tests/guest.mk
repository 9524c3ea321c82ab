# Tests of guest: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
