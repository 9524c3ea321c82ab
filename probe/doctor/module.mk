probe/doctor_SRCS := $(addprefix probe/doctor/,doctor.c rule.c devices.c)
