probe/base_SRCS := $(addprefix probe/base/,write-file.c)
