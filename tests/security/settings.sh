#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Nothing that a report, a copy of a machine or another user's file says chooses what root loads, starts,
# opens or writes: tpm-probe tcti show, test and emit.
# shellcheck disable=SC2016 # texts for other shells
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh
for name in $(compgen -e | grep -E '^(TPM2|TCTI|TSS2_FAPI|TPM_)'); do
	unset "$name"
done

# ---- emit: a report writes nothing ----------------------------------------------------------------
cat >"$work/evil.json" <<END
{"schema": "tpm-probe/1", "host": {"fapi": {"config": "$work/written",
 "profile_name": "P_\$(touch $work/written)", "tcti": "cmd:touch $work/written"}}}
END
for format in profile.d environment.d systemd generator nixos fapi; do
	for what in write undo; do
		capture "$probe" tcti emit $format --from "$work/evil.json" --$what
		like "$status $errors" "^2 .*--from reads a report that may be anybody's" "emit $format --from --$what: refused"
	done
done
capture "$probe" fapi emit --from "$work/evil.json" --write
is "$status" 2 "fapi emit --from --write: refused"
for format in shell profile.d environment.d systemd generator docker dockerfile compose nixos fapi; do
	capture "$probe" tcti emit $format --from "$work/evil.json"
	unlike "$output" 'touch|written' "emit $format --from: nothing of the report's that has a meaning"
done
check "and nothing was written" test ! -e "$work/written"
root=$work/copy
mkdir -p "$root/etc/profile.d" "$root/etc/tpm2-tss" "$root/sys/class" "$root/dev" "$root/proc"
echo '{}' >"$root/etc/fapi.json"
echo 'export TSS2_FAPICONF=/etc/fapi.json' >"$root/etc/profile.d/fapi.sh"
capture "$probe" --sysroot "$root" tcti emit fapi --ek-cert-less no --write
like "$status $errors" '^2 .*changes /etc/tpm2-tss/fapi-config.json, and TSS2_FAPICONF names /etc/fapi.json' \
	"emit fapi --sysroot --write: a file of the tree does not choose what is written"
is "$(<"$root/etc/fapi.json")" '{}' "and that file is as it was"
capture env TSS2_FAPICONF="$work/evil.json" "$probe" tcti emit fapi --ek-cert-less no --write
is "$status" 2 "emit fapi --write: nor does a variable"

# ---- show opens nothing, test only what nobody else may have chosen ---------------------------------
# A module that leaves a trace of being loaded, and a command that leaves one of being started.
${CC:-cc} -shared -fPIC -o "$work/evil.so" -x c - <<END
#include <stdio.h>
__attribute__((constructor)) static void loaded(void)
{
	FILE *f = fopen("$work/loaded", "a");
	if (f)
		fclose(f);
}
void *Tss2_Tcti_Info(void) { return 0; }
END
chmod 755 "$work"
if [[ $(id -u) != 0 ]] || ! unshare -m true 2>/dev/null; then
	skip "settings of a service's user" "needs root and a mount namespace"
	done_testing
fi
mkdir -p "$work/units" "$work/own" "$work/service"
cat >"$work/units/demo.service" <<END
[Service]
EnvironmentFile=-$work/service/env
END
# state VERB: of tpm2-tools in demo.service, with what was loaded or started; the reason goes to $reason.
state() {
	rm -f "$work/loaded" "$work/started"
	capture unshare -m sh -c 'mount --bind "$1" /etc/systemd/system && shift && exec "$@"' x "$work/units" \
		"$probe" tcti "$@" -o json
	reason=$(python3 -c 'import json, sys
for c in json.load(sys.stdin)["consumers"]:
	if c["program"] == "tpm2-tools" and c["where"] == "demo.service":
		print(c["state"], c.get("reason"), sep="\n")' <<<"$output")
	state="${reason%%$'\n'*}"
	for trace in loaded started; do
		[[ ! -e $work/$trace ]] || state+=" $trace"
	done
	reason=${reason#*$'\n'}
}
# set VALUE OWNER MODE: what demo.service reads.
set_tcti() {
	echo "TPM2TOOLS_TCTI=$1" >"$work/service/env"
	chown "$2" "$work/service/env"
	chmod "$3" "$work/service/env"
}
start_swtpm
values=("$work/evil.so:" "cmd:touch $work/started" "pcap:$work/evil.so:" "pcap:cmd:touch $work/started" "$tcti")
for value in "${values[@]}"; do
	set_tcti "$value" 65534 600
	state show
	is "$state" "not tried" "show: $value of a service's user: nothing is opened"
	state test
	is "$state" "not tried" "test: $value of a service's user: nothing is tried"
	like "$reason" "$work/service/env belongs to nobody: somebody else may choose" "and says whose file it is"
done
set_tcti "$tcti" 0 666
state test
like "$state $reason" '^not tried .*/env may be written by everybody' "test: a file that everybody may write"
set_tcti "$tcti" 0:65534 660
state test
like "$state $reason" '^not tried .*/env may be written by its group' "test: a file that a group may write"
set_tcti "$tcti" 0 644
chown 65534 "$work/service"
state test
like "$state $reason" "^not tried .*$work/service belongs to nobody" "test: a directory of somebody else's"
chown 0 "$work/service"
chmod 777 "$work/service"
state test
like "$state $reason" "^not tried .*$work/service may be written by everybody" "test: a directory that everybody may write"
chmod 755 "$work/service"
mv "$work/service/env" "$work/own/env"
ln -s "$work/own/env" "$work/service/env"
chown -h 65534 "$work/service/env"
state test
like "$state $reason" "^not tried .*$work/service/env belongs to nobody" "test: a link of somebody else's"
chown -h 0 "$work/service/env"
state test
is "$state" answers "test: a link and a file that are root's: asked"
rm "$work/service/env"
set_tcti "$work/evil.so:" 0 644
state show
is "$state" "not tried" "show: a module by its path: not loaded"
state test
is "$state" "fails loaded" "test: a module that is root's: loaded"
chown 65534 "$work/evil.so"
state test
like "$state $reason" "^not tried .*$work/evil.so belongs to nobody: somebody else may change what is loaded" \
	"test: a module of somebody else's: not loaded"
set_tcti "pcap:$work/evil.so:" 0 644
state test
is "$state" "not tried" "test: nor behind pcap:"
capture env TPM2TOOLS_TCTI="$work/evil.so:" "$probe" tcti test
unlike "$(ls "$work")" loaded "test: nor where the caller's environment names it"
printf '#!/bin/sh\ntouch "%s/started"\n' "$work" >"$work/own/program"
chmod 755 "$work/own/program"
set_tcti "cmd:$work/own/program" 0 644
state show
is "$state" "not tried" "show: a command is not started"
state test
is "$state" "fails started" "test: a command of root's is started"
chown 65534 "$work/own/program"
state test
like "$state $reason" "^not tried .*$work/own/program belongs to nobody" "test: a program of somebody else's is not"
done_testing
