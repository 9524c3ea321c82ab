# SPDX-License-Identifier: BSD-2-Clause
"""What the benchmarks here have in common: --json FILE, --limits FILE, and the verdict on figures.

Figures and limits are dictionaries of numbers, or of such dictionaries. The exit status is 1 if a
figure is above its limit, 2 for wrong usage, 3 if there are no figures.
"""

import argparse
import json
import sys


def parse_options(description):
    """--json, and with --limits the limits themselves ({}: none)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--limits", metavar="FILE")
    options = parser.parse_args()
    limits = {}
    if options.limits:
        with open(options.limits, encoding="utf-8") as file:
            limits = json.load(file)
    options.limits = limits
    return options


def fail(program, why, output):
    print(output)
    print(f"{program}: {why}", file=sys.stderr)
    sys.exit(3)


def flatten(limits, path=()):
    """Path and limit of each."""
    for key, limit in limits.items():
        if isinstance(limit, dict):
            yield from flatten(limit, (*path, key))
        else:
            yield (*path, key), limit


def judge(figures, limits):
    """Prints what is above its limit; returns how many are."""
    above = held = 0
    for path, limit in flatten(limits):
        figure = figures
        for key in path:
            figure = figure[key]
        held += 1
        if figure > limit:
            above += 1
            print(f"above its limit: {' '.join(path)}: {figure:g} > {limit:g}")
    print(f"{held} figures held against their limits, {above} above")
    return above


def finish(figures, options):
    """Writes what --json asks for, and does not return where there are limits."""
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)
            file.write("\n")
    if options.limits:
        print()
        sys.exit(1 if judge(figures, options.limits) else 0)
