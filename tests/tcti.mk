# Tests of tcti: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
tests_SRCS += tests/unit/test_deadline.c
test_deadline_OBJS := tcti/deadline.o tcti/wait.o
