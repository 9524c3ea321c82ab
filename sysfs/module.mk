sysfs_SRCS := sysfs/context.c sysfs/root.c sysfs/names.c sysfs/identify.c sysfs/strv.c \
	sysfs/udevdb.c sysfs/node.c sysfs/devnode.c sysfs/enumerate.c sysfs/pair.c sysfs/find.c \
	sysfs/attributes.c
