#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# bench, with a swtpm behind a TCTI and with the tool's own simulator: what it takes and refuses, what it
# prints and saves, its verdicts and exit statuses, and how it ends early.
cd "$(dirname "$0")/../.." || exit 1
. tests/swtpm/lib.sh

start_swtpm
swtpm_tcti=$tcti
bench=("$probe" -T "$swtpm_tcti" bench)

# json EXPRESSION: a value of the JSON in $output, by a Python expression about r and its operations.
json() {
	python3 -c 'import json, sys
r = json.load(sys.stdin)
operations = [o for t in r["tpms"] for o in t.get("bench", {}).get("operations", [])]
print(eval(sys.argv[1]))' "$1" <<<"$output" 2>&1
}

# valid JSON-FILE: is described by the schema.
# shellcheck disable=SC2317 # called by check
valid() {
	python3 -c 'import json, sys, jsonschema
jsonschema.Draft202012Validator(json.load(open(sys.argv[2]))).validate(json.load(open(sys.argv[1])))' "$1" "$schema"
}

# ---- What there is, and what is refused ---------------------------------------------------------
capture "$probe" bench --list
is "$status" 0 "--list: status 0, without a TPM"
like "$output" 'get_random_8 +safe +TPM2_CC_GetRandom' "--list: operation, tier, command"
capture "$probe" bench --list -o json
is "$(python3 -c 'import json, sys
c = json.load(sys.stdin)["benchmark"]["choices"]
print(len(c) > 40, sorted({x["tier"] for x in c}), [x["name"] for x in c if not x["gated"]])' <<<"$output")" \
	"True ['crypto', 'safe', 'session', 'slow', 'state'] ['create_primary_rsa2048', 'create_rsa2048']" \
	"--list -o json: tiers, and what is never compared"
# refused STATUS MESSAGE ARGUMENT...
refused() {
	local want=$1 message=$2
	shift 2
	capture "$probe" -T "$swtpm_tcti" "$@"
	is "$status" "$want" "$*: status $want"
	like "$errors" "$message" "$*: why"
	is "$output" "" "$*: nothing on standard output"
}
refused 2 'no operation "sign_p257"' bench sign_p257
refused 2 'needs --allow-state' bench pcr_extend
refused 2 'needs --allow-state' bench --tier state
refused 2 '"fast" is not one of: safe session crypto state slow all' bench --tier fast
refused 2 'not a number from 1' bench -n 0
refused 2 'not a time such as' bench --duration 5x
refused 2 'not a rate' bench --rate 0
refused 2 'OPERATION=TIME' bench --max sign_p256
refused 2 'OPERATION=TIME' bench --max sign_p256=fast
refused 2 'no operation "sign"' bench --max sign=1ms
refused 2 'does not go with --jobs' bench --rm-cost --jobs 2
refused 2 'does not go +with --jobs|not go with --jobs' bench --kernel --jobs 2
refused 2 'bench export' bench --format csv
refused 2 'needs two files' bench compare "$work/a"
refused 2 'needs a format' bench export "$work/a"
refused 1 'No such file' bench --baseline "$work/none.json"
refused 2 'belongs to the command bench' info --rm-cost
refused 2 'is not one of: text json' info -o gab
capture "$probe" --simulator bench --jobs 2
is "$status" 2 "--simulator --jobs: status 2"
capture "$probe" -T swtpm:port=1 bench get_random_8
is "$status" 4 "a TCTI that does not open: status 4"
capture "$probe" --sysroot tests/data/sysroot/crb bench
is "$status" 2 "--sysroot: status 2"

# ---- What is measured ---------------------------------------------------------------------------
capture "${bench[@]}" -n 30 -o json --save "$work/safe.json"
is "$status" 0 "tier safe: status 0"
is "$errors" "" "tier safe: nothing on standard error, which is no terminal"
is "$output" "$(<"$work/safe.json")" "--save: what -o json prints"
check "the JSON is described by the schema" valid "$work/safe.json"
is "$(json '[o["name"] for o in operations if o["status"] == "ok"]')" \
	"['get_capability', 'get_test_result', 'read_clock', 'get_random_8', 'get_random_32', 'pcr_read', 'hash_256']" \
	"tier safe: what a new swtpm can show"
