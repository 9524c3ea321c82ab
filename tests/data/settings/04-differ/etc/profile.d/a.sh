export TPM2TOOLS_TCTI='device:/dev/tpmrm0'
