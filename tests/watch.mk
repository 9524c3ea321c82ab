# Tests of watch: tests_SRCS += ..., test_watch_X_OBJS
watch_tests := watch_ring watch_forgiveness watch_model watch_layout watch_round watch_worker
tests_SRCS += $(watch_tests:%=tests/unit/test_%.c)
watch_objs := $(probe/watch_SRCS:.c=.o) $(collect_tpm_objs) $(tpm_objs) $(sysfs_SRCS:.c=.o) \
	$(filter probe/render/json%,$(probe/render_SRCS:.c=.o)) tests/fake/fake_tcti.o
$(foreach t,$(watch_tests),$(eval test_$(t)_OBJS := $(watch_objs)))
$(foreach t,$(watch_tests),$(eval test_$(t)_LIBS := $(tpm_libs) -ljson-c -ludev))
$(foreach t,$(watch_tests),$(eval test_$(t)_LDFLAGS := $(fake_tcti_wrap)))
tests_SCRIPTS += tests/swtpm/watch.sh