is "$(json '{o["name"]: o["reason"] for o in operations if o["status"] != "ok"}')" \
	"{'nv_read_public': 'no NV index is defined', 'read_public': 'no persistent object is there'}" \
	"tier safe: and what not, with the reason"
is "$(json '{(o["n"], len(o["samples_ns"]), o["warmup"], o["loaded_objects"]) for o in operations if o["status"] == "ok"}')" \
	"{(30, 30, 5, 0)}" "each: 30 samples, 5 to warm up, nothing loaded"
is "$(json 'all(sum(o["stages"].values()) - o["mean_ns"] in range(-4, 5) for o in operations if o["status"] == "ok")')" \
	True "the stages add up to the mean"
is "$(json 'all(o["median_ns"] == sum(sorted(o["samples_ns"])[14:16]) // 2 and o["min_ns"] == min(o["samples_ns"])
	and o["p99_ns"] is None and o["median_low_ns"] <= o["median_ns"] <= o["median_high_ns"]
	for o in operations if o["status"] == "ok")')" True "median, minimum, no P99 from 30 samples, the interval"
is "$(json '(r["benchmark"]["clock"], r["benchmark"]["interrupted"], r["benchmark"]["n"], r["kernel"] != "",
	r["tpms"][0]["identity"]["modalias"][:6], r["tpms"][0]["bench"]["loaded_objects"])')" \
	"('CLOCK_MONOTONIC', False, 30, True, 'fi2.0:', 0)" "recorded: clock, kernel, TPM, what was loaded before"
capture "$probe" --from "$work/safe.json" bench -o json
is "$output" "$(<"$work/safe.json")" "--from: the same JSON"
capture "${bench[@]}" get_random_8 --duration 300ms -o json
is "$(json 'operations[0]["n"] > 0, sum(operations[0]["samples_ns"][:-1]) < 0.3e9, operations[0]["elapsed_ns"] > 0.1e9')" \
	"(True, True, True)" "--duration: as many as begin in that time"
capture "${bench[@]}" sign_p256 get_random_8 -n 6 --warmup 0 -o json
is "$(json '[(o["name"], o["warmup"]) for o in operations]')" "[('get_random_8', 0), ('sign_p256', 0)]" \
	"named operations, in the table's order; --warmup 0"
# 50 a second, 20 of them, take 0.38 s from the first to the last; what is late is in the samples.
capture "${bench[@]}" get_random_8 --rate 50 -n 20 -o json
is "$(json '[(o["n"], o["elapsed_ns"] > 0.37e9, o["service_median_ns"] <= o["median_ns"], "late" in o) for o in operations]')" \
	"[(20, True, True, True)]" "--rate: starts are 20 ms apart, and the waiting counts"
capture "$probe" --simulator bench get_random_8 -n 10
is "$status" 0 "--simulator: status 0"
like "$output" '^SIMULATOR' "--simulator: said first"
capture "${bench[@]}" --kernel get_random_8 -n 6
is "$status" 0 "--kernel without a kernel's TPM: the rest is measured"

# A TPM that goes away in the middle, and one that answers nonsense.
start_swtpm
capture "$probe" -T "$tcti" bench get_random_8 -n 10
is "$status" 0 "another swtpm: status 0"
end "$pid"
capture "$probe" -T "$tcti" bench get_random_8 -n 10
is "$status" 4 "and when it is gone: status 4"

