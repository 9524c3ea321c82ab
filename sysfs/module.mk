sysfs_SRCS := sysfs/context.c sysfs/root.c sysfs/names.c sysfs/identify.c sysfs/strv.c \
	sysfs/udevdb.c sysfs/node.c sysfs/devnode.c sysfs/bare.c sysfs/enumerate.c sysfs/pair.c sysfs/find.c \
	sysfs/attributes.c sysfs/pcrs.c sysfs/tpm12.c sysfs/firmware.c sysfs/devicetree.c \
	sysfs/acl.c sysfs/accounts.c sysfs/access.c sysfs/monitor.c
