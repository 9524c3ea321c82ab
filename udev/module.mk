# The helper that 61-tpm-probe-id.rules runs, and what it needs of probe/tpm.
udev_SRCS     := udev/tpm-probe-id.c udev/properties.c
udev_USES     := probe/tpm/vendor.c
udev_RULES    := udev/60-tpm-probe.rules
# Made of a template: it names the helper's place.
udev_RULES_IN := udev/61-tpm-probe-id.rules.in
udev_SYSUSERS := udev/tpm-probe.sysusers.conf
udev_TMPFILES := udev/tpm-probe.tmpfiles.conf
udev_UNITS    := udev/tpm-probe-metrics.service.in udev/tpm-probe-metrics.timer udev/tpm-probe-boots.service.in
