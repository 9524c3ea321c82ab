#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# A rescue shell has few libraries: the tool starts without those that only some commands need, doctor
# gives every rule that does not need them, and what cannot be done says which package is missing.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

if [[ ${SAN:-} ]] || nm -D "$probe" 2>/dev/null | grep -q ' __[atu]b\?san_'; then
	echo "1..0 # SKIP a sanitizer's own library is loaded first"
	exit 0
fi

export HIDE='libarchive libcrypto libtracefs libtraceevent libsystemd libexpat'
hidden=$B/tests/start/hide_libraries.so
# poor COMMAND...: on such a machine.
poor() {
	LD_AUDIT=$hidden "$@"
}

is "$(poor ldd "$probe" 2>&1 | grep -c 'not found')" 0 "no such library is needed to start"
for library in $HIDE; do
	unlike "$(ldd "$probe")" "$library" "$library is loaded by nothing that it links with"
done
check "at most 12 libraries" test "$(ldd "$probe" | grep -c .)" -le 12
like "$(poor "$probe" --version)" '^tpm-probe ' "--version"

# rules FILE: id and state of each rule.
rules() {
	python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
seen = [(f["id"], f.get("severity")) for t in r["tpms"] for f in t.get("findings") or []]
seen += [(f["id"], f.get("severity")) for f in r.get("findings") or []]
print(*sorted(map(str, seen)), sep="\n")' "$1"
}
start_swtpm
for tree in crb tis two; do
	"$probe" --sysroot tests/data/sysroot/$tree doctor -o json >"$work/rich.json"
	capture poor "$probe" --sysroot tests/data/sysroot/$tree doctor -o json
	echo "$output" >"$work/poor.json"
	is "$errors" "" "doctor on $tree says nothing on stderr"
	is "$(rules "$work/poor.json")" "$(rules "$work/rich.json")" "doctor on $tree finds the same"
done
capture poor "$probe" -T "$tcti" doctor
unlike "$errors" 'missing' "doctor of a TPM"
like "$output" 'ready for' "doctor of a TPM ends with readiness"
capture poor "$probe" -T "$tcti" info
is "$status$errors" 0 "info"
capture poor "$probe" -T "$tcti" pcrs
is "$status$errors" 0 "pcrs"

capture poor "$probe" -T "$tcti" attest --self-test
is "$status" 1 "attest: status 1"
like "$errors" 'attest needs libcrypto.so.3, which is missing.*apt-get install libssl3' "attest says what to install"
capture poor "$probe" --sysroot tests/data/sysroot/crb report --bundle "$work/bundle.tar"
is "$status" 1 "report --bundle: status 1"
like "$errors" 'report needs libarchive.so.13, which is missing' "report --bundle says what is missing"
check "and leaves no file" test ! -e "$work/bundle.tar"
done_testing
