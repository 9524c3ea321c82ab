#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Replays every committed corpus in the fuzz target of its name, built without libFuzzer: one test
# a target. A corpus without a target fails, and a target without a corpus too.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
B=${B:-build/release}

names=$(for path in tests/fuzz/corpus/fuzz_* tests/fuzz/fuzz_*.c; do basename "$path" .c; done |
    sort -u)
for name in $names; do
    if out=$("$B/fuzz/$name" "tests/fuzz/corpus/$name" 2>&1); then
        ok "$name: $out"
    else
        not_ok "$name" "$out"
    fi
done
done_testing
