# The I/O core of both modules. device.c and tpmrm.c are each linked into its own module.
tcti_CORE_SRCS   := tcti/wire.c tcti/conf.c tcti/error.c tcti/log.c tcti/node.c tcti/wait.c \
	tcti/deadline.c tcti/chardev.c tcti/choose.c tcti/binding.c
tcti_MODULE_SRCS := tcti/device.c tcti/tpmrm.c
