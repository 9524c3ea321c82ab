udev_RULES    := udev/60-tpm-probe.rules
udev_SYSUSERS := udev/tpm-probe.sysusers.conf
udev_TMPFILES := udev/tpm-probe.tmpfiles.conf
udev_UNITS    := udev/tpm-probe-metrics.service.in udev/tpm-probe-metrics.timer
