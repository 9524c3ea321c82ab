#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""
The comparison of tpm-probe bench on series made as TPMs make them: nothing changed and nothing must
be found, one operation slower by 15 % and that one alone must be found. And its estimates against
numpy, pair by pair. TAP.
"""

import math
import os
import subprocess
import sys

try:
    import numpy
except ImportError:
    print("Bail out! no numpy here: run .ci/deps test (make deps)")
    sys.exit(1)

PROGRAM = os.path.join(os.environ.get("B", "build/release"), "tests/bench/compare_oracle")
RANDOM = numpy.random.default_rng(20261125)
count = failed = 0


def check(ok, name, detail=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}", flush=True)
    if not ok:
        print(f"# {detail}")


def compare(rounds):
    """rounds: lists of pairs (baseline, new). The results of each pair, round by round."""
    text = "".join(
        "".join(" ".join(map(str, series)) + "\n" for pair in pairs for series in pair) + "\n" for pairs in rounds
    )
    output = subprocess.run([PROGRAM], input=text, stdout=subprocess.PIPE, text=True, check=True)
    lines = iter(
        {key: value if key == "verdict" else float(value) for key, value in (word.split("=") for word in line.split())}
        for line in output.stdout.splitlines()
    )
    results = [([next(lines) for _ in pairs], next(lines)["verdict"]) for pairs in rounds]
    assert next(lines, None) is None
    return results


# ---- The estimates, by their definition ------------------------------------------------------------


def shift(a, b):
    return float(numpy.median(numpy.subtract.outer(numpy.asarray(b, dtype=float), numpy.asarray(a, dtype=float))))


def noise(series):
    bounds = [len(series) * i // 4 for i in range(5)]
    parts = [series[bounds[i] : bounds[i + 1]] for i in range(4)]
    largest = max(abs(shift(parts[i], parts[j])) for i in range(4) for j in range(i))
    return 100 * largest / math.floor(float(numpy.median(series)))


def random_series():
    n = int(RANDOM.choice([20, 21, 22, 23, 30, 99, 100, 101, 300]))
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
        values = RANDOM.integers(1, 2**50, n)
    return [int(abs(v)) for v in values]


pairs = [(random_series(), random_series()) for _ in range(150)]
wrong = []
for (a, b), result in zip(pairs, compare([pairs])[0][0]):
    expected = shift(a, b), max(10.0, noise(a))
    found = result["shift"], result["percent"]
    if any(abs(e - f) > 1e-9 * max(1, abs(e)) for e, f in zip(expected, found)):
        wrong.append(f"{found} instead of {expected}")
check(not wrong, f"shift and noise of {len(pairs)} pairs of series are numpy's", "; ".join(wrong[:5]))

# ---- What TPMs do ----------------------------------------------------------------------------------


def polled(times, quantum, jitter=20e3):
    """The driver looks once every quantum; the clock and the scheduler add a little."""
    times = numpy.asarray(times)
    if quantum:
        times = numpy.ceil(times / quantum) * quantum
    return times + numpy.abs(RANDOM.normal(0, jitter, len(times)))


def autocorrelated(n, deviation, memory):
    """Around 1, each value near the one before."""
    values = numpy.empty(n)
    state = RANDOM.normal(0, deviation)
    for i in range(n):
        state = memory * state + RANDOM.normal(0, deviation * math.sqrt(1 - memory**2))
        values[i] = 1 + state
    return values


def drifting(n, share):
    """Ever slower, or ever faster, as a chip warms up: by this share from first to last."""
    return 1 + RANDOM.choice([-1, 1]) * share * (numpy.arange(n) / n - 0.5)


def modes(n, apart, rare, stay):
    """Two ways to go, the slower one taken by a share `rare`; each goes on for a while."""
    state = RANDOM.random() < rare
    values = numpy.empty(n)
    for i in range(n):
        if RANDOM.random() > stay:
            state = RANDOM.random() < rare
        values[i] = 1 + apart * state
    return values


def tailed(n, share):
    """A share is late, some of it by far: another command, an interrupt, a retried transfer."""
    return numpy.where(RANDOM.random(n) < share, 1 + RANDOM.pareto(1.5, n), 1)


# Milliseconds, polling quantum in milliseconds (0: none), and what it does. Section by section: the
# medians of firmware TPMs, of chips behind SPI, and what the slow ones do.
OPERATIONS = [
    (1.65, 0, lambda n: RANDOM.normal(1, 0.05, n)),
    (3.0, 1, lambda n: RANDOM.normal(1, 0.01, n)),
    (2.6, 1, lambda n: autocorrelated(n, 0.1, 0.8)),
    (4.0, 0, lambda n: tailed(n, 0.05)),
    (5.8, 0.5, lambda n: drifting(n, 0.04)),
    (11.0, 1, lambda n: autocorrelated(n, 0.03, 0.9)),
    (15.0, 1, lambda n: RANDOM.normal(1, 0.02, n)),
    (16.0, 1, lambda n: tailed(n, 0.02) * drifting(n, 0.03)),
    (20.0, 0, lambda n: modes(n, 0.08, 0.5, 0.5)),
    (48.0, 1, lambda n: modes(n, 0.3, 0.2, 0.3)),
    (55.0, 5, lambda n: RANDOM.normal(1, 0.05, n)),
    (71.0, 5, lambda n: autocorrelated(n, 0.02, 0.95)),
    (71.0, 1, lambda n: drifting(n, 0.05) * RANDOM.normal(1, 0.02, n)),
    (105.0, 0.3, lambda n: RANDOM.normal(1, 0.08, n)),
    (106.0, 1, lambda n: tailed(n, 0.1)),
    (156.0, 0, lambda n: RANDOM.lognormal(0, 0.08, n)),
    (187.0, 1, lambda n: autocorrelated(n, 0.03, 0.9) * tailed(n, 0.02)),
    (229.0, 1, lambda n: modes(n, 0.12, 0.25, 0.3)),
    (248.0, 5, lambda n: drifting(n, 0.06)),
    (554.0, 5, lambda n: autocorrelated(n, 0.02, 0.9) * drifting(n, 0.03)),
]
# Another boot, another temperature: the whole run by as much.
BETWEEN_RUNS = 0.005


def run(operation, n, slower=1.0):
    ms, quantum, model = operation
    times = ms * 1e6 * RANDOM.normal(1, BETWEEN_RUNS) * numpy.abs(model(n)) * slower
    return [int(v) for v in polled(times, quantum * 1e6)]


def unchanged(n, rounds):
    results = compare([[(run(o, n), run(o, n)) for o in OPERATIONS] for _ in range(rounds)])
    flat = [(i, result) for operations, _ in results for i, result in enumerate(operations)]
    alarms = [(i, r) for i, r in flat if r["verdict"] in ("regressed", "improved")]
    unsure = [(i, r) for i, r in flat if r["verdict"] == "inconclusive"]
    naive = sum(r["p"] < 0.01 for _, r in flat)
    check(
        len(alarms) <= 1,
        f"{rounds} runs of {len(OPERATIONS)} unchanged operations, {n} samples each: at most 1 false alarm",
        "\n# ".join(f"{OPERATIONS[i][:2]}: {r}" for i, r in alarms),
    )
    check(
        len(unsure) <= len(flat) // 200,
        f"and at most 1 in 200 inconclusive ({len(unsure)} of {len(flat)})",
        "\n# ".join(f"{OPERATIONS[i][:2]}: {r}" for i, r in unsure[:20]),
    )
    check(
        naive > len(flat) // 20,
        f"which is not for lack of noise: p < 0.01 alone raises {naive} alarms",
        "the series are too tame to show anything",
    )


unchanged(100, 100)
unchanged(30, 100)

# The slower one takes turns among those where 15 % are at least two quanta and more than 0.25 ms, by
# what the runs themselves may differ.
SHIFT = 0.15 - 3 * math.sqrt(2) * BETWEEN_RUNS
eligible = [i for i, (ms, quantum, _) in enumerate(OPERATIONS) if SHIFT * ms >= max(2 * quantum, 0.26)]
rounds, slow = [], []
for k in range(50):
    slow.append(eligible[k % len(eligible)])
    rounds.append([(run(o, 100), run(o, 100, 1.15 if i == slow[-1] else 1)) for i, o in enumerate(OPERATIONS)])
missed, others = [], []
for target, (operations, overall) in zip(slow, compare(rounds)):
    if operations[target]["verdict"] != "regressed" or overall != "regressed":
        missed.append(f"{OPERATIONS[target][:2]}: {operations[target]}")
    others += [
        f"{OPERATIONS[i][:2]}: {r}"
        for i, r in enumerate(operations)
        if i != target and r["verdict"] in ("regressed", "improved")
    ]
check(
    not missed, f"15 % more in one of {len(eligible)} operations is found in 50 of 50 runs", "\n# ".join(missed)
)
check(not others, "and in that operation alone", "\n# ".join(others))

print(f"1..{count}")
sys.exit(failed > 0)
