sysfs_SRCS := sysfs/context.c sysfs/enumerate.c sysfs/pair.c sysfs/attributes.c sysfs/firmware.c \
	sysfs/access.c sysfs/monitor.c
