#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What a change costs (CONTRIBUTING.md): a command is one file and one row, a format one file, its
# prototype and one row. Both are made in a copy of the project, which is built: nothing else may have
# to change for --help, completions and refusals to know them.
cd "$(dirname "$0")/.." || exit 1
. tests/swtpm/lib.sh

copy=$work/copy
mkdir "$copy"
# With their times: what was built stays built.
find . -mindepth 1 -maxdepth 1 ! -name build ! -name .git -exec cp -a -t "$copy" {} +
mkdir -p "$copy/build"
cp -a "$B" "$copy/build/"
walked=build/${B##*/}/tpm-probe
# built: the objects that making the tool in the copy compiles.
built() {
	(cd "$copy" && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make "B=${walked%/*}" "$walked" 2>&1)
}
check "the copy is up to date" test "$(built | grep -cE '^  (CC|LINK) ')" = 0

# ---- A command ----------------------------------------------------------------------------------------
sed 's/cmd_nv/cmd_walk/;s/"nv"/"walk"/' probe/cmd/nv.c >"$copy/probe/cmd/walk.c"
sed -i 's/row(nv)/row(nv) row(walk)/' "$copy/probe/main.c"
output=$(built)
like "$output" 'LINK' "a command: the tool is built"
is "$(grep -oE 'probe/[a-z/.-]+$' <<<"$output" | grep -v '/tpm-probe' | sort | xargs)" "probe/cmd/walk.c probe/main.c" \
	"a command: its file and the table are compiled, and no other"
unlike "$output" 'warning' "a command: no warning"
cd "$copy" || exit 1
like "$("$walked" --help)" $'\n  walk  ' "a command: --help lists it"
like "$("$walked" walk --help)" 'Usage: tpm-probe walk' "a command: it has its own --help"
like "$("$walked" completion bash)" ' walk ' "a command: completion offers it"
is "$("$walked" schema)" "$("$probe" schema)" "a command: the schema is the same"
capture "$walked" --from tests/fuzz/corpus/fuzz_json/info walk
is "$status" 0 "a command: it runs"

# ---- A format -----------------------------------------------------------------------------------------
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
sed -i 's/^#endif$/renderer render_walk;\n\n#endif/' probe/render/render.h
sed -i 's/^\t{ "html", render_html_report, .*/&\n\t{ "walk", render_walk, OUTPUT_FACTS },/' probe/session/output.c
output=$(built)
like "$output" 'LINK' "a format: the tool is built"
unlike "$output" 'warning' "a format: no warning"
is "$("$walked" rc 0x921 -o walk)" "walked" "a format: it is written"
like "$("$walked" rc --help)" $'\nFormats of --output: text, walk, json\n' "a format: --help lists it"
like "$("$walked" completion fish)" ' walk ' "a format: completion offers it"
for command in report watch bench; do
	capture "$walked" --sysroot tests/data/sysroot/tis $command -o walk
	is "$status" 2 "a format: $command, to which it does not apply, refuses it"
	like "$errors" '"walk" is not one of: ' "a format: and $command says which it has"
done
done_testing
