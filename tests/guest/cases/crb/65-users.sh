#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The tool for a user outside and a user inside group tss, with the rules in force.
. tests/guest/lib.sh

start_udevd
# The build tree may lie where only its owner looks.
cp "$tpm_probe" "$device_tcti" "$tpmrm_tcti" "$CASE_DIR/"
chmod 755 "$CASE_DIR"/{tpm-probe,*.so.0}
getent passwd outsider >/dev/null || useradd -M -s /bin/sh outsider
getent passwd insider >/dev/null || useradd -M -s /bin/sh -G tss insider
outsider=$(id -u outsider)
insider=$(id -u insider)
tss=$(getent group tss | cut -d: -f3)

capture as_user "$outsider" "" "$CASE_DIR/tpm-probe" info
is "$status" 3 "outside group tss: status 3"
like "$errors" '/dev/tpmrm0' "outside group tss: the message names the node"
like "$errors" 'group tss|tss group|group "tss"|-aG tss|-a -G tss' "outside group tss: and the group"
unlike "$errors" 'ERROR:tcti' "outside group tss: and does so once"
capture as_user "$outsider" "" env TSS2_LOG=tcti+error TPM2TOOLS_TCTI= "$CASE_DIR/tpm-probe" -T \
	"$CASE_DIR/libtss2-tcti-tpmrm.so.0" info
like "$errors" 'ERROR:tcti:.*/dev/tpmrm0.*tss' "outside group tss: the module's own line, where it is asked for"
capture as_user "$outsider" "" "$CASE_DIR/tpm-probe" -T "$CASE_DIR/libtss2-tcti-tpmrm.so.0" info
unlike "$errors" 'ERROR:tcti' "outside group tss: and not unasked"
capture as_user "$outsider" "" tpm2_getrandom -T "$CASE_DIR/libtss2-tcti-tpmrm.so.0" 8
like "$errors" 'ERROR:tcti:.*/dev/tpmrm0.*join group tss' "outside group tss: tpm2_getrandom shows what the module says"
capture as_user "$outsider" "" "$CASE_DIR/tpm-probe" list
is "$status" 0 "outside group tss: list works"
capture as_user "$outsider" "" "$CASE_DIR/tpm-probe" pcrs
is "$status" 0 "outside group tss: pcrs answers from the kernel's files"
like "${output,,}" "$(tr '[:upper:]' '[:lower:]' </sys/class/tpm/tpm0/pcr-sha256/0)" \
	"outside group tss: pcrs shows PCR 0"
capture as_user "$outsider" "" "$CASE_DIR/tpm-probe" -d /dev/tpm0 info
is "$status" 3 "the raw node, named, outside its owner: status 3"
like "$errors" '/dev/tpm0.*owner tss' "the raw node: the message names node and owner"

capture as_user "$insider" "$tss" "$CASE_DIR/tpm-probe" info
is "$status" 0 "inside group tss: status 0"
like "$output" 'IBM' "inside group tss: the TPM answers"

# Put into the group after the login: the database says yes, the process has it not.
capture as_user "$insider" "" "$CASE_DIR/tpm-probe" info
is "$status" 3 "in the group's list, yet not in the process: status 3"
like "$errors" '[Ll]og' "in the group's list, yet not in the process: told to log in again"
done_testing
