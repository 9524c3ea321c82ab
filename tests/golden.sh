#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What the tool prints, to the letter: of the machines below tests/data/sysroot, and of reports that
# were read back. The texts are in tests/golden/; UPDATE=1 tests/golden.sh writes them anew.
cd "$(dirname "$0")/.." || exit 1
. tests/swtpm/lib.sh

export LC_ALL=C.UTF-8
reports=tests/fuzz/corpus/fuzz_json
mapfile -t roots < <(cd tests/data/sysroot && printf '%s\n' */ | tr -d /)

# Owners and modes of what stands for nodes are those of a machine whose administrator calls.
cp -r tests/data/sysroot "$work/"
find "$work/sysroot" -path '*/dev/*' -type f -exec chmod 0660 {} +
as_root=()
((EUID == 0)) || as_root=(unshare --map-root-user)
if ! "${as_root[@]}" true 2>/dev/null; then
	skip "golden outputs" "needs root, or user namespaces, so that owners are the same everywhere"
	done_testing
fi

declare -A known=()
# golden NAME ARGUMENT...: standard output, messages and status are those of tests/golden/NAME.
golden() {
	local file=tests/golden/$1 got
	known[$1]=1
	shift
	got=$(cd "$work/sysroot" && "${as_root[@]}" "$probe" "$@" 2>&1; echo "exit status $?")
	got=${got//"$PWD/"/}
	# A new rule is to change two of these files, and not every machine's.
	[[ ${found_only-} ]] && got=$(sed -e '/ found nothing, /d' -e '/^ready for/,$d' <<<"$got")
	if [[ ${UPDATE-} ]]; then
		printf '%s\n' "$got" >"$file"
	fi
	check "$file" diff -u "$file" - <<<"$got"
}

for root in "${roots[@]}"; do
	golden "$root" --sysroot "$root"
	golden "$root-list" --sysroot "$root" list
	golden "$root-tree" --sysroot "$root" list --tree
	golden "$root.json" --sysroot "$root" list -o json
	found_only=
	[[ $root == crb || $root == none ]] || found_only=yes
	golden "$root-doctor" --sysroot "$root" doctor
	found_only=
done
for command in info caps pcrs; do
	golden "report-$command" --from "$PWD/$reports/$command" $command
done
golden report-overview --from "$PWD/$reports/info"
logs=$PWD/tests/data/eventlog
golden event-log --from "$logs/ovmf.json" pcrs --log-file "$logs/ovmf.bin"
golden event-log-bios --from "$PWD/$reports/event-log" pcrs --log
golden event-log-other-boot --from "$logs/seabios.json" pcrs --log-file "$logs/ovmf.bin"
golden event-log-every-type --from "$logs/ovmf.json" pcrs \
	--log-file "$PWD/tests/fuzz/corpus/fuzz_eventlog/every-type"
golden event-log-wrong-size --from "$logs/seabios-tpm12.json" pcrs \
	--log-file "$PWD/tests/fuzz/corpus/fuzz_eventlog/wrong-size"
golden event-log-sysroot --sysroot crb pcrs --log
golden event-log-none --from "$logs/ovmf.json" pcrs --log
golden rc-lockout rc 0x921
golden rc-tcti rc 0xa000a
golden rc-unknown rc 0xdeadbeef
golden pcrs-without-tpm --sysroot crb pcrs
golden help --help

# A report that is read back and written again is the same. Verdicts are doctor's, and made anew.
for command in list info caps pcrs rc event-log; do
	capture "$probe" --from "$reports/$command" info -o json
	printf '%s\n' "$output" >"$work/again"
	is "$("$probe" --from "$work/again" info -o json)" "$output" \
		"$command: JSON, read back and written, is the same"
	check "$command: and has the same facts" python3 -c 'import json, sys
def facts(path):
    report = json.load(open(path))
    for subject in [report, *report.get("tpms", [])]:
        subject.pop("verdicts", None)
    return list(report.items())
assert facts(sys.argv[1]) == facts(sys.argv[2])' "$reports/$command" "$work/again"
done

# Nothing stays behind that no case writes.
is "$(cd tests/golden && printf '%s\n' *)" "$(printf '%s\n' "${!known[@]}" | sort)" \
	"every file of tests/golden belongs to a case"
done_testing
