probe/tpm_SRCS := probe/tpm/connection.c probe/tpm/tpm.c probe/tpm/capability.c probe/tpm/vendor.c probe/tpm/object.c probe/tpm/names.c probe/tpm/names-algorithm.c \
	probe/tpm/names-command.c probe/tpm/names-property.c probe/tpm/rc.c probe/tpm/rc-names.c \
	probe/tpm/rc-advice.c probe/tpm/simulator.c probe/tpm/digest.c probe/tpm/key.c probe/tpm/policy.c \
	probe/tpm/template.c probe/tpm/names-registry.c
