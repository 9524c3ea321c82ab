#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# boots save and boots: what is written and for whom, what is kept and what is left alone, and what is said
# where it cannot be written.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

saved=$work/saved
# machine NAME ID [PYTHON]: a machine's files with this boot id.
machine() {
	PYTHONPATH=tests/boots PYTHONDONTWRITEBYTECODE=1 python3 -c "
import sys
import boot_logs as l
b = l.Boot()
b.boot_id = sys.argv[2]
${3-}
b.write_sysroot(sys.argv[1])" "$work/$1" "$2"
}
id() { printf '11111111-2222-3333-4444-5555555555%02d' "$1"; }

# ---- One boot ----------------------------------------------------------------------------------------
machine one "$(id 1)"
umask 000
capture "$probe" --sysroot "$work/one" boots save --boots "$saved"
is "$status $errors" "0 " "boots save"
is "$output" "Saved: $saved/$(id 1).json" "it says where"
is "$(stat -c %a "$saved" "$saved/$(id 1).json" | xargs)" "700 600" "for root alone, whatever the umask"
umask 022
check "the file is a canonical event log with what is beside it" python3 - "$saved/$(id 1).json" <<'END'
import json, sys
boot = json.load(open(sys.argv[1]))
assert boot["boot_id"].endswith("01") and boot["kernel"] == "6.1.0-18-amd64" and boot["firmware"] == "1.21"
assert boot["secure_boot"] is True and boot["saved_at"] > 1.7e9
assert {bank: len(values) for bank, values in boot["pcrs"].items()} == {"sha1": 24, "sha256": 24}
assert [record["recnum"] for record in boot["cel"]] == list(range(1, len(boot["cel"]) + 1))
kinds = [record["content_type"] for record in boot["cel"]]
assert kinds.count("systemd") == 4 and kinds.count("pcclient_std") == len(kinds) - 4
for record in boot["cel"][1:]:
    assert {d["hashAlg"] for d in record["digests"]} == {"sha1", "sha256"}, record
END
capture "$probe" --sysroot "$work/one" boots diff "$saved/$(id 1).json" -o json
is "$status $(python3 -c 'import json,sys; print(json.load(sys.stdin)["pcrs"])' <<<"$output")" "0 []" \
	"what was saved does not differ from what it was saved of"
capture "$probe" boots --boots "$saved"
like "$output" 'SAVED +BOOT +KERNEL .*CHANGED +UNLOCKED'$'\n''[0-9-]+ [0-9:]+ +11111111 6.1.0-18-amd64 1.21 +on +- +not known' \
	"boots: one line"

# ---- More of them ------------------------------------------------------------------------------------------
machine more "$(id 2)" "b.kernel = '6.1.0-20'
b.replace('dbx', l.variable(7, l.VARIABLE, 'dbx', l.hashes(range(374)), l.SECURITY))"
for i in {2..21}; do
	id "$i" >"$work/more/proc/sys/kernel/random/boot_id"
	"$probe" --sysroot "$work/more" boots save --boots "$saved" >/dev/null || break
done
is "$(find "$saved" -name '*.json' | wc -l)" 20 "the last 20 are kept"
check "the oldest is gone" test ! -e "$saved/$(id 1).json"
capture "$probe" boots list --boots "$saved" -o json
is "$(python3 -c 'import json,sys; print({b["changed"] for b in json.load(sys.stdin)["boots"][:-1]})' <<<"$output")" \
	"{'nothing'}" "boots: nothing changed from one to the next"
rm "$saved/$(id 9).json"
machine one "$(id 1)"
"$probe" --sysroot "$work/one" boots save --boots "$saved" >/dev/null
capture "$probe" boots --boots "$saved"
like "$output" 'kernel, dbx' "boots: what changed, in three words"
capture "$probe" --sysroot "$work/one" boots diff --boots "$saved"
like "$output" 'dbx updated: 3 hashes fewer \(374 -> 371\)' "boots diff: against the last boot that is another one"
capture "$probe" --sysroot "$work/one" boots diff --boots "$saved" "$(id 20)"
like "$output" 'dbx updated: 3 hashes fewer' "boots diff: against one that is named"
capture "$probe" boots diff --boots "$saved" 1111 "$(id 20)"
is "$status" 2 "boots diff: an id that fits several"
like "$errors" "the ids of 20 saved boots begin so" "and why"

