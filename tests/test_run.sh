#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The runner and the dependency installer themselves: a runner that lets a failure through would make
# every other test worthless.
cd "$(dirname "$0")/.." || exit 1
. tests/tap.sh

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# suite NAME TEXT: a script $dir/NAME
suite() {
	printf '#!/bin/bash\n%s\n' "$2" >"$dir/$1"
	chmod +x "$dir/$1"
}

# sum NAME WANT STATUS WHAT
sum() {
	capture tests/run "$dir/$1"
	is "${output##*$'\n'}, status $status" "$2, status $3" "$4"
}

suite good 'echo 1..2; echo ok 1 - a; echo ok 2 - b'
sum good "2 passed, 0 failed, 0 skipped" 0 "two that pass"
suite bad 'echo 1..2; echo ok 1 - a; echo not ok 2 - b; echo "# why"; exit 1'
sum bad "1 passed, 1 failed, 0 skipped" 1 "one that fails"
like "$output" '# why' "its output is shown"
suite skipped 'echo ok 1 - a; echo "ok 2 - b # SKIP no cow"; echo "not ok 3 # SKIP c"'
sum skipped "1 passed, 0 failed, 2 skipped" 0 "skipped ones, cmocka's form too"
like "$output" 'skipped: [^ ]*: ok 2 - b # SKIP no cow' "the reason is shown"
suite all_skipped 'echo "1..0 # SKIP no cow"'
sum all_skipped "0 passed, 0 failed, 1 skipped" 1 "nothing passed"
suite killed 'echo ok 1 - a; kill -SEGV $$'
sum killed "1 passed, 1 failed, 0 skipped" 1 "death by a signal"
suite hangs "echo ok 1 - a; exec sleep infinity"
# Whether it comes to its first line before its end is the machine's affair.
capture tests/run -t 2 "$dir/hangs"
like "${output##*$'\n'}, status $status" '^[01] passed, 1 failed, 0 skipped, status 1$' "a hang"
# shellcheck disable=SC2016 # they are the suite's own
suite waits '. tests/tap.sh
never() { echo "it is not there"; kill -TERM 0; false; }
check "it comes" wait_for never'
sum waits "0 passed, 2 failed, 0 skipped" 1 "what is ended while it waits"
like "$output" 'not ok 1 - it comes: ended by a signal.*waits:4.*it is not there' "where that was, and what it said"
suite silent 'exit 0'
sum silent "0 passed, 1 failed, 0 skipped" 1 "no test line"
suite short 'echo 1..3; echo ok 1 - a'
sum short "1 passed, 1 failed, 0 skipped" 1 "a plan that is not kept"
suite leaks 'echo 1..1; echo ok 1 - a; exit 23'
sum leaks "1 passed, 1 failed, 0 skipped" 1 "a bad exit status although every test passed"
suite bails 'echo ok 1 - a; echo "Bail out! no more"'
sum bails "1 passed, 1 failed, 0 skipped" 1 "a bail-out"
sum absent "0 passed, 1 failed, 0 skipped" 1 "a suite that does not exist"
capture tests/run "$dir/good" "$dir/bad" "$dir/skipped"
is "${output##*$'\n'}" "4 passed, 1 failed, 2 skipped" "suites are summed"
capture tests/run -j 3 "$dir/good" "$dir/bad" "$dir/skipped" -t 2 "$dir/hangs" -t 300 "$dir/absent" "$dir/good"
like "${output##*$'\n'}" '^[67] passed, 3 failed, 2 skipped$' "side by side, too"
# shellcheck disable=SC2016 # they are the suite's own
suite words 'echo "ok 1 - $# $2"'
capture tests/run -v "$dir/words a b"
like "$output" 'ok 1 - 2 b' "a suite with arguments"
# Each waits for the other: alone none of them ends well.
mkfifo "$dir/one" "$dir/two"
suite first "echo go >$dir/one; read -r line <$dir/two; echo \"ok 1 - \$line\""
suite second "read -r line <$dir/one; echo come >$dir/two; echo \"ok 1 - \$line\""
capture tests/run -j 2 "$dir/first" "$dir/second"
is "${output##*$'\n'}" "2 passed, 0 failed, 0 skipped" "-j 2: two at a time"
capture tests/run -j none "$dir/good"
is "$status" 2 "-j without a number: status 2"

# .ci/deps where there is no apt: only what the script itself uses, and a dnf.
mkdir "$dir/bin"
for tool in bash dirname sort xargs cat; do
	ln -s "$(command -v $tool)" "$dir/bin/$tool"
done
suite bin/dnf 'exit 1'
capture env PATH="$dir/bin" .ci/deps build
is "$status" 1 "no apt: status 1"
like "$errors" 'missing:.* make' "no apt: what is missing"
like "$errors" 'sudo dnf install .*tpm2-tss-devel' "no apt: this machine's command"
capture .ci/deps nonsense
is "$status" 2 "unknown purpose: status 2"
done_testing
