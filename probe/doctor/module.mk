probe/doctor_SRCS := $(addprefix probe/doctor/,doctor.c rule.c tcti.c devices.c kernel-log.c permissions.c \
	environment.c abrmd.c health.c lockout.c resources.c boot.c keys.c fapi.c performance.c platform.c)
