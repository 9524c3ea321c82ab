#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""
Figures of tpm-probe bench, lines "METRIC VALUE":

    bench_figures.py median NAME FILE                  the only operation's median
    bench_figures.py unchanged FILE...                 comparisons in which nothing had changed
    bench_figures.py slower OPERATION:FILE...          comparisons in which one operation was slower
    bench_figures.py jobs N FILE                       several connections at once, N commands each
    bench_figures.py cost NAME FEW MANY COMMAND...     COMMAND -n FEW and -n MANY: what each sample costs

The files are what bench -o json or --save writes.
"""

import json
import os
import subprocess
import sys


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def operations(report):
    return [operation for tpm in report["tpms"] for operation in tpm["bench"]["operations"]]


def verdicts(report):
    return {c["operation"]: c["verdict"] for c in report["benchmark"]["comparisons"]}


def median(name, path):
    (operation,) = operations(load(path))
    print(f"{name}_median_ns {operation['median_ns']}")


def unchanged(*paths):
    found = [verdict for path in paths for verdict in verdicts(load(path)).values()]
    print(f"unchanged_comparisons {len(paths)}")
    print(f"unchanged_operations {len(found)}")
    print(f"unchanged_alarms {sum(verdict in ('regressed', 'improved') for verdict in found)}")
    print(f"unchanged_inconclusive {found.count('inconclusive')}")


def slower(*arguments):
    missed = others = 0
    for argument in arguments:
        target, path = argument.split(":", 1)
        found = verdicts(load(path))
        missed += found.pop(target) != "regressed"
        others += sum(verdict != "pass" for verdict in found.values())
    print(f"slower_comparisons {len(arguments)}")
    print(f"slower_missed {missed}")
    print(f"slower_others {others}")


def jobs(n, path):
    (operation,) = operations(load(path))
    print(f"jobs_connections {len(operation['jobs'])}")
    print(f"jobs_errors {sum(code['count'] for code in operation.get('response_codes') or [])}")
    print(f"jobs_unserved {sum(job['n'] != int(n) for job in operation['jobs'])}")


def run(command, n):
    """CPU time of all, in ns, and the most memory that it had, in bytes: the least of three runs."""
    helper = os.path.join(os.environ.get("B", "build/release"), "tests/guest/child_cost")
    command = [helper, *command, "-n", str(n)]
    runs = [subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split() for _ in range(3)]
    return [min(int(run[i]) for run in runs) for i in range(2)]


def cost(name, few, many, *command):
    few, many = int(few), int(many)
    # The first one brings what is on a disk into memory.
    run(command, few)
    nothing, less, more = run(command, 1), run(command, few), run(command, many)
    print(f"{name}_cpu_ns {(more[0] - less[0]) / (many - few):.0f}")
    print(f"{name}_first_cpu_ns {(less[0] - nothing[0]) / few:.0f}")
    print(f"{name}_bytes {(more[1] - less[1]) / (many - few):.2f}")


if __name__ == "__main__":
    {"median": median, "unchanged": unchanged, "slower": slower, "jobs": jobs, "cost": cost}[sys.argv[1]](*sys.argv[2:])
