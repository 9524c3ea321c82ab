export TPM2TOOLS_TCTI=tabrmd:bus_name=com.intel.tss2.Tabrmd
