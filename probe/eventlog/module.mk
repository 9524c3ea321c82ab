probe/eventlog_SRCS := $(addprefix probe/eventlog/,parse.c repair.c digest.c types.c check.c replay.c \
	blame.c words.c guid.c describe.c describe-efi.c describe-variable.c device-path.c)
