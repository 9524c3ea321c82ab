#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What a change costs (CONTRIBUTING.md; README.md, "The house"): each kind is really made in a copy of
# the project, which is built. Nothing else may have to change for its effect to show, and few objects
# may have to be compiled. A comment says how many files, lines and objects it took.
cd "$(dirname "$0")/.." || exit 1
. tests/swtpm/lib.sh

copy=$work/copy
mkdir "$copy"
# With their times: what was built stays built.
find . -mindepth 1 -maxdepth 1 ! -name build ! -name .git -exec cp -a -t "$copy" {} +
mkdir -p "$copy/build"
cp -a "$B" "$copy/build/"
walked=build/${B##*/}/tpm-probe
before=$work/before
touched=()
# shellcheck disable=SC2119,SC2120 # without an argument: the tool
# built [TARGET]: what making it in the copy prints: the objects that it compiles.
built() {
	(cd "$copy" && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make "B=${walked%/*}" "${1-$walked}" 2>&1)
}
# keep FILE: it is about to be changed, or made.
keep() {
	mkdir -p "$before/${1%/*}"
	cp "$copy/$1" "$before/$1" 2>/dev/null || : >"$before/$1"
	touched+=("$1")
}
# edit FILE SCRIPT: by sed, which has to find its place.
edit() {
	keep "$1"
	sed -i "$2" "$copy/$1"
	! cmp -s "$before/$1" "$copy/$1" || not_ok "$1: the place of the change was found"
}
# cost CHANGE MOST: build the tool. At most so many objects are compiled, without a warning.
cost() {
	local file lines=0 objects
	output=$(built)
	for file in "${touched[@]}"; do
		lines=$((lines + $(diff "$before/$file" "$copy/$file" | grep -c '^>')))
	done
	objects=$(grep -c '^  CC' <<<"$output")
	printf '# %s: %d files, %d lines, %d objects rebuilt\n' "$1" ${#touched[@]} "$lines" "$objects"
	like "$output" 'LINK' "$1: the tool is built"
	unlike "$output" 'warning' "$1: no warning"
	check "$1: at most $2 objects are rebuilt" test "$objects" -le "$2"
	touched=()
}
check "the copy is up to date" test "$(built | grep -cE '^  (CC|LINK) ')" = 0

# ---- A command ----------------------------------------------------------------------------------------
keep probe/cmd/walk.c
sed 's/cmd_nv/cmd_walk/;s/"nv"/"walk"/' probe/cmd/nv.c >"$copy/probe/cmd/walk.c"
edit probe/main.c 's/row(nv)/row(nv) row(walk)/'
cost "a command" 2
is "$(grep -oE 'probe/[a-z/.-]+$' <<<"$output" | grep -v '/tpm-probe' | sort | xargs)" "probe/cmd/walk.c probe/main.c" \
	"a command: its file and the table are compiled, and no other"
cd "$copy" || exit 1
like "$("$walked" --help)" $'\n  walk  ' "a command: --help lists it"
like "$("$walked" walk --help)" 'Usage: tpm-probe walk' "a command: it has its own --help"
like "$("$walked" completion bash)" ' walk ' "a command: completion offers it"
is "$("$walked" schema)" "$("$probe" schema)" "a command: the schema is the same"
capture "$walked" --simulator walk
is "$status" 0 "a command: it runs"

# ---- A format -----------------------------------------------------------------------------------------
keep probe/render/walk.c
cat >probe/render/walk.c <<'END'
/* SPDX-License-Identifier: BSD-2-Clause */
#include "render.h"

int render_walk(const struct report *report, const struct text_options *options, FILE *out)
{
	(void)report;
	(void)options;
	fprintf(out, "walked\n");
	return 0;
}
END
edit probe/render/render.h 's/^#endif$/renderer render_walk;\n\n#endif/'
edit probe/session/output.c 's/^\t{ "html", render_html_report, .*/&\n\t{ "walk", render_walk, OUTPUT_FACTS },/'
cost "a format" 90
is "$("$walked" rc 0x921 -o walk)" "walked" "a format: it is written"
like "$("$walked" rc --help)" $'\nFormats of --output: text, walk, json\n' "a format: --help lists it"
like "$("$walked" completion fish)" ' walk ' "a format: completion offers it"
for command in report watch bench; do
	capture "$walked" --sysroot tests/data/sysroot/tis $command -o walk
	is "$status" 2 "a format: $command, to which it does not apply, refuses it"
	like "$errors" '"walk" is not one of: ' "a format: and $command says which it has"
done

# ---- A sysfs attribute ----------------------------------------------------------------------------------
edit sysfs/attributes.h 's/^\tchar \*description; .*/&\n\tchar *acpi_uid;/'
edit sysfs/attributes.c 's/^\tfree(parent->description);/&\n\tfree(parent->acpi_uid);/
	s/^\t\tparent.description = .*/&\n\t\tparent.acpi_uid = read_acpi(ctx, tpm->parent, "uid");/'
edit tests/unit/sysfs/test_attributes.c \
	'0,/parent.description, .*/s//&\n\tassert_string_equal(parent.acpi_uid, "1");/'
cost "a sysfs attribute" 85
check "a sysfs attribute: its test is built" built "${walked%/*}/tests/test_attributes"
check "a sysfs attribute: its test passes" "${walked%/*}/tests/test_attributes"

# ---- A fact ---------------------------------------------------------------------------------------------
edit probe/report/device.h 's/^\tstruct text_fact event_log;/&\n\tstruct text_fact acpi_uid;/'
edit probe/report/fields-tpm.c \
	's/^\tFIELD(device, description,.*/\tFIELD(device, acpi_uid, "UID", FIELD_TEXT, UNIT_NONE, "ACPI _UID", SHARE_WHOLE),\n&/'
edit probe/collect/collect-sysfs.c \
	's/^\t\tset_text(report, &device->description, .*/&\n\t\tset_text(report, \&device->acpi_uid, parent.acpi_uid);/'
cost "a fact" 60
like "$("$walked" --sysroot tests/data/sysroot/crb -o json list)" '"acpi_uid": "1"' \
	"a fact: JSON has it, with the attribute's value"
like "$("$walked" schema)" '"description": "ACPI _UID"' "a fact: the schema has it, with no further step"

# ---- A rule ---------------------------------------------------------------------------------------------
rule='static enum rule_status check_walk(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	(void)report;
	NEED(tpm->device, driver);
	evidence(out, "driver", "%s", tpm->device->driver.value);
	return found_if(text_is(\&tpm->device->driver, "tpm_walk"));
}

&
	{ .id = "WLK-001", .severity = SEVERITY_INFO, .scope = RULE_TPM, .title = "walked",
	  .why = "to see what it costs", .remedy = "none", .check = check_walk },'
edit probe/doctor/platform.c "s/^static const struct rule rules.*/${rule//$'\n'/\\n}/"
edit tests/unit/doctor/test_doctor_platform.c 's/^static const struct doctor_case cases.*/&\n\t{ "WLK-001", "found", "tpms[0].device.driver=tpm_walk", "tpm_walk" },/'
cost "a rule" 1
like "$("$walked" doctor --list-rules)" 'WLK-001 .*walked' "a rule: --list-rules lists it"
check "a rule: its test is built" built "${walked%/*}/tests/test_doctor_platform"
check "a rule: its test passes" "${walked%/*}/tests/test_doctor_platform"

# ---- An operation of bench ------------------------------------------------------------------------------
edit probe/bench/ops/ops-safe.c 's/^static const struct bench_op ops.*/&\n\t{ .name = "walk", .tier = TIER_SAFE, .help = "ask", .command = TPM2_CC_GetCapability,\n\t  .before = op_clear, .run = run_get_capability, .after = check_get_capability },/'
cost "an operation" 1
like "$("$walked" bench --list)" $'\nwalk +safe ' "an operation: --list lists it"
like "$("$walked" completion bash)" '[ "]walk ' "an operation: completion offers it"
done_testing
