#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# What is built does not depend on the directory that it is built in: the modules and the udev helper,
# debug information included, are the same bytes when they are built in another one.
cd "$(dirname "$0")/.." || exit 1
. tests/tap.sh
top=$PWD
B=${B:-build/release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

products=(libtss2-tcti-device.so.0 libtss2-tcti-tpmrm.so.0 tpm-probe-id)
other=$work/another/and/longer-name
mkdir -p "$other/build"
for entry in Makefile tcti sysfs probe tests udev; do
	ln -s "$top/$entry" "$other/"
done
# Two compilations of the same source, not one out of a cache.
capture env CCACHE_DISABLE=1 make -C "$other" --no-print-directory "${products[@]/#/$B/}" \
	"CC=$(cut -d ' ' -f 1 "$B/flags")"
is "$status" 0 "it is built in another directory"
[[ $status == 0 ]] || diag "$output$errors"
for product in "${products[@]}"; do
	check "$product: the same bytes" cmp "$B/$product" "$other/$B/$product"
	is "$(grep -cF "$top" "$B/$product")" 0 "$product: does not name the directory"
done
done_testing
