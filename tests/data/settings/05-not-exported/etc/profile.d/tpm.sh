TPM2TOOLS_TCTI=device:/dev/tpm0
