#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""A benchmark report as tpm-probe writes it, made up, the same for every run.

    tests/bench/make_report.py [--samples N] [--baseline | --hostile | --one | --jobs]

Two connections to one TPM that measured 25 operations: in steps, in two groups, drifting, lacking,
failed; with costs, stages, the kernel's share, places among real chips and comparisons.
--baseline: an earlier run of the same, in which sign_p256 was faster and load slower.
--hostile: texts full of signs that mean something to some format.
--one: one connection without comparisons, kernel's share and places.
--jobs: as --one, with three connections that ask at once.
"""
import argparse
import json
import sys
import zlib

import numpy

MS = 1e6
# name, tier, command, median ms, shape
OPERATIONS = [
    ("get_capability", "safe", "TPM2_CC_GetCapability", 1.02, "plain"),
    ("get_test_result", "safe", "TPM2_CC_GetTestResult", 0.81, "plain"),
    ("read_clock", "safe", "TPM2_CC_ReadClock", 0.9, "plain"),
    ("get_random_8", "safe", "TPM2_CC_GetRandom", 2.0, "quantised"),
    ("get_random_32", "safe", "TPM2_CC_GetRandom", 4.0, "quantised"),
    ("pcr_read", "safe", "TPM2_CC_PCR_Read", 1.6, "plain"),
    ("nv_read_public", "safe", "TPM2_CC_NV_ReadPublic", 1.2, "skipped"),
    ("read_public", "safe", "TPM2_CC_ReadPublic", 3.4, "plain"),
    ("hash_256", "safe", "TPM2_CC_Hash", 5.8, "plain"),
    ("start_hmac_session", "session", "TPM2_CC_StartAuthSession", 6.2, "drifting"),
    ("start_policy_session", "session", "TPM2_CC_StartAuthSession", 6.1, "plain"),
    ("policy_pcr", "session", "TPM2_CC_PolicyPCR", 4.4, "plain"),
    ("flush_context", "session", "TPM2_CC_FlushContext", 1.1, "plain"),
    ("create_primary_p256", "crypto", "TPM2_CC_CreatePrimary", 156, "tail"),
    ("load", "crypto", "TPM2_CC_Load", 31, "bimodal"),
    ("load_external", "crypto", "TPM2_CC_LoadExternal", 12, "plain"),
    ("sign_p256", "crypto", "TPM2_CC_Sign", 71, "plain"),
    ("sign_rsa2048", "crypto", "TPM2_CC_Sign", 187, "plain"),
    ("sign_p384", "crypto", "TPM2_CC_Sign", 0, "unsupported"),
    ("verify_p384", "crypto", "TPM2_CC_VerifySignature", 0, "unsupported"),
    ("verify_p256", "crypto", "TPM2_CC_VerifySignature", 106, "plain"),
    ("ecdh_p256", "crypto", "TPM2_CC_ECDH_ZGen", 83, "plain"),
    ("unseal", "crypto", "TPM2_CC_Unseal", 14.2, "retrying"),
    ("quote_p256", "crypto", "TPM2_CC_Quote", 0, "failed"),
    ("create_rsa2048", "slow", "TPM2_CC_Create", 9340, "tail"),
]
PLACES = {
    "get_random_32": (30, 3.5, 4.0, 6.0, 139, 1.3, 3.1, 15.2, 97, "4.00 ms: typical for Infineon"),
    "hash_256": (30, 4.7, 5.8, 21, 139, 1.4, 4.0, 21, 101, "5.80 ms: typical for Infineon"),
    "sign_p256": (30, 69, 71, 166, 139, 5.0, 71, 215, 71, "71.0 ms: typical for Infineon"),
    "sign_rsa2048": (30, 161, 187, 636, 139, 8, 229, 1236, 55, "187 ms: typical for Infineon"),
    "verify_p256": (21, 85, 106, 112, 95, 8.5, 46, 113, 90, "106 ms: slower than 90 of 95"),
    "create_rsa2048": (30, 6024, 9340, 11095, 139, 1313, 8296, 27910, 80,
                       "9.34 s: typical for Infineon"),
}
HOSTILE = "<b onload=x>&\"';,\n\t\u202e\x1b[31m=2+3 </script></style>]]>--> \u00b5\U0001f511 %s%n"


def samples_of(rng, median, shape, n):
    base = median * MS
    values = base * (1 + 0.004 * rng.standard_normal(n)) + rng.exponential(0.006 * base, n)
    if shape == "quantised":
        values = MS * numpy.round(values / MS + (rng.random(n) < 0.12))
        values += rng.normal(15000, 6000, n)
    elif shape == "bimodal":
        values += numpy.where(rng.random(n) < 0.35, 0.4 * base, 0)
    elif shape == "drifting":
        values *= numpy.linspace(1, 1.13, n)
    elif shape == "tail":
        values = base * rng.lognormal(0, 0.55, n)
    values[rng.random(n) < 0.004] *= 6
    return [max(1, int(v)) for v in values]


def interval(ordered):
    n = len(ordered)
    if n < 6:
        return None, None
    reach = 0.98 * n ** 0.5
    return ordered[max(0, int(n / 2 - reach))], ordered[min(n - 1, int(n / 2 + reach))]


def quantile(ordered, permille):
    n = len(ordered)
    if n * (1000 - permille) < 1000:
        return None
    return ordered[-(-n * permille // 1000) - 1]


def operation(rng, row, extra_ms, options, rm):
    name, tier, command, median, shape = row
    result = {"name": name, "tier": tier, "command": command, "status": "ok",
              "loaded_objects": 1 if tier in ("crypto", "slow") else 0}
    if shape in ("unsupported", "skipped", "failed"):
        result["status"] = shape
        result["reason"] = {"unsupported": "the TPM lacks the curve (TPM_RC_CURVE)",
                            "skipped": "no NV index is defined",
                            "failed": "TPM_RC_LOCKOUT, see tpm-probe rc 0x921"}[shape]
        if shape == "failed":
            result["response_codes"] = [{"name": "TPM_RC_LOCKOUT", "code": 0x921, "count": 3}]
        return result
    n = max(1, options.samples // (20 if tier == "slow" else 1))
    values = samples_of(rng, median + extra_ms, shape, n)
    ordered = sorted(values)
    low, high = interval(ordered)
    result |= {
        "n": n, "warmup": 5, "retries": 7 if shape == "retrying" else 0, "suspended": 0,
        "response_codes": [], "median_ns": int(numpy.median(ordered)), "median_low_ns": low,
        "median_high_ns": high,
        "mad_ns": int(numpy.median(numpy.abs(numpy.array(ordered) - numpy.median(ordered)))),
        "min_ns": ordered[0], "max_ns": ordered[-1], "mean_ns": int(numpy.mean(ordered)),
        "deviation_ns": int(numpy.std(ordered)), "p90_ns": quantile(ordered, 900),
        "p95_ns": quantile(ordered, 950), "p99_ns": quantile(ordered, 990),
        "p999_ns": quantile(ordered, 999),
        "quantum_ns": 1000000 if shape == "quantised" else None,
        "bimodal": shape == "bimodal", "drift": shape == "drifting", "noise_percent": 0.8,
        "elapsed_ns": sum(values), "per_second": n / (sum(values) / 1e9),
    }
    mean = result["mean_ns"]
    result["stages"] = {"marshal_ns": 9000, "transmit_ns": 31000, "receive_ns": 7000,
                        "wait_ns": max(0, mean - 47000)}
    if not options.one and tier != "slow":
        space = int(extra_ms * MS)
        result["kernel"] = {"traced": n, "user_ns": 24000, "system_calls_ns": 90000, "rest_ns": 0, "rm_ns": space,
                            "driver_ns": 410000, "tpm_ns": max(0, mean - space - 524000),
                            "context_loads": 1.0 if rm and extra_ms > 1 else 0.0,
                            "context_saves": 1.0 if rm and extra_ms > 1 else 0.0}
    if name in PLACES and not options.one:
        place = PLACES[name]
        keys = ("maker_devices", "maker_low_ns", "maker_median_ns", "maker_high_ns", "devices",
                "low_ns", "median_ns", "high_ns", "slower_than", "text")
        result["place"] = {"maker": "Infineon"} | {
            key: int(value * MS) if key.endswith("_ns") else value
            for key, value in zip(keys, place)}
    if options.jobs:
        result["fairness"] = 0.987
        result["jobs"] = [{"job": job, "n": len(values[job::3]),
                           "median_ns": int(numpy.median(values[job::3])),
                           "max_ns": max(values[job::3])} for job in range(3)]
    result["samples_ns"] = values
    return result


def target(label, tcti, options, rm):
    # Later runs of the same connection differ in what they drew, not in what they are.
    seed = zlib.crc32(f"{label} {options.baseline}".encode())
    rng = numpy.random.default_rng(seed)
    operations = []
    for row in OPERATIONS:
        if options.baseline and row[0] == "sign_p256":
            row = row[:3] + (61.2,) + row[4:]
        if options.baseline and row[0] == "load":
            row = row[:3] + (38.0,) + row[4:]
        extra = (0.23 + (3.4 if row[1] in ("crypto", "slow") else 0)) if rm else 0
        operations.append(operation(rng, row, extra, options, rm))
    if options.hostile:
        operations[0]["name"] = HOSTILE
        operations[6]["reason"] = HOSTILE
        operations[23]["response_codes"][0]["name"] = HOSTILE
        operations[4]["place"] = {"maker": HOSTILE, "text": HOSTILE, "low_ns": 1, "high_ns": 2}
    name = HOSTILE if options.hostile else "tpm0"
    return {
        "name": name, "simulator": False, "kind": "discrete",
        "device": {"version_major": 2, "driver": "tpm_tis_spi"},
        "connection": {"tcti": tcti, "chosen_by": "option", "kernel_rm": rm},
        "identity": {"family": "2.0", "manufacturer": "IFX", "vendor_string": "SLB9670",
                     "firmware": "7.85.17.51968",
                     "modalias": "fi2.0:lv0:rv1.38:sy2018:sd8:mfIFX:vsSLB9670:ty0:fw7.85.1166080:"},
        "bench": {"label": HOSTILE + label if options.hostile else label, "loaded_objects": 0,
                  "loaded_sessions": 0, "operations": operations},
    }


def comparisons(tpms):
    result = []
    for tpm in tpms:
        for op in tpm["bench"]["operations"]:
            if op["status"] != "ok" or op["tier"] == "slow":
                continue
            percent = {"sign_p256": 16.0, "load": -18.4}.get(op["name"], 0.1)
            base = op["median_ns"] / (1 + percent / 100)
            noisy = op["name"] == "create_primary_p256"
            result.append({
                "operation": op["name"], "tcti": tpm["bench"]["label"],
                "verdict": "inconclusive" if noisy else "regressed" if percent > 10
                           else "improved" if percent < -10 else "pass",
                "reason": "15 samples are too few" if noisy else
                          f"{op['median_ns'] / MS:.3g} ms, in the baseline {base / MS:.3g} ms: "
                          f"{percent:+.2g} %, " +
                          ("p below 0.001" if abs(percent) > 10 else "within 10 %"),
                "baseline_n": op["n"], "n": op["n"], "baseline_median_ns": int(base),
                "median_ns": op["median_ns"], "shift_ns": op["median_ns"] - base,
                "shift_percent": percent, "p_value": 1e-30 if abs(percent) > 10 else 0.61,
                "threshold_percent": 10.0, "threshold_ns": 250000.0})
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=200)
    for flag in ("baseline", "hostile", "one", "jobs"):
        parser.add_argument("--" + flag, action="store_true")
    options = parser.parse_args()
    options.one = options.one or options.jobs
    tpms = [target("raw", "device:/dev/tpm0", options, False)]
    if not options.one:
        tpms.append(target("kernel RM", "device:/dev/tpmrm0", options, True))
    labels = [tpm["bench"]["label"] for tpm in tpms]
    bench = {
        "started": "2026-03-04T05:06:07Z", "clock": "CLOCK_MONOTONIC", "clock_source": "tsc",
        "governor": "performance", "cpu": "Example CPU @ 2.60GHz",
        "tiers": ["safe", "session", "crypto", "slow"], "n": options.samples, "warmup": 5,
        "jobs": 3 if options.jobs else 1, "interleaved": not options.one, "interrupted": False,
        "kernel_trace": "needs root" if options.one else "used",
    }
    if not options.one:
        bench["costs"] = [
            {"operation": "get_random_8", "tcti": labels[1], "over": labels[0],
             "loaded_objects": objects, "median_ns": int(2.23 * MS + objects * 3.4 * MS),
             "over_median_ns": 2000000, "more_ns": (0.23 + 3.4 * objects) * MS,
             "more_low_ns": (0.21 + 3.4 * objects) * MS, "more_high_ns": (0.25 + 3.4 * objects) * MS}
            for objects in range(4)]
        bench["slopes"] = [{"operation": "get_random_8", "tcti": labels[1],
                            "per_object_ns": 3.4 * MS, "r_squared": 0.9991}]
    if not options.one and not options.baseline:
        bench |= {"comparisons": comparisons(tpms), "baseline": "main.json", "verdict": "regressed"}
    report = {"schema": "tpm-probe/1", "version": "0.1.0", "kernel": "6.1.0-25-amd64",
              "simulator": False, "tpms": tpms, "benchmark": bench}
    json.dump(report, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
