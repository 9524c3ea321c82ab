# Each page is made of its template; a line "@FILE.inc@" stands for that file.
man_SRCS := $(addprefix man/,tpm-probe.1.in tss2-tcti-tpmrm.7.in tpm-probe-tcti-device.7.in)
man_INCS := man/tcti-behaviour.inc man/tcti-return-codes.inc man/tcti-log.inc
