export TPM2TOOLS_TCTI=${TPM2TOOLS_TCTI:-device:/dev/tpmrm0}
export TPM2_PKCS11_TCTI=${TPM2_PKCS11_TCTI:-device:/dev/tpmrm0}
