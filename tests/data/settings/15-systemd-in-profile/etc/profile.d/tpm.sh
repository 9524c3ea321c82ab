export SYSTEMD_TPM2_DEVICE=/dev/tpm0
