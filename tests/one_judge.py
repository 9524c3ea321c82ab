#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""No two commands judge one report differently: what doctor finds, with which severity, is what the
overview, info, ek, metrics, report and fleet show. On every prepared report, and on some that are made
from them so that something is wrong. Prints TAP."""
import collections
import glob
import json
import os
import re
import subprocess
import tempfile

TOOL = os.path.join(os.environ.get("B", "build/release"), "tpm-probe")
COUNT = 0
SEVERITIES = "ok info warning error critical".split()


def check(got, want, name):
    global COUNT
    COUNT += 1
    same = got == want
    print(f"{'ok' if same else 'not ok'} {COUNT} - {name}")
    if not same:
        print(f"# too much: {sorted(got - want)}\n# missing:  {sorted(want - got)}")


def run(*arguments):
    return subprocess.run([TOOL, *arguments], capture_output=True, text=True, timeout=60,
                          check=False).stdout


def findings_of(report):
    """(TPM or "", rule, severity), as often as it was found."""
    return collections.Counter((f["tpm"] or "", f["id"], f["severity"])
                               for f in report["findings"] if f["status"] == "found")


def verdicts_of(report):
    found = collections.Counter()
    for subject in [{"name": "", "verdicts": report.get("verdicts")}, *report.get("tpms", [])]:
        for verdict in subject.get("verdicts") or []:
            if verdict["level"] != "ok":
                found[subject["name"] or "", verdict["rule"], verdict["level"]] += 1
    return found


def without_tpm(counter, rules=r""):
    return collections.Counter(f"{rule} {severity}" for (_, rule, severity), n in counter.items()
                               for _ in range(n) if re.match(rules, rule))


def text_verdicts(text):
    return collections.Counter(f"{rule} {level}" for level, rule in
                               re.findall(r"^  (\w+) +([A-Z0-9]+-\d{3}) ", text, re.M))


def metrics_of(text):
    found = collections.Counter()
    for labels in re.findall(r"^tpm_doctor_rule\{(.*)\} 1$", text, re.M):
        label = dict(re.findall(r'(\w+)="([^"]*)"', labels))
        found[label.get("tpm", ""), label["rule"], label["severity"]] += 1
    return found


def judge(name, path):
    want = findings_of(json.loads(run("doctor", "--from", path, "-o", "json")))
    for command in [], ["list"], ["info"], ["ek"]:
        report = json.loads(run("--from", path, *command, "-o", "json"))
        check(verdicts_of(report), want, f"{name}: {' '.join(command) or 'overview'}, JSON")
    check(text_verdicts(run("--from", path)), without_tpm(want), f"{name}: overview")
    check(text_verdicts(run("--from", path, "ek")),
          without_tpm({k: n for k, n in want.items() if k[0] or tpms(path)}, "EK-|VM-001"),
          f"{name}: ek")
    # A series is there once, also where a report has one TPM twice (bench, through two TCTIs).
    check(metrics_of(run("--from", path, "metrics")), collections.Counter(set(want)), f"{name}: metrics")
    page = run("--from", path, "report", "-O", "-")
    check(collections.Counter(f"{rule} {severity}" for severity, rule in re.findall(
        r'<article class="card (\w+)"><h3>.*?</span>\s*([A-Z0-9]+-\d{3})', page)),
          without_tpm(want), f"{name}: report")
    machines = json.loads(run("fleet", path, "-o", "json"))["machines"]
    own = [[(rule, severity) for (tpm, rule, severity) in want if tpm in ("", machine.get("tpm"))]
           for machine in machines]
    check({(i, rule) for i, m in enumerate(machines) for rule in m.get("findings") or []},
          {(i, rule) for i, found in enumerate(own) for rule, _ in found}, f"{name}: fleet")
    check({(i, m.get("gravest")) for i, m in enumerate(machines)},
          {(i, max((s for _, s in found), key=SEVERITIES.index, default="ok"))
           for i, found in enumerate(own)}, f"{name}: fleet, the gravest")
    return want


def tpms(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file).get("tpms")


def prepared():
    for path in sorted(glob.glob("tests/golden/*.json")):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        yield os.path.basename(path), json.JSONDecoder().raw_decode(text[text.index("{"):])[0]
    for path in [f"tests/fuzz/corpus/fuzz_json/{n}" for n in "info caps pcrs event-log bench".split()] \
            + sorted(glob.glob("tests/data/eventlog/*.json")):
        with open(path, encoding="utf-8") as file:
            yield path, json.load(file)
    for root in sorted(glob.glob("tests/data/sysroot/*/")):
        yield f"doctor below {root}", json.loads(run("doctor", "--sysroot", root, "-o", "json"))


def altered(report, **state):
    copy = json.loads(json.dumps(report))
    copy["tpms"][0]["state"].update(state)
    return copy


def main():
    reports = dict(prepared())
    info = reports["tests/fuzz/corpus/fuzz_json/info"]
    wrong = {"locked": ("DA-001", dict(in_lockout=True, lockout_counter=3)),
             "two of three": ("DA-003", dict(lockout_counter=2)),
             "five of three": ("DA-003", dict(lockout_counter=5)),
             "one of three": (None, dict(lockout_counter=1)),
             "no endorsement hierarchy": ("DA-008", dict(endorsement_hierarchy=False)),
             "failure mode": ("FW-001", dict(self_test="failure", in_lockout=True)),
             "testing": ("FW-002", dict(self_test="testing"))}
    with tempfile.TemporaryDirectory() as work:
        path = os.path.join(work, "report.json")
        for name, report in reports.items():
            with open(path, "w", encoding="utf-8") as out:
                json.dump(report, out)
            judge(name, path)
        for name, (rule, state) in wrong.items():
            with open(path, "w", encoding="utf-8") as out:
                json.dump(altered(info, **state), out)
            want = judge(name, path)
            check({k[1] for k in want} & {r for r, _ in wrong.values()}, {rule} - {None},
                  f"{name}: of the rules about this, {rule} alone")
            locked = subprocess.run([TOOL, "--from", path], capture_output=True, check=False)
            check({locked.returncode}, {6 if rule == "DA-001" else 0}, f"{name}: overview's status")
    print(f"1..{COUNT}")


main()
