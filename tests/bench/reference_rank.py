#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Where a TPM stands, counted anew from probe/bench/reference.csv; and that file's own soundness. TAP."""

import collections
import os
import random
import statistics
import subprocess
import sys

PROGRAM = os.path.join(os.environ.get("B", "build/release"), "tests/bench/reference_rank_oracle")
TABLE = "probe/bench/reference.csv"
NAMES = {"AMD": "AMD", "IFX": "Infineon", "INTC": "Intel", "NTC": "Nuvoton", "STM": "STMicroelectronics"}
RANDOM = random.Random(20261126)
count = failed = 0


def check(ok, name, detail=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok:
        print(f"# {detail}")


lines = [line.rstrip("\n") for line in open(TABLE)]
comments = [line for line in lines if line.startswith("#")]
header, *rows = [line.split(",") for line in lines if not line.startswith("#")]
check(header == ["operation", "manufacturer", "firmware", "device", "loaded_objects", "median_ns"], "the columns", header)
check("https://github.com/crocs-muni/tpmscan-dataset" in " ".join(comments), "the table names its source")
wrong = [
    row
    for row in rows
    if len(row) != 6 or row[1] not in NAMES or not 0 < int(row[5]) < 60e9 or int(row[4]) not in (1, 2) or len(row[0]) > 23
]
check(not wrong, f"{len(rows)} rows are well-formed", wrong[:3])
seen = collections.Counter((row[0], row[3]) for row in rows)
check(max(seen.values()) == 1, "one row for each operation and device", seen.most_common(3))
devices = {}
for row in rows:
    devices.setdefault(row[3], set()).add((row[1], row[2]))
check(all(len(v) == 1 for v in devices.values()), "a device has one maker and one firmware")
operations = collections.defaultdict(list)
for row in rows:
    operations[row[0]].append((row[1], int(row[5]), int(row[4])))


def duration(ns):
    """Three digits; there is no part of a nanosecond."""
    unit, *larger = "ns", "µs", "ms", "s"
    digits = 0
    while ns >= 999.5 and larger:
        unit, *larger = larger
        ns /= 1000
        digits = 2 if ns < 9.995 else 1 if ns < 99.95 else 0
    return f"{ns:.{digits}f} {unit}"


def sentence(values, ns, who, own):
    values = sorted(values)
    below = sum(v < ns for v in values)
    above = sum(v > ns for v in values)
    seen_range = f"seen ({duration(values[0])} to {duration(values[-1])})"
    if above == len(values):
        return f"faster than every {who} {seen_range}"
    if below == len(values):
        return f"slower than every {who} {seen_range}"
    if not own:
        return f"slower than {below} of {len(values)}"
    tenth = (len(values) - 1) // 10
    if ns < values[tenth]:
        return f"fast for {who}: faster than {above} of {len(values)}"
    if ns > values[-1 - tenth]:
        return f"slow for {who}: slower than {below} of {len(values)}"
    return f"typical for {who}"


def expect(operation, maker, loaded, ns):
    if maker == "IBM" or operation not in operations or (loaded and loaded > operations[operation][0][2]):
        return {}
    everyone = [value for _, value, _ in operations[operation]]
    own = [value for m, value, _ in operations[operation] if m == maker]
    result = {
        "devices": len(everyone),
        "low_ns": min(everyone),
        "median_ns": int(statistics.median(everyone)),
        "high_ns": max(everyone),
        "slower_than": sum(value < ns for value in everyone),
    }
    text = sentence(everyone, ns, "chip", False)
    if len(own) >= 5:
        result |= {
            "maker": NAMES[maker],
            "maker_devices": len(own),
            "maker_low_ns": min(own),
            "maker_median_ns": int(statistics.median(own)),
            "maker_high_ns": max(own),
        }
        text = sentence(own, ns, NAMES[maker], True)
    return {key: str(value) for key, value in result.items()} | {"text": f"{duration(ns)}: {text}"}


cases = []
for operation, values in operations.items():
    for maker in [*NAMES, "ATML", "IBM", None]:
        own = sorted(value for m, value, _ in values if m == maker) or [value for _, value, _ in values]
        for ns in [
            *RANDOM.sample(own, min(4, len(own))),
            min(own) - 1,
            max(own) + 1,
            min(own),
            max(own),
            *(int(RANDOM.uniform(0.8 * min(own), 1.2 * max(own))) for _ in range(6)),
        ]:
            cases.append((operation, maker, RANDOM.choice([None, 0, 1, 2, 3]), ns))
cases.append(("pcr_read", "IFX", 0, 4000000))
text = "".join(
    f"{operation},{maker or '-'},{NAMES.get(maker, '-')},{'-' if loaded is None else loaded},{ns}\n"
    for operation, maker, loaded, ns in cases
)
output = subprocess.run([PROGRAM], input=text, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
check(len(output) == len(cases), "an answer for each question", f"{len(output)} for {len(cases)}")
wrong = collections.defaultdict(list)
kinds = collections.Counter()
for case, line in zip(cases, output):
    found = dict(word.split("=", 1) for word in line.split(";") if word)
    expected = expect(*case)
    kinds[" ".join(expected["text"].split(": ", 1)[1].split()[:2]) if expected else "nothing"] += 1
    if found != expected:
        wrong[case[0]].append(f"{case}: {found} instead of {expected}")
for operation in operations:
    check(not wrong[operation], f"{operation}: {len(operations[operation])} devices", "\n# ".join(wrong[operation][:3]))
check(not wrong["pcr_read"], "nothing for what the table does not have")
# The cases reach every kind of sentence.
check(
    all(any(k.startswith(word) for k in kinds) for word in ("typical", "fast for", "slow for", "faster", "slower", "nothing")),
    "every kind of sentence was met",
    kinds,
)

print(f"1..{count}")
sys.exit(failed > 0)
