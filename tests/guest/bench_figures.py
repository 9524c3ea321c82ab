#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""
Figures of tpm-probe bench, lines "METRIC VALUE":

    bench_figures.py median NAME FILE                  the only operation's median
    bench_figures.py unchanged FILE...                 comparisons in which nothing had changed
    bench_figures.py slower OPERATION:FILE...          comparisons in which one operation was slower
    bench_figures.py jobs N FILE                       several connections at once, N commands each
    bench_figures.py cost NAME FEW MANY COMMAND...     COMMAND -n FEW and -n MANY: what each sample costs
    bench_figures.py reports NAME FEW MANY PROBE FILE  PROBE doctor --from a folder of FEW copies of a
                                                       report and of MANY: the CPU time for each

The files are what bench -o json or --save writes.
"""

import json
import os
import subprocess
import sys
import tempfile


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


def cost_of(command, good=(0,)):
    """CPU time of all, in ns, and the most memory that it had, in bytes: the least of three runs."""
    helper = os.path.join(os.environ.get("B", "build/release"), "tests/guest/child_cost")
    costs = []
    for _ in range(3):
        run = subprocess.run([helper, *command], stdout=subprocess.PIPE, text=True, check=False)
        if run.returncode not in good:
            sys.exit(f"bench_figures: {' '.join(command)}: status {run.returncode}")
        costs.append([int(word) for word in run.stdout.split()])
    return [min(column) for column in zip(*costs)]


def run(command, n):
    return cost_of([*command, "-n", str(n)])


def cost(name, few, many, *command):
    few, many = int(few), int(many)
    # The first one brings what is on a disk into memory.
    run(command, few)
    nothing, less, more = run(command, 1), run(command, few), run(command, many)
    print(f"{name}_cpu_ns {(more[0] - less[0]) / (many - few):.0f}")
    print(f"{name}_first_cpu_ns {(less[0] - nothing[0]) / few:.0f}")
    print(f"{name}_bytes {(more[1] - less[1]) / (many - few):.2f}")


def reports(name, few, many, probe, path):
    with open(path, "rb") as file:
        report = file.read()
    taken = []
    for n in (int(few), int(many)):
        with tempfile.TemporaryDirectory() as folder:
            for i in range(n):
                with open(f"{folder}/host{i}.json", "wb") as file:
                    file.write(report)
            # 6: something was found, as with every simulator.
            taken.append(cost_of([probe, "--from", folder, "doctor"], (0, 6))[0])
    print(f"{name}_cpu_ns {(taken[1] - taken[0]) / (int(many) - int(few)):.0f}")


if __name__ == "__main__":
    {
        "median": median,
        "unchanged": unchanged,
        "slower": slower,
        "jobs": jobs,
        "cost": cost,
        "reports": reports,
    }[sys.argv[1]](*sys.argv[2:])
