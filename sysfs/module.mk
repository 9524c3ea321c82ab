sysfs_SRCS := $(addprefix sysfs/,context.c root.c walk.c node-name.c identify.c strv.c udevdb.c kernel-node.c devnode.c devnode-list.c \
	enumerate.c pair.c find.c preferred.c attributes.c pcrs.c tpm12.c firmware.c devicetree.c \
	acl.c accounts.c access.c monitor.c)
