#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Many machines' reports, made of captured ones, the same for every run.

    tests/report/make_fleet.py FOLDER COUNT REPORT...

Each is one of the captured reports with another maker, model, firmware, lockout counter and latency.
Of a thousand, 10 are in lockout, 40 have a firmware with a known vulnerability, and 8 take five times
as long for a command as their model does. Prints these numbers, for COUNT.
"""
import copy
import json
import os
import random
import sys

MODELS = [  # maker, model, firmware as two words, latency of random bytes in ms
    ("IFX", "SLB9670", (0x00070055, 0x0011CB00), 4.0),
    ("IFX", "SLB9672", (0x0010000D, 0x00442800), 3.8),
    ("NTC", "NPCT75x", (0x00070002, 0x00020000), 3.9),
    ("STM", "ST33HTPH", (0x00010200, 0x00000000), 2.5),
    ("INTC", "Intel", (0x02580001, 0x00000000), 1.65),
]
VULNERABLE = ("IFX", "SLB9670", (0x00070028, 0x000B0001), 4.0)  # 7.40: ROCA


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    captured = []
    for path in sys.argv[3:]:
        with open(path, encoding="utf-8") as file:
            captured.append(json.load(file))
    chance = random.Random(4711)
    told = {"lockout": 0, "vulnerable": 0, "slow": 0}
    os.makedirs(folder, exist_ok=True)
    for i in range(count):
        report = copy.deepcopy(captured[i % len(captured)])
        tpm = report["tpms"][0]
        vulnerable, locked, slow = i % 25 == 3, i % 100 == 7, i % 125 == 11
        told["vulnerable"] += vulnerable
        told["lockout"] += locked
        told["slow"] += slow
        maker, model, words, latency = VULNERABLE if vulnerable else MODELS[i % len(MODELS)]
        identity, state = tpm.setdefault("identity", {}), tpm.setdefault("state", {})
        identity["manufacturer"], identity["vendor_string"] = maker, model
        identity["manufacturer_id"] = int.from_bytes(maker.encode().ljust(4, b"\0"), "big")
        identity["firmware_raw"] = "%08x %08x" % words
        identity["firmware"] = ".".join(str(n) for word in words for n in (word >> 16, word & 65535))
        state["in_lockout"] = locked
        state["max_auth_fail"] = 32
        state["lockout_counter"] = 32 if locked else chance.randrange(3)
        took = int(latency * (5 if slow else chance.gauss(1, 0.02)) * 1e6)
        tpm["latency"] = {"random_count": 20, "random_median_ns": took, "random_max_ns": took + 1000}
        with open(os.path.join(folder, f"host{i:05}.json"), "w", encoding="utf-8") as file:
            json.dump(report, file, indent=2)
    print(told["lockout"], told["vulnerable"], told["slow"])


if __name__ == "__main__":
    main()
