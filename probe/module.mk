# The rooms of the tool, from the ground up, and which others each may see: a directory gets only these
# -I paths, so that a forbidden include does not compile. Every .c file of a room is built.
in_probe = $(patsubst %,-Iprobe/%,$(1))

sees.probe/base     :=
sees.probe/report   := $(call in_probe,base) -Itcti
sees.probe/tpm      := $(call in_probe,report base)
sees.probe/eventlog := $(call in_probe,base)
sees.probe/boots    := $(call in_probe,eventlog report base) -Isysfs
sees.probe/doctor   := $(call in_probe,report base)
sees.probe/bench    := $(call in_probe,bench/ops tpm report base)
sees.probe/bench/ops := $(call in_probe,tpm report base)
sees.probe/attest   := $(call in_probe,tpm report base)
sees.probe/collect  := $(call in_probe,boots eventlog tpm report base) -Isysfs
sees.probe/collect/host := $(call in_probe,collect tpm report base) -Isysfs
sees.probe/import/text := $(call in_probe,collect tpm report base)
sees.probe/import   := $(call in_probe,import/text collect tpm report base)
sees.probe/unlock   := $(call in_probe,attest eventlog tpm report base)
sees.probe/volumes  := $(call in_probe,unlock boots eventlog collect/host collect tpm report base) -Isysfs
sees.probe/stack    := $(call in_probe,collect/host collect report base) -Isysfs
sees.probe/watch    := $(call in_probe,collect tpm report base) -Isysfs
sees.probe/render   := $(call in_probe,report base)
sees.probe/render/text := $(call in_probe,render report base)
sees.probe/render/bench := $(call in_probe,render/text render report base)
sees.probe/render/html := $(call in_probe,render/bench render/text render report base)
sees.probe/session  := $(call in_probe,render/bench bench/ops bench doctor import collect/host collect eventlog tpm render report base) -Isysfs
sees.probe/cmd/parts := $(call in_probe,session volumes unlock boots eventlog attest stack watch bench/ops bench doctor \
	collect/host collect render tpm report base) -Isysfs
sees.probe/cmd      := $(call in_probe,cmd/parts session volumes unlock boots eventlog attest stack watch bench/ops bench import doctor \
	collect/host collect render/text render/bench render tpm report base) -Isysfs
sees.probe          := $(call in_probe,cmd/parts session collect render tpm report base) -Isysfs

probe_DIRS := $(patsubst sees.%,%,$(filter sees.probe%,$(.VARIABLES)))
$(foreach d,$(probe_DIRS),$(eval $d_SRCS := $(sort $(wildcard $d/*.c))))
probe_srcs := $(foreach d,$(probe_DIRS),$($d_SRCS)) $(sysfs_SRCS) tcti/conf.c

probe_MAN := $(wildcard probe/man/*.1.in)
probe_MONITORING := $(addprefix probe/monitoring/,tpm-probe-alerts.yml tpm-probe-dashboard.json \
	prometheus-example.yml tpm.fact)
probe/bench_REFERENCE := probe/bench/reference.csv
probe/boots_CAUSES := probe/boots/causes.csv
# Data that is built in: %.csv becomes the text of $(B)/gen/probe/doctor/%-text.c.
probe/doctor_DATA := probe/doctor/vulnerabilities.csv
