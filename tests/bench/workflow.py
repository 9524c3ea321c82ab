#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""The example workflow: well formed, and its steps do what they say, here with a simulated TPM. TAP."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

import yaml

WORKFLOW = "probe/bench/github-workflow.yml"
TOOL = os.path.realpath(os.path.join(os.environ.get("B", "build/release"), "tpm-probe"))
count = failed = 0


def check(ok, name, detail=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok:
        for line in str(detail).splitlines():
            print(f"# {line}")


def script(job, step):
    return next(s["run"] for s in workflow["jobs"][job]["steps"] if s.get("name") == step)


def run(folder, text, tool):
    """As a runner does it: bash -e. The command tpm-probe is a script that calls the real one."""
    path = os.path.join(folder, "bin")
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, "tpm-probe"), "w", encoding="ascii") as out:
        out.write(f"#!/bin/sh\nexec {tool}\n")
    os.chmod(os.path.join(path, "tpm-probe"), 0o755)
    environment = dict(os.environ, PATH=path + ":" + os.environ["PATH"])
    return subprocess.run(["bash", "-e", "-c", text], cwd=folder, env=environment, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


with open(WORKFLOW, encoding="ascii") as file:
    workflow = yaml.safe_load(file)
check(set(workflow["jobs"]) == {"swtpm", "hardware"}, "two jobs: swtpm and hardware")
check(all("uses" in s or "run" in s for j in workflow["jobs"].values() for s in j["steps"]),
      "each step does something")

with tempfile.TemporaryDirectory() as work:
    done = run(work, script("swtpm", "Measure a simulated TPM"), f'{TOOL} "$@"')
    check(done.returncode == 0, "swtpm: the step passes", done.stdout)
    with open(os.path.join(work, "result-gab.json"), encoding="utf-8") as file:
        check(len(json.load(file)) > 20, "swtpm: a result for github-action-benchmark")

    # The step for hardware, with the simulator in the hardware's place and few samples.
    text = script("hardware", "Measure and compare").replace("--tier safe --tier crypto", "hash_256 -n 25")
    simulated = f'{TOOL} --simulator "$@"'
    done = run(work, text, simulated)
    check(done.returncode == 0, "hardware: the first run passes, without a baseline", done.stdout)
    baseline = os.path.join(work, "baseline.json")
    check(os.path.exists(baseline), "hardware: and leaves one")
    with open(baseline, encoding="utf-8") as file:
        report = json.load(file)
    operation = report["tpms"][0]["bench"]["operations"][0]

    def baseline_of(nanoseconds, modalias="same"):
        operation["samples_ns"] = [nanoseconds + i for i in range(25)]
        operation["median_ns"] = nanoseconds + 12
        if modalias != "same":
            report["tpms"][0]["identity"]["modalias"] = modalias
        with open(baseline, "w", encoding="utf-8") as out:
            json.dump(report, out)

    baseline_of(900_000_000)
    done = run(work, text, simulated)
    check(done.returncode == 0 and "improved" in done.stdout, "hardware: faster passes", done.stdout)
    # A TPM that answers within 10 ms was ten times as fast once.
    delayed = f'{TOOL} --from {work}/slow.json "$@"'
    shutil.copy(os.path.join(work, "result.json"), os.path.join(work, "slow.json"))
    with open(os.path.join(work, "slow.json"), encoding="utf-8") as file:
        slow = json.load(file)
    slow["tpms"][0]["bench"]["operations"][0]["samples_ns"] = [9_000_000 + i for i in range(25)]
    slow["tpms"][0]["bench"]["operations"][0]["median_ns"] = 9_000_012
    with open(os.path.join(work, "slow.json"), "w", encoding="utf-8") as file:
        json.dump(slow, file)
    baseline_of(1_000_000)
    done = run(work, text, delayed)
    check(done.returncode == 7 and "regressed" in done.stdout, "hardware: slower fails", done.stdout)
    baseline_of(1_000_000, "fi2.0:other")
    done = run(work, text, delayed)
    check(done.returncode == 0 and "::warning::" in done.stdout,
          "hardware: another TPM than the baseline's is a warning", done.stdout)

print(f"1..{count}")
sys.exit(failed > 0)
