probe/doctor_SRCS := $(addprefix probe/doctor/,doctor.c rule.c devices.c \
	security.c vulnerabilities.c vulnerabilities-read.c)
# Data that is built in: %.csv becomes the text of $(B)/gen/probe/doctor/%-text.c.
probe/doctor_DATA := probe/doctor/vulnerabilities.csv
