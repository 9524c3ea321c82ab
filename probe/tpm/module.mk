probe/tpm_SRCS :=