# ---- What is not ours ----------------------------------------------------------------------------------------
touch -d 2000-01-01 "$saved/notes.json" "$saved/$(id 77).json.bak" "$work/victim"
ln -s "$work/victim" "$saved/$(id 70).json"
ln -s "$work/victim" "$saved/$(id 1)x.json"
mkdir "$saved/$(id 71).json"
rm "$saved/$(id 1).json"
ln -s "$work/victim" "$saved/$(id 1).json"
capture "$probe" --sysroot "$work/one" boots save --boots "$saved"
is "$status $(stat -c %F "$saved/$(id 1).json") $(stat -c %s "$work/victim")" "0 regular file 0" \
	"a link in a boot's place is replaced, and not followed"
for i in {30..51}; do
	id "$i" >"$work/more/proc/sys/kernel/random/boot_id"
	"$probe" --sysroot "$work/more" boots save --boots "$saved" >/dev/null
done
check "files of other names stay" test -e "$saved/notes.json" -a -e "$saved/$(id 77).json.bak"
check "links stay" test -L "$saved/$(id 70).json" -a -L "$saved/$(id 1)x.json"
check "directories stay" test -d "$saved/$(id 71).json"
is "$(find "$saved" -type f -name '1*.json' | wc -l)" 20 "and 20 boots are kept"
echo '{' >"$saved/$(id 72).json"
capture "$probe" boots --boots "$saved"
is "$status" 0 "boots: the others are shown where some are broken"
like "$errors" "3 of the files in $saved cannot be read" "and it says so"
ln -s saved "$work/link"
capture "$probe" --sysroot "$work/one" boots save --boots "$work/link"
is "$status" 1 "a link in the directory's place is refused"
like "$errors" 'symbolic link|Not a directory' "and why"

# ---- Where it cannot be written ---------------------------------------------------------------------------------
machine big "$(id 60)" "for i in range(400): b.add_after('blob', f'big{i}', l.Event(0, l.FLAGS, bytes([i % 256]) * 3000))"
capture "$probe" --sysroot "$work/big" boots save --boots "$work/big-saved"
is "$status" 0 "a log of more than a megabyte"
check "fits into 300 kB" test "$(stat -c %s "$work/big-saved/$(id 60).json")" -le 300000
capture "$probe" --sysroot "$work/big" boots diff "$work/big-saved/$(id 60).json" -o json
like "$output" '"pcrs": \[ *'$'\n''? *\]' "and does not differ from what it was saved of"
capture "$probe" --sysroot "$work/one" boots save --boots "$work/missing/saved"
is "$status" 1 "no such directory"
touch "$work/file"
capture "$probe" --sysroot "$work/one" boots save --boots "$work/file"
is "$status" 1 "a file in its place"
rm -r "$work/one/proc"
capture "$probe" --sysroot "$work/one" boots save --boots "$saved"
is "$status" 1 "no boot id"
machine one "$(id 61)"
if ((EUID == 0)) && unshare --mount true 2>/dev/null; then
	mkdir "$work/full" "$work/fixed"
	# shellcheck disable=SC2016 # for the other shell
	capture unshare --mount bash -c 'mount -t tmpfs -o size=64k,mode=700 none "$1" && mkdir "$1/boots" &&
		head -c 60000 /dev/zero >"$1/zeros"; "$2" --sysroot "$3" boots save --boots "$1/boots"; s=$?
		ls -A "$1/boots"; exit $s' - "$work/full" "$probe" "$work/one"
	is "$status $output" "1 " "a full disk: refused, and nothing is left behind"
	like "$errors" "cannot save this boot in .*: No space left on device" "and why"
	# shellcheck disable=SC2016 # for the other shell
	capture unshare --mount bash -c 'mount -t tmpfs -o ro none "$1" && "$2" --sysroot "$3" boots save --boots "$1/boots"' - \
		"$work/fixed" "$probe" "$work/one"
	is "$status" 1 "a read-only disk: refused"
	like "$errors" "cannot save this boot in .*: Read-only file system" "and why"
else
	skip "full and read-only disks" "needs root and mount namespaces"
fi
capture "$probe" boots --boots "$work/nowhere"
is "$status $output" "0 No boot is saved. tpm-probe boots save, as root, saves this one." "no boot is saved"
capture "$probe" --sysroot "$work/one" boots diff --boots "$work/nowhere"
is "$status" 1 "boots diff without a saved boot"
like "$errors" "no earlier boot is saved" "and why"

