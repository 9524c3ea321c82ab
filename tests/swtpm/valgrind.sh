#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The tool under valgrind: no error, no leak, and the exit status that it has without.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

if [[ ${SAN:-} ]] || nm -D "$probe" 2>/dev/null | grep -q ' __[atu]b\?san_'; then
	echo "1..0 # SKIP valgrind and sanitizers exclude one another"
	exit 0
elif ! command -v valgrind >/dev/null; then
	echo "1..0 # SKIP no valgrind here"
	exit 0
fi

start_swtpm
swtpm_tcti=$tcti
found=98
tool=$probe
# grind STATUS NAME ARGUMENT...: run $tool.
grind() {
	local want=$1 name=$2 log errors
	shift 2
	rm -f "$work"/log.*
	capture valgrind -q --num-callers=40 --error-exitcode=$found --leak-check=full --show-leak-kinds=all \
		--errors-for-leak-kinds=definite,indirect,possible \
		--suppressions=tests/swtpm/valgrind.supp --child-silent-after-fork=yes \
		--log-file="$work/log.%p" "$tool" "$@"
	errors=
	for log in "$work"/log.*; do
		# "--1234--": a system call that this valgrind does not know, and answers with ENOSYS.
		[[ -s $log ]] && errors+=$(grep -vE '^(==[0-9]*== *$|--[0-9]+--)' "$log")
	done
	is "status $status$errors" "status $want" "$name"
}

# That it can fail at all: a read of freed memory is found.
cat >"$work/bad.c" <<'END'
#include <stdlib.h>
int main(void)
{
	volatile int *p = malloc(sizeof(*p));
	free((void *)p);
	return *p == 12345;
}
END
check "a faulty program is made" cc -o "$work/bad" "$work/bad.c"
(tool=$work/bad && grind 0 "a faulty program") >"$work/tap"
like "$(<"$work/tap")" '^not ok .*Invalid read' "a faulty program is found out"

for command in info caps pcrs; do
	grind 0 "$command" -T "$swtpm_tcti" $command
	grind 0 "$command -o json" -T "$swtpm_tcti" $command -o json
	"$probe" -T "$swtpm_tcti" $command -o json >"$work/$command.json"
	grind 0 "$command --from" --from "$work/$command.json" $command
	grind 0 "$command --from -o json" --from "$work/$command.json" $command -o json
done
grind 0 "overview" -T "$swtpm_tcti"
grind 0 "caps of one group" -T "$swtpm_tcti" caps handles-pcr
grind 0 "info --simulator" --simulator info
grind 0 "caps --simulator -o json" --simulator caps -o json
grind 0 "rc" rc 0x9a2
grind 0 "completion" completion bash
for root in crb two tpm12; do
	grind 0 "overview of $root" --sysroot tests/data/sysroot/$root
	grind 0 "list of $root" --sysroot tests/data/sysroot/$root list
	grind 0 "list -t of $root" --sysroot tests/data/sysroot/$root list -t
	grind 0 "list -o json of $root" --sysroot tests/data/sysroot/$root list -o json
done

# Where it fails, it has to clean up too.
grind 2 "wrong usage" --frobnicate
grind 2 "unknown group" caps frobnicate
grind 4 "absent TPM" --sysroot tests/data/sysroot/crb -d tpm7 list
grind 4 "no TPM" --sysroot tests/data/sysroot/none
grind 4 "no such TCTI" -T nosuch: info
grind 1 "no such file" --from "$work/absent" info
head -c 5000 "$work/caps.json" >"$work/bad.json"
grind 1 "half a report" --from "$work/bad.json" caps
sed 's/"revision": [0-9]*/"revision": "x"/' "$work/info.json" >"$work/bad.json"
grind 1 "a report with a wrong type" --from "$work/bad.json" info
for mode in random cut-off count-large more-forever escapes; do
	serve tests/swtpm/garbage_tpm.py $mode
	[[ $mode == more-forever || $mode == escapes ]] && want=0 || want=4
	grind "$want" "a TPM that answers $mode" -T "swtpm:host=127.0.0.1,port=$port" caps
	end "$pid"
done
done_testing
