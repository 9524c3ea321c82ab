#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What the TCTI modules cost beside a bare loop of write, poll and read, and beside tpm2-tss' module.

    tests/bench/tcti.py [--json FILE] [--limits FILE]

Runs tests/guest/cases/icount/bench-tcti.sh in a guest whose clock counts instructions, so that the
figures hardly depend on the machine that runs it. Prints a table; --json writes every figure; with
--limits each figure that the file names is held against it, and the exit status is 1 if one is above. "Cold" is the first open of a process that has just loaded the
module, as with every command line tool; "open" the later ones of a process that goes on.
Other exit statuses: 2 wrong usage, 3 the guest gave no figures.
"""

import re
import subprocess

import gate

# Metric, heading, divisor, decimals, and whether it is also shown in relation to "bare".
COLUMNS = [
    ("open_ns", "open µs", 1000, 1, True),
    ("cold_open_ns", "cold open µs", 1000, 1, True),
    ("open_commands", "commands", 1, 0, False),
    ("wall_ns", "wall µs", 1000, 1, True),
    ("cpu_ns", "CPU µs", 1000, 2, True),
    ("syscalls", "syscalls", 1, 1, False),
    ("instructions", "instructions", 1, 0, False),
]
NODES = {"raw": "The raw node", "rm": "The resource manager's node"}


def measure():
    """{node: {contender: {metric: value}}}, in the order of the guest's lines."""
    run = subprocess.run(
        ["tests/guest/run", "icount/bench-tcti"], stdout=subprocess.PIPE, text=True, check=False
    )
    figures = {}
    pattern = re.compile(r"# figure: (\w+) (\w+) (\w+) ([0-9.e+]+)$")
    for line in run.stdout.splitlines():
        found = pattern.match(line)
        if found:
            node, contender, metric, value = found.groups()
            figures.setdefault(node, {}).setdefault(contender, {})[metric] = float(value)
    if run.returncode or not all(node in figures for node in NODES):
        gate.fail("tcti", "the guest gave no figures", run.stdout)
    return figures


def add_ratios(figures):
    for contenders in figures.values():
        for values in contenders.values():
            for metric, _, _, _, in_relation in COLUMNS:
                if in_relation:
                    values[metric + "_per_bare"] = values[metric] / contenders["bare"][metric]
        if "discovery" in contenders:
            contenders["discovery"]["open_ns_more_than_path"] = (
                contenders["discovery"]["open_ns"] - contenders["tpmrm"]["open_ns"]
            )


def cell(values, metric, divisor, decimals, in_relation):
    if metric not in values:
        return "-"
    text = f"{values[metric] / divisor:.{decimals}f}"
    if in_relation:
        text += f" ({values[metric + '_per_bare']:.3f})"
    return text


def show(figures):
    print("TPM2_GetRandom of 8 bytes, on a TPM that answers at once; in parentheses: times bare.")
    for node, title in NODES.items():
        rows = [[title] + [column[1] for column in COLUMNS]]
        for contender, values in figures[node].items():
            rows.append([contender] + [cell(values, m, d, n, r) for m, _, d, n, r in COLUMNS])
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        print()
        for row in rows:
            print(row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:])), sep="  ")
    rm = figures["rm"]
    late = max(v["late_ns"] for node in figures.values() for v in node.values() if "late_ns" in v)
    print(f"\nA receive with a timeout, while the TPM works: at most {late / 1e6:.3f} ms late.")
    print("\nA whole tpm2_getrandom 8, mean of the middle half, on a TPM that takes 15 ms for a command:")
    for contender in ("upstream", "device"):
        values = rm[contender]
        print(
            f"{contender:10} {values['process_ns'] / 1e6:7.2f} ms, "
            f"{values['process_commands']:.0f} TPM commands"
        )
    print(f"ratio {rm['device']['process_ns'] / rm['upstream']['process_ns']:.3f}")


def main():
    options = gate.parse_options(__doc__.splitlines()[0])
    figures = measure()
    add_ratios(figures)
    show(figures)
    gate.finish(figures, options)


if __name__ == "__main__":
    main()
