# Tests of doctor: tests_SRCS += ..., test_doctor_X_OBJS
doctor_tests := doctor $(addprefix doctor_,devices platform permissions environment abrmd health resources boot \
	keys fapi performance security)
tests_SRCS += $(doctor_tests:%=tests/unit/test_%.c)
$(foreach t,$(doctor_tests),$(eval test_$(t)_OBJS := $(probe/doctor_SRCS:.c=.o) $(report_objs)))
test_doctor_OBJS += $(json_objs)
test_doctor_LIBS := -ljson-c
tests_SCRIPTS += tests/doctor_matrix.sh