# ---- In a report of everything ---------------------------------------------------------------------------------
rm -r "$saved"
machine one "$(id 1)"
machine more "$(id 2)" "b.replace('cmdline', l.text(8, 'kernel_cmdline: /vmlinuz root=UUID=planted-disk-4711'))
b.phases[1] = (15, 'volume-key', 'cryptsetup:planted-volume-4711:1234')
b.replace('dbx', l.variable(7, l.VARIABLE, 'dbx', l.hashes(range(374)), l.SECURITY))"
for name in one more; do "$probe" --sysroot "$work/$name" boots save --boots "$saved" >/dev/null; done
check "planted texts are in a saved boot" grep -q "$(printf planted-disk-4711 | od -An -tx1 | tr -d ' \n')" \
	"$saved/$(id 2).json"
capture "$probe" --sysroot "$work/more" report --boots "$saved" -O "$work/page.html"
is "$status" 0 "report with saved boots"
has_line "$work/page.html" 'dbx updated: 3 hashes more' "the page shows what changed"
check "the page is valid HTML" tidy -e -q "$work/page.html"
check "the page needs nothing else" tests/report/check_page.py "$work/page.html"
capture "$probe" --sysroot "$work/more" report --boots "$saved" --bundle "$work/bundle.tar"
is "$status $(tar -tf "$work/bundle.tar" | grep boots/ | xargs)" \
	"0 tpm-probe-report/boots/01.json tpm-probe-report/boots/02.json" "the archive has the saved boots"
mkdir "$work/bundle"
tar -xf "$work/bundle.tar" -C "$work/bundle"
is "$(grep -rlE "planted-|$(id 1)|$(id 2)|$(printf planted- | od -An -tx1 | tr -d ' \n')" "$work/bundle")" "" \
	"and nothing that identifies the machine"
has_line "$work/bundle/tpm-probe-report/report.json" 'dbx updated: 3 hashes more' "but what changed"
capture "$probe" boots diff "$work/bundle/tpm-probe-report/boots/02.json" "$work/bundle/tpm-probe-report/boots/01.json" -o json
is "$(python3 -c 'import json,sys; print([p["pcr"] for p in json.load(sys.stdin)["pcrs"]])' <<<"$output")" \
	"[7, 8, 15]" "redacted boots can be compared"

# ---- Read back ------------------------------------------------------------------------------------------------
"$probe" boots diff --boots "$saved" "$(id 1)" "$(id 2)" -o json >"$work/diff.json"
capture "$probe" --from "$work/diff.json" boots diff
is "$output" "$("$probe" boots diff --boots "$saved" "$(id 1)" "$(id 2)")" "--from: a comparison"
"$probe" boots --boots "$saved" -o json >"$work/list.json"
capture "$probe" --from "$work/list.json" boots
is "$output" "$("$probe" boots --boots "$saved")" "--from: a list"

# ---- Another machine's files ------------------------------------------------------------------------------------
mkdir -p "$work/more/var/lib/tpm-probe"
cp -r "$saved" "$work/more/var/lib/tpm-probe/boots"
capture "$probe" --sysroot "$work/more" boots -o json
is "$(python3 -c 'import json,sys; print(len(json.load(sys.stdin)["boots"]))' <<<"$output")" 2 "--sysroot: its own saved boots"
capture "$probe" --sysroot "$work/more" changes
like "$output" 'dbx updated: 3 hashes more' "--sysroot: what changed since the last of them"
capture "$probe" --sysroot "$work/more" boots save
is "$status" 2 "--sysroot: it is not saved among this machine's"

# ---- A TPM ------------------------------------------------------------------------------------------------------
start_swtpm
capture "$probe" -T "$tcti" boots save --boots "$work/tpm"
is "$status" 0 "a TPM's values"
check "its clock, its counts, its firmware, PCRs of every bank" python3 - "$work/tpm"/*.json <<'END'
import json, sys
boot = json.load(open(sys.argv[1]))
assert set(boot["clock"]) == {"clock_ms", "reset_count", "restart_count", "safe"}, boot["clock"]
assert boot["tpm"]["manufacturer"] and boot["tpm"]["firmware"]
assert all(len(values) == 24 for values in boot["pcrs"].values()) and "sha256" in boot["pcrs"]
END
capture tpm2_pcrextend -T "$tcti" 8:sha256="$(printf %064d 1)"
capture "$probe" -T "$tcti" boots diff "$work/tpm"/*.json -o json
is "$(python3 -c 'import json,sys; print([(p["pcr"], p["bank"], [c["kind"] for c in p["changes"]]) for p in json.load(sys.stdin)["pcrs"]])' <<<"$output")" \
	"[(8, 'sha256', ['unlogged'])]" "a PCR that was extended without a record"
done_testing
