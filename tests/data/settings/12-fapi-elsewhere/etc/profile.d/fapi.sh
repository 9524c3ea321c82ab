export TSS2_FAPICONF=/etc/fapi.json
