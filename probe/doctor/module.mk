probe/doctor_SRCS := $(addprefix probe/doctor/,doctor.c rule.c tcti.c devices.c kernel-log.c permissions.c \
	environment.c abrmd.c health.c lockout.c resources.c boot.c keys.c fapi.c performance.c platform.c \
	security.c vulnerabilities.c vulnerabilities-read.c)
# Data that is built in: %.csv becomes the text of $(B)/gen/probe/doctor/%-text.c.
probe/doctor_DATA := probe/doctor/vulnerabilities.csv