# ---- Verdicts -------------------------------------------------------------------------------------
# made NAME FACTOR N: results of get_random_8 and hash_256 around 4 and 6 ms, hash_256 times FACTOR.
made() {
	python3 - "$work/safe.json" "$work/$1.json" "$2" "$3" <<-'END'
		import json, random, sys
		source, target, factor, n = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
		random.seed(target)
		report = json.load(open(source))
		bench = report["tpms"][0]["bench"]
		bench["operations"] = [o for o in bench["operations"] if o["name"] in ("get_random_8", "hash_256")]
		for o, centre in zip(bench["operations"], (4e6, 6e6 * factor)):
		    samples = [round(random.gauss(centre, centre / 100)) for _ in range(n)]
		    o.update(samples_ns=samples, n=n, median_ns=sorted(samples)[n // 2], quantum_ns=None)
		json.dump(report, open(target, "w"))
	END
}
made base 1 50
made same 1 50
made slower 1.3 50
made faster 0.7 50
made few 1 10
# verdict NAME STATUS WORD
verdict() {
	capture "$probe" bench compare "$work/base.json" "$work/$1.json"
	is "$status" "$2" "compare with $1: status $2"
	like "$output" "Verdict: $3" "compare with $1: $3"
	capture "$probe" --from "$work/$1.json" bench --baseline "$work/base.json" -o json
	is "$status" "$2" "--baseline with $1: status $2"
	is "$(json 'r["benchmark"]["verdict"]')" "$3" "--baseline with $1: $3"
}
verdict same 0 pass
verdict slower 7 regressed
verdict faster 9 improved
verdict few 8 inconclusive
sed 's/mfIBM/mfIFX/' "$work/slower.json" >"$work/other.json"
verdict other 8 inconclusive
capture "$probe" bench compare "$work/base.json" "$work/other.json" --force
is "$status" 7 "another TPM, --force: compared all the same"
capture "$probe" --from "$work/same.json" bench --max hash_256=1ms --max get_random_8=1s -o json
is "$status" 7 "above its budget: status 7"
is "$(json '[(c["operation"], c["verdict"], c["budget_ns"]) for c in r["benchmark"]["comparisons"]]')" \
	"[('hash_256', 'regressed', 1000000), ('get_random_8', 'pass', 1000000000)]" "each budget is judged"
capture "${bench[@]}" get_random_8 -n 20 --max get_random_8=10s
is "$status" 0 "within its budget, measured here: status 0"

# ---- Other formats --------------------------------------------------------------------------------
for format in gab bmf go csv json; do
	capture "$probe" bench export --format $format "$work/same.json"
	is "$status" 0 "export $format: status 0"
	[[ $format != csv ]] || is "$(wc -l <<<"$output")" 101 "export csv: a line for each sample, and the heading"
done
capture "$probe" --from "$work/slower.json" bench --baseline "$work/base.json" --html "$work/page.html" --svg "$work/plots.svg"
is "$status" 7 "--html and --svg leave the verdict as it is"
has_line "$work/page.html" '<html' "--html: a page"
has_line "$work/plots.svg" '<svg' "--svg: a picture"
capture "$probe" --from "$work/same.json" bench --html "$work/none/page.html"
is "$status" 1 "--html where no file can be made: status 1"
like "$errors" 'none/page.html: No such file' "and why"
is "$(find "$work" -name '*.part')" "" "no half-written file stays"

# ---- The end ----------------------------------------------------------------------------------------
# A terminal sees how far it is; and Ctrl-C ends it with what there is.
for how in INT TERM; do
	mkfifo "$work/tty.$how"
	# A background job of a shell ignores SIGINT, and so would the tool.
	env --default-signal=INT script -q -e -c "exec ${bench[*]} read_clock -n 100000000 --save $work/cut.$how.json" /dev/null \
		>"$work/tty.$how" 2>&1 </dev/null &
	pid=$!
	started[$pid]=1
	exec {tty}<"$work/tty.$how"
	IFS= read -r -d 'v' -u "$tty" line # "... read_clock v"ia
	like "$line" '\[1/1\] read_clock' "a terminal sees the progress"
	tool=$(pgrep -P "$pid" tpm-probe | head -n 1)
	kill -"$how" "$tool"
	cat <&"$tty" >"$work/rest"
	wait "$pid"
	is "$?" "$((128 + $(kill -l $how)))" "SIG$how: the status"
	exec {tty}<&-
	unset "started[$pid]"
	output=$(<"$work/cut.$how.json")
	is "$(json '(r["benchmark"]["interrupted"], len(operations[0]["samples_ns"]) > 0)')" "(True, True)" \
		"SIG$how: what was measured is saved"
done
done_testing
