# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Every form of a TCTI string that tss2-tcti-tpmrm(7) and tpm-probe-tcti-device(7) document, and the
# kernel's name of the node that it leads to: source this file. The machine has the platform's TPM, and two
# virtual ones with numbers around it. Set before: platform, below and above, their numbers; usual, tpmrm0
# or "-" where there is none; renamed, what tpmABOVE leads to; parent, hid and path of the platform's parent device.
# /dev/secure-element is another name of the platform's resource manager, and /dev/security-chip the only
# one of that of the last TPM.

# tcti_strings: a line MODULE|CONF|NODE for each; NODE is "-" where the module refuses the string, and CONF
# begins with a colon, if there is one.
tcti_strings() {
	# shellcheck disable=SC2154 # the caller's
	cat <<-END_OF_STRINGS
		tpmrm||tpmrm$platform
		tpmrm|:|tpmrm$platform
		tpmrm|:wait=500ms,busy=1s|tpmrm$platform
		tpmrm|:reopen=no|tpmrm$platform
		tpmrm|:tpm$below|tpmrm$below
		tpmrm|:tpmrm$below|tpmrm$below
		tpmrm|:$below|tpmrm$below
		tpmrm|:$platform|tpmrm$platform
		tpmrm|:tpm$below,reopen=yes,wait=1s|tpmrm$below
		tpmrm|:/dev/tpmrm$below|tpmrm$below
		tpmrm|:/dev/tpmrm$platform,busy=1s|tpmrm$platform
		tpmrm|:/dev/tpm$below|tpm$below
		tpmrm|:/dev/secure-element|tpmrm$platform
		tpmrm|:/dev/security-chip|tpmrm$above
		tpmrm|:parent=$parent|tpmrm$platform
		tpmrm|:parent=$parent,wait=1s|tpmrm$platform
		tpmrm|:parent=$hid|tpmrm$platform
		tpmrm|:parent=$path|tpmrm$platform
		tpmrm|:parent=vtpm$below|-
		tpmrm|:tpm7|-
		tpmrm|:7|-
		tpmrm|:tpm$above|$renamed
		tpmrm|:/dev/null|-
		tpmrm|:/dev/tpmrm7|-
		tpmrm|:/dev/tpmrm$below |-
		tpmrm|: tpm$below|-
		tpmrm|:tpm$below,tpm$platform|-
		tpmrm|:tpm$below,parent=$parent|-
		tpmrm|:wait=1s,wait=1s|-
		tpmrm|:wait=soon|-
		tpmrm|:colour=blue|-
		tpmrm|:,|-
		device||$usual
		device|:|$usual
		device|:/dev/tpmrm$platform|tpmrm$platform
		device|:/dev/tpm$below|tpm$below
		device|:/dev/secure-element|tpmrm$platform
		device|:/dev/security-chip|tpmrm$above
		device|:/dev/tpmrm$below |-
		device|: /dev/tpmrm$below|-
		device|:/dev/tpmrm$below,wait=1s|-
		device|:tpm$below|-
		device|:/dev/null|-
	END_OF_STRINGS
}
