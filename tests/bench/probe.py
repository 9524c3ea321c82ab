#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""
How well tpm-probe bench measures, what it costs, and whether its comparisons tell the truth.

    tests/bench/probe.py [--json FILE] [--limits FILE]

Runs tests/guest/cases/icount/bench-probe.sh in a guest whose clock counts instructions, against a
scripted TPM that takes as long as it is told; and here a million samples of a TPM that answers at
once. Prints a table; --json writes every figure; with --limits each figure that the file names is
held against it, and the exit status is 1 if one is above. Other exit statuses: 2 wrong usage, 3 there
are no figures.
"""

import argparse
import json
import os
import re
import subprocess
import sys

B = os.environ.get("B", "build/release")
NAMES = ["wait_2ms_median_ns", "bench_instructions", "bare_instructions", "jobs_errors", "unchanged_alarms", "slower_missed"]


def fail(why, output):
    print(output)
    print(f"probe: {why}", file=sys.stderr)
    sys.exit(3)


def read(output, prefix):
    pattern = re.compile(prefix + r"(\w+) ([0-9.e+-]+)$", re.MULTILINE)
    return {metric: float(value) for metric, value in pattern.findall(output)}


def measure_in_guest():
    environment = os.environ | {"GUEST_LIMIT": os.environ.get("GUEST_LIMIT", "1500")}
    run = subprocess.run(
        ["tests/guest/run", "icount/bench-probe"], stdout=subprocess.PIPE, text=True, check=False, env=environment
    )
    figures = read(run.stdout, "# figure: ")
    if run.returncode or not all(name in figures for name in NAMES):
        fail("the guest gave no figures", run.stdout)
    return figures


def measure_a_million():
    """A million samples beside two hundred thousand: the same for each, in time and memory."""
    tcti = f"{os.path.abspath(B)}/tests/guest/instant_tcti.so"
    command = [f"{B}/tpm-probe", "bench", "-T", tcti, "get_random_8"]
    run = subprocess.run(
        ["tests/guest/bench_figures.py", "cost", "million", "200000", "1000000", *command],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if run.returncode:
        fail("a million samples gave no figures", run.stdout)
    return read(run.stdout, "")


def derive(figures):
    for ms in (2, 10, 50):
        figures[f"wait_{ms}ms_off_ns"] = abs(figures[f"wait_{ms}ms_median_ns"] - ms * 1e6)
    figures["instructions_over_bare"] = figures["bench_instructions"] - figures["bare_instructions"]
    figures["million_cpu_ratio"] = figures["million_cpu_ns"] / figures["million_first_cpu_ns"]


def show(f):
    print("A TPM that takes as long as it is told, behind a driver that looks every millisecond:")
    for ms in (2, 10, 50):
        print(f"  {ms:2} ms are measured as {f[f'wait_{ms}ms_median_ns'] / 1e6:.3f} ms")
    print(
        f"In user space a command costs {f['bench_instructions']:.0f} instructions, those of tpm2-tss and of the "
        f"TCTI module among them; in a bare loop of write, poll and read {f['bare_instructions']:.0f}"
    )
    print(
        f"{f['jobs_connections']:.0f} connections at once: {f['jobs_errors']:.0f} errors, "
        f"{f['jobs_unserved']:.0f} not served"
    )
    print(
        f"{f['unchanged_comparisons']:.0f} comparisons of {f['unchanged_operations']:.0f} unchanged operations: "
        f"{f['unchanged_alarms']:.0f} false alarms, {f['unchanged_inconclusive']:.0f} inconclusive"
    )
    print(
        f"{f['slower_comparisons']:.0f} comparisons with one operation slower by 15 %: "
        f"{f['slower_missed']:.0f} missed, {f['slower_others']:.0f} others blamed"
    )
    print(
        f"Each of a million samples, the TPM no time at all: {f['million_bytes']:.2f} bytes and "
        f"{f['million_cpu_ns'] / 1e3:.2f} µs of CPU, "
        f"{f['million_cpu_ratio']:.2f} times what one of two hundred thousand takes"
    )


def judge(figures, limits):
    """Prints what is above its limit; returns how many are."""
    above = 0
    for metric, limit in limits.items():
        if figures[metric] > limit:
            above += 1
            print(f"above its limit: {metric}: {figures[metric]:g} > {limit:g}")
    print(f"{len(limits)} figures held against their limits, {above} above")
    return above


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--limits", metavar="FILE")
    arguments = parser.parse_args()
    limits = {}
    if arguments.limits:
        with open(arguments.limits, encoding="utf-8") as file:
            limits = json.load(file)
    figures = measure_in_guest() | measure_a_million()
    derive(figures)
    show(figures)
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)
            file.write("\n")
    if limits:
        print()
        sys.exit(1 if judge(figures, limits) else 0)


if __name__ == "__main__":
    main()
