sysfs_SRCS := sysfs/context.c sysfs/root.c sysfs/names.c sysfs/identify.c
