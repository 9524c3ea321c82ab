#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""
How well tpm-probe bench measures, what it costs, and whether its comparisons tell the truth.

    tests/bench/probe.py [--json FILE] [--limits FILE]

Runs tests/guest/cases/icount/bench-probe.sh in a guest whose clock counts instructions, against a
scripted TPM that takes as long as it is told; and here a million samples of a TPM that answers at
once, and what they execute. Prints a table; --json writes every figure; with --limits each figure that the file names is
held against it, and the exit status is 1 if one is above. Other exit statuses: 2 wrong usage, 3 there
are no figures.
"""

import os
import re
import subprocess
import tempfile

import gate

B = os.environ.get("B", "build/release")
NAMES = [
    "wait_2ms_median_ns",
    "bench_instructions",
    "bare_instructions",
    "report_cpu_ns",
    "jobs_errors",
    "unchanged_alarms",
    "slower_missed",
]
# A TCTI module whose TPM answers at once, so that nothing but user space is measured.
INSTANT = [f"{B}/tpm-probe", "bench", "-T", f"{os.path.abspath(B)}/tests/guest/instant_tcti.so", "get_random_8"]


def read(output, prefix):
    pattern = re.compile(prefix + r"(\w+) ([0-9.e+-]+)$", re.MULTILINE)
    return {metric: float(value) for metric, value in pattern.findall(output)}


def measure_in_guest():
    run = subprocess.run(
        ["tests/guest/run", "icount/bench-probe"], stdout=subprocess.PIPE, text=True, check=False
    )
    figures = read(run.stdout, "# figure: ")
    if run.returncode or not all(name in figures for name in NAMES):
        gate.fail("probe", "the guest gave no figures", run.stdout)
    return figures


def measure_a_million():
    """A million samples beside two hundred thousand: the same for each, in time and memory."""
    run = subprocess.run(
        ["tests/guest/bench_figures.py", "cost", "million", "200000", "1000000", *INSTANT],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if run.returncode:
        gate.fail("probe", "a million samples gave no figures", run.stdout)
    return read(run.stdout, "")


def count_instructions(n, *options):
    """{object file: instructions} of a run of n samples, as valgrind counts them."""
    with tempfile.NamedTemporaryFile() as file:
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={file.name}", *options, *INSTANT, "-n", str(n)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        lines = file.read().decode(errors="replace").splitlines()
    if run.returncode:
        gate.fail("probe", "valgrind counts no instructions", run.stderr)
    return sum_by_object(lines)


def sum_by_object(lines):
    """Of a file of callgrind's: "ob=(1) path" says whose lines "PLACE COST" follow; what was called
    follows each "calls=" and is its own object's already."""
    names, sums, current, called = {}, {}, "", False
    for line in lines:
        if line.startswith(("ob=", "cob=")):
            number, _, name = line.partition("=")[2].partition(" ")
            names.setdefault(number, name)
            if line[0] == "o":
                current = names[number]
        elif line.startswith("calls="):
            called = True
        elif line[:1] in "0123456789+-*" and line[:1]:
            if not called:
                sums[current] = sums.get(current, 0) + int(line.split()[1])
            called = False
    return sums


def measure_rate():
    """How many instructions of user space a sample takes here, its share of the statistics too, so that
    with its time it is known how many this machine executes in a nanosecond of this program. There are
    more of a million, of which the time was taken, and valgrind does not see those of the clock: the
    rate comes out too low rather than too high. And of taking the sample alone, whose they are."""
    few, many = 2000, 22000
    less, more = count_instructions(few), count_instructions(many)
    taken = count_instructions(few, "--toggle-collect=sampler_take")
    warmup = 5
    return {
        "native_instructions": (sum(more.values()) - sum(less.values())) / (many - few),
        "own_instructions": sum(n for name, n in taken.items() if name.endswith("/tpm-probe")) / (few + warmup),
        "tss_instructions": sum(n for name, n in taken.items() if "/libtss2-" in name) / (few + warmup),
        "taken_instructions": sum(taken.values()) / (few + warmup),
    }


def derive(figures):
    for ms in (2, 10, 50):
        figures[f"wait_{ms}ms_off_ns"] = abs(figures[f"wait_{ms}ms_median_ns"] - ms * 1e6)
    figures["instructions_over_bare"] = figures["bench_instructions"] - figures["bare_instructions"]
    figures["native_instructions_per_ns"] = figures["native_instructions"] / figures["million_cpu_ns"]
    figures["cpu_ns_over_bare"] = figures["instructions_over_bare"] / figures["native_instructions_per_ns"]
    figures["million_cpu_ratio"] = figures["million_cpu_ns"] / figures["million_first_cpu_ns"]


def show(f):
    print("A TPM that takes as long as it is told, behind a driver that looks every millisecond:")
    for ms in (2, 10, 50):
        print(f"  {ms:2} ms are measured as {f[f'wait_{ms}ms_median_ns'] / 1e6:.3f} ms")
    print(
        f"In user space a command costs {f['bench_instructions']:.0f} instructions, in a bare loop of write, poll "
        f"and read {f['bare_instructions']:.0f}. This machine executes {f['native_instructions_per_ns']:.2f} in a "
        f"nanosecond, so that the {f['instructions_over_bare']:.0f} more are {f['cpu_ns_over_bare'] / 1e3:.2f} µs of "
        f"CPU. Without a TCTI module's they are {f['taken_instructions']:.0f}: {f['tss_instructions']:.0f} tpm2-tss', "
        f"{f['own_instructions']:.0f} tpm-probe's own"
    )
    print(
        f"doctor --from: a report takes {f['report_cpu_ns'] / 2:.0f} instructions, a thousand of them "
        f"{f['report_cpu_ns'] / 2 / f['native_instructions_per_ns'] / 1e6:.2f} s of CPU here"
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


def main():
    options = gate.parse_options(__doc__.splitlines()[1])
    figures = measure_in_guest() | measure_a_million() | measure_rate()
    derive(figures)
    show(figures)
    gate.finish(figures, options)


if __name__ == "__main__":
    main()
