#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# tpm-probe bench --kernel.
. tests/guest/lib.sh
. tests/guest/kernel-split.sh

mountpoint -q $tracing || mount -t tracefs tracefs $tracing
saved=$CASE_DIR/saved.json
capture "$tpm_probe" bench --kernel --rm-cost -n 5 --warmup 1 --save "$saved" get_random_8
is "$status" 0 "with 0 to 3 loaded objects"
like "$output" 'Kernel trace +used' "says that it was traced"
# The fields of a line: loaded objects, samples, loads, saves; and what the parts lack to the whole, which
# is nothing but rounding.
mapfile -t lines < <(python3 - "$saved" <<'END'
import json, sys
for tpm in json.load(open(sys.argv[1]))["tpms"]:
    for op in tpm["bench"]["operations"]:
        k = op["kernel"]
        parts = sum(k[part] for part in ("user_ns", "system_calls_ns", "rm_ns", "driver_ns", "tpm_ns", "rest_ns"))
        print(op["loaded_objects"], k["traced"], k["context_loads"], k["context_saves"],
              "" if abs(parts - op["mean_ns"]) <= 5 else f"lacks {parts - op['mean_ns']}")
END
)
diag "$(printf '%s\n' "${lines[@]}")"
is "$(printf '%s\n' "${lines[@]}" | cut -d' ' -f1-4 | sort)" "$(for n in 0 1 2 3; do
	echo "$n 5 $n $n"
done)" "each sample is traced; the resource manager loads and saves each object"
unlike "${lines[*]}" lacks "the parts are the whole"
is "$(left)" "* 0" "nothing is left"

# Short commands and long ones: how much of the mean the parts are, without the rest, in permille.
operations=(get_capability read_clock get_random_8 pcr_read hash_256 create_primary_p256 sign_p256)
capture "$tpm_probe" bench --kernel -n 20 --warmup 1 --save "$saved" "${operations[@]}"
while read -r name permille mean; do
	check "$name of $mean ns: the parts add up to $permille permille, within 5 %" \
		test "$permille" -ge 950 -a "$permille" -le 1050
	operations=("${operations[@]/#$name/}")
done < <(python3 - "$saved" <<'END'
import json, sys
for tpm in json.load(open(sys.argv[1]))["tpms"]:
    for op in tpm["bench"]["operations"]:
        k = op["kernel"]
        assert k["traced"] == len(op["samples_ns"])
        parts = sum(k[part] for part in ("user_ns", "system_calls_ns", "rm_ns", "driver_ns", "tpm_ns"))
        print(op["name"], round(1000 * parts / op["mean_ns"]), op["mean_ns"])
END
)
is "$(xargs <<<"${operations[*]}")" "" "that was every operation"

cp "$tpm_probe" "$tpmrm_tcti" "$CASE_DIR/"
chmod 755 "$CASE_DIR"/{tpm-probe,*.so.0}
chmod 666 /dev/tpmrm0
capture as_user 65534 "" "$CASE_DIR/tpm-probe" bench --kernel -n 5 get_random_8
chmod 600 /dev/tpmrm0
is "$status" 0 "for an ordinary user everything else is measured"
like "$errors" 'kernel: tracing the kernel needs root' "and it says why the kernel is not"
like "$output" 'get_random_8 +5 ' "and here it is"
umount $tracing
done_testing
