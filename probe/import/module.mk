probe/import_SRCS := $(addprefix probe/import/,lines.c getcap.c getcap-properties.c getcap-lists.c getcap-pcrs.c \
	folder.c scan.c)
