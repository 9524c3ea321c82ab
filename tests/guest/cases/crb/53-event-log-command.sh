#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# pcrs --log without privilege, from a report, through a TCTI, and where there is no log.
. tests/guest/event-log.sh

"$tpm_probe" pcrs --log -o json >"$json"
capture as_user 4242 "" "$tpm_probe" pcrs --log
is "$status" 3 "without a privilege: status 3"
like "$errors" "$log: permission denied" "without a privilege: the message names the log"
capture as_user 4242 "" "$tpm_probe" pcrs --log -o json
like "$output" '"events": null' "without a privilege: JSON has no events"
like "$output" '"presence": "denied"' "without a privilege: and says why"
capture "$tpm_probe" --from "$json" pcrs --log
is "$status" 0 "--from: status 0"
like "$output" 'ok +sha256: the log replays' "--from: the log is in the report"
for tcti in device:/dev/tpmrm0 "$tpmrm_tcti"; do
	capture env TPM2TOOLS_TCTI="$tcti" "$tpm_probe" pcrs --log
	is "$status" 0 "through ${tcti#"$TOP/$B/"}: status 0"
	like "$output" 'ok +sha256: the log replays' "through ${tcti#"$TOP/$B/"}: finds the log"
done
cat "$log" >"$copy"
capture "$tpm_probe" --from "$json" pcrs --log-file "$copy"
is "$status" 0 "--from and --log-file: status 0"
like "$output" 'ok +sha256: the log replays' "--from and --log-file: held against the report"
umount /sys/kernel/security
capture "$tpm_probe" pcrs --log
is "$status" 1 "no log: status 1"
like "$errors" 'securityfs' "no log: what to do"
mount -t securityfs securityfs /sys/kernel/security
done_testing
