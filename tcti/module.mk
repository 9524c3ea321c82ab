# The I/O core, of which each module links what it needs. device.c and tpmrm.c are modules.
tcti_CORE_SRCS   := $(addprefix tcti/,wire.c conf.c error.c processes.c log.c node.c wait.c cancel.c deadline.c \
	chardev.c candidates.c open-device.c open-tpmrm.c availability.c binding.c)
tcti_MODULE_SRCS := tcti/device.c tcti/tpmrm.c
# For programs that link against a module.
tcti_PC := $(addprefix tcti/,tss2-tcti-tpmrm.pc.in tpm-probe-tcti-device.pc.in)
# Manual pages; a line "@FILE.inc@" stands for that file.
tcti_MAN      := $(addprefix tcti/man/,tss2-tcti-tpmrm.7.in tpm-probe-tcti-device.7.in)
tcti_MAN_INCS := $(addprefix tcti/man/,tcti-links.inc tcti-behaviour.inc tcti-return-codes.inc tcti-log.inc)
