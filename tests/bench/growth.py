#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Does what a command costs grow with its input, or faster?

    tests/bench/growth.py [--items N] [--command "WORDS"]... [LIST...]

Takes a report in which every fact has a value, makes each of its lists in turn N items long and then
twice as long, and counts the instructions of each command that reads it (cachegrind), beside those of
the report as it is. Prints the exponent of the growth, 1 for what is linear, and fails above LIMIT. A
list that costs too little to tell is passed over. LIST: only those whose path has this in it.
"""
import argparse
import copy
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

LIMIT = 1.2
# Instructions for each item, below which nothing is said.
NOTHING = 500
HERE = os.path.dirname(os.path.abspath(__file__))
PROBE = os.path.join(os.environ.get("B", "build/release"), "tpm-probe")
COMMANDS = ["doctor -o json", "report --bundle {out}", "metrics", "tcti show", "fleet"]


def lists(value, path=()):
    """The paths of every list: keys, and 0 for the first of a list."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from lists(below, path + (key,))
    elif isinstance(value, list):
        yield path
        if value and isinstance(value[0], (dict, list)):
            yield from lists(value[0], path + (0,))


def other(value, i):
    """The same item, but another one."""
    if isinstance(value, dict):
        return {k: v if k in ("status", "severity", "level") else other(v, i) for k, v in value.items()}
    if isinstance(value, list):
        return [other(v, i) for v in value]
    if isinstance(value, str):
        return f"{value} {i}"
    return value + i if isinstance(value, int) and not isinstance(value, bool) else value


def grown(report, path, n):
    result = copy.deepcopy(report)
    at = result
    for key in path[:-1]:
        at = at[key]
    item = at[path[-1]][0]
    at[path[-1]] = [other(item, i) for i in range(n)]
    return result


def instructions(command, report, work):
    with tempfile.NamedTemporaryFile("w", suffix=".json", dir=work) as file:
        json.dump(report, file)
        file.flush()
        words = command.format(out=file.name + ".tar").split()
        words += [file.name] if words[0] == "fleet" else ["--from", file.name]
        done = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no",
                               "--cachegrind-out-file=/dev/null", PROBE] + words,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False, text=True)
        found = re.search(r"I +refs: +([0-9,]+)", done.stderr)
        if not found:
            sys.exit(f"growth.py: valgrind counts nothing: {done.stderr}")
        return int(found[1].replace(",", ""))


def measure(report, path, commands, n, work):
    lines, wrong = [], 0
    name = ".".join(str(key) for key in path if key != 0)
    for command in commands:
        counts = [instructions(command, grown(report, path, size), work) for size in (1, n, 2 * n)]
        once, twice = counts[1] - counts[0], counts[2] - counts[0]
        if once < NOTHING * n or twice <= 0:
            continue
        exponent = math.log2(twice / once)
        wrong += exponent > LIMIT
        lines.append(f"{'FAILED ' if exponent > LIMIT else ''}{name}: {command}: "
                     f"n^{exponent:.2f}, {once // n} instructions for each of {n}")
    return lines, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=400)
    parser.add_argument("--command", action="append")
    parser.add_argument("lists", nargs="*")
    arguments = parser.parse_args()
    made = subprocess.run([os.path.join(HERE, "..", "report", "make_full.py")], check=True,
                          stdout=subprocess.PIPE)
    report = json.loads(made.stdout)
    paths = [path for path in lists(report)
             if not arguments.lists or any(word in ".".join(map(str, path)) for word in arguments.lists)]
    failed = 0
    with tempfile.TemporaryDirectory() as work, ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(measure, report, path, arguments.command or COMMANDS, arguments.items, work)
                for path in paths]
        for job in jobs:
            lines, wrong = job.result()
            failed += wrong
            for line in lines:
                print(line, flush=True)
    print(f"{len(paths)} lists, {failed} of what was measured grows faster than n^{LIMIT}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
