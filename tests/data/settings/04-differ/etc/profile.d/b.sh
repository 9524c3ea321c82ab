export TPM2_PKCS11_TCTI=device:/dev/tpm0
