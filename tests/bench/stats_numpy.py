#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""The statistics of tpm-probe bench against numpy on random data, and what they say of shapes. TAP."""

import math
import os
import subprocess
import sys

try:
    import numpy
except ImportError:
    print("Bail out! no numpy here: run .ci/deps test (make deps)")
    sys.exit(1)

PROGRAM = os.path.join(os.environ.get("B", "build/release"), "tests/bench/stats_oracle")
RANDOM = numpy.random.default_rng(20261124)
count = failed = 0


def check(ok, name, detail=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok:
        print(f"# {detail}")


def oracle(series):
    text = "".join(" ".join(map(str, s)) + "\n" for s in series)
    lines = subprocess.run([PROGRAM], input=text, stdout=subprocess.PIPE, text=True, check=True)
    results = [
        {key: float(value) for key, value in (word.split("=") for word in line.split())}
        for line in lines.stdout.splitlines()
    ]
    assert len(results) == len(series)
    return results


def mann_whitney(a, b):
    """By its definition: every pair counted, ties corrected for."""
    a = numpy.asarray(a, dtype=float)
    b = numpy.asarray(b, dtype=float)
    wins = (a[:, None] > b).sum() + 0.5 * (a[:, None] == b).sum()
    n = len(a) + len(b)
    _, ties = numpy.unique(numpy.concatenate([a, b]), return_counts=True)
    ties = ties.astype(float)
    variance = len(a) * len(b) / 12 * (n + 1 - (ties**3 - ties).sum() / (n * (n - 1)))
    if variance <= 0:
        return 1.0
    z = (abs(wins - len(a) * len(b) / 2) - 0.5) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2)) if z > 0 else 1.0


def random_series():
    n = int(RANDOM.choice([1, 2, 3, 5, 6, 7, 10, 19, 20, 99, 100, 101, 999, 1000, 1500]))
    kind = RANDOM.integers(5)
    if kind == 0:
        values = RANDOM.normal(4e6, 1e5, n)
    elif kind == 1:
        values = RANDOM.lognormal(15, 1, n)
    elif kind == 2:
        values = RANDOM.integers(1, 5, n) * 1000000
    elif kind == 3:
        values = numpy.full(n, 123456)
    else:
        values = RANDOM.integers(0, 2**50, n)
    return [int(abs(v)) for v in values]


def median_coverage(n, rank):
    """P(the median lies between the rank-th smallest and the rank-th largest)."""
    outside = sum(math.comb(n, k) for k in range(rank)) / 2**n
    return 1 - 2 * outside


def compare(number, series, found, before):
    s = numpy.array(series, dtype=numpy.uint64)
    n = len(s)
    wrong = []

    def same(key, expected, tolerance=0.0):
        if abs(found[key] - expected) > tolerance * max(1, abs(expected)):
            wrong.append(f"{key}: {found[key]} instead of {expected}")

    median = float(numpy.median(s.astype(float)))
    same("median", math.floor(median))
    distances = numpy.abs(s.astype(float) - math.floor(median))
    same("mad", math.floor(float(numpy.median(distances))))
    same("min", float(s.min()))
    same("max", float(s.max()))
    same("mean", float(s.astype(float).mean()), 1e-12)
    same("deviation", float(s.astype(float).std(ddof=1)) if n > 1 else 0, 1e-9)
    for permille in (500, 900, 950, 990, 999):
        key = f"q{permille}"
        if n * (1000 - permille) < 1000:
            if key in found:
                wrong.append(f"{key} from {n} samples")
        else:
            same(key, float(numpy.quantile(s, permille / 1000, method="inverted_cdf")))
    ordered = numpy.sort(s)
    if n < 6:
        if "low" in found:
            wrong.append(f"an interval from {n} samples")
    else:
        low = [k for k in range(1, n // 2 + 1) if float(ordered[k - 1]) == found["low"]]
        high = [k for k in range(1, n // 2 + 1) if float(ordered[n - k]) == found["high"]]
        ranks = sorted(set(low) & set(high))
        slack = 0.002 if n > 1000 else 0
        if not ranks or median_coverage(n, ranks[0]) < 0.95 - slack:
            wrong.append(f"the interval covers too little: ranks {ranks} of {n}")
        elif median_coverage(n, ranks[-1] + 1) >= 0.95 + slack:
            wrong.append(f"the interval is wider than needed: ranks {ranks} of {n}")
    if before is not None:
        expected = mann_whitney(before, series)
        if abs(found["p"] - expected) > 1e-9 + 1e-6 * expected:
            wrong.append(f"p: {found['p']} instead of {expected}")
    check(not wrong, f"series {number}: {n} samples", "; ".join(wrong))


everything = [random_series() for _ in range(200)]
for i, result in enumerate(oracle(everything)):
    compare(i, everything[i], result, everything[i - 1] if i else None)


def shaped(values):
    return [int(v) for v in values]


def shape(name, values, **expected):
    found = oracle([shaped(values)])[0]
    for key, value in expected.items():
        if key == "quantum" and value:
            ok = abs(found[key] - value) <= 0.02 * value
        else:
            ok = found[key] == value
        check(ok, f"{name}: {key} {value}", f"found {found[key]}")


n = 300
noise = RANDOM.normal(0, 20e3, n)
shape("one tight group", 4e6 + noise, quantum=0, bimodal=0, drift=0)
shape("steps of 1 ms", 3.2e6 + RANDOM.integers(0, 6, n) * 1e6 + noise, quantum=1e6)
shape("steps of 4 ms, two of them", 3.2e6 + RANDOM.integers(0, 2, n) * 4e6 + noise, quantum=4e6)
shape("steps of 250 us", 3.2e6 + RANDOM.integers(0, 8, n) * 250e3 + noise / 4, quantum=250e3)
shape("no steps", RANDOM.normal(60e6, 8e6, n), quantum=0, bimodal=0, drift=0)
shape("key generation", RANDOM.exponential(4e9, n) + 1e9, quantum=0, drift=0)
shape("two groups", 20e6 + RANDOM.integers(0, 2, n) * 30e6 + noise * 20, quantum=0, bimodal=1, drift=0)
shape("a few far out", numpy.where(RANDOM.random(n) < 0.03, 90e6, 20e6) + noise, bimodal=0, drift=0)
tail = numpy.concatenate([numpy.full(264, 4e6), numpy.full(12, 6.55e6), numpy.linspace(7e6, 30e6, 24)])
shape("a tail", RANDOM.permutation(tail) + noise, quantum=0)
shape("ever slower", 20e6 * (1 + numpy.arange(n) / n / 3) + noise, bimodal=0, drift=1)

print(f"1..{count}")
sys.exit(failed > 0)
