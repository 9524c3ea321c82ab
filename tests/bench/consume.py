#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Read what bench_show wrote as those do for whom it is, and hold it against the report.

    tests/bench/consume.py gab|bmf|go|csv|html|svg REPORT OUTPUT

Exit status 1 and what is wrong, or 0.
"""
import csv
import html.parser
import json
import re
import sys
import xml.etree.ElementTree

import jsonschema

# As the documentation of github-action-benchmark tells it for customSmallerIsBetter.
GAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name", "unit", "value"],
        "properties": {
            "name": {"type": "string", "minLength": 1}, "unit": {"const": "us"},
            "value": {"type": "number", "minimum": 0},
            "range": {"type": "string", "pattern": "^\u00b1 [0-9]+(\\.[0-9]+)?$"},
            "extra": {"type": "string"},
        },
        "additionalProperties": False,
    },
}
# As Bencher's reference of its metric format tells it: names of at most 1024 characters.
BMF = {
    "type": "object",
    "propertyNames": {"minLength": 1, "maxLength": 1024},
    "additionalProperties": {
        "type": "object",
        "required": ["latency"],
        "additionalProperties": {
            "type": "object",
            "required": ["value"],
            "properties": {key: {"type": "number"}
                           for key in ("value", "lower_value", "upper_value")},
            "additionalProperties": False,
        },
    },
}
GO_CONFIG = re.compile(r"([a-z][^\sA-Z:]*):(?:[ \t]+(.*))?")
GO_NAME = re.compile(r"Benchmark(?:[A-Z][^\s]*)?")


def require(condition, *what):
    if not condition:
        raise SystemExit(" ".join(str(w) for w in what))


def measured(report):
    """(target, operation, record) of all that have a result."""
    for tpm in report["tpms"]:
        for op in tpm["bench"]["operations"]:
            if op["status"] == "ok":
                yield tpm["name"] + "/" + tpm["bench"]["label"], op["name"], op


def check_gab(report, text):
    entries = json.loads(text)
    jsonschema.validate(entries, GAB)
    want = {}
    for target, name, op in measured(report):
        want[f"{target}/{name}/p50"] = op["median_ns"]
        if op["p95_ns"] is not None:
            want[f"{target}/{name}/p95"] = op["p95_ns"]
    got = {entry["name"]: round(entry["value"] * 1000) for entry in entries}
    require(len(got) == len(entries), "names come twice")
    require(got == want, "not the report's values:", set(got.items()) ^ set(want.items()))


def check_bmf(report, text):
    entries = json.loads(text)
    jsonschema.validate(entries, BMF)
    several = len(report["tpms"]) > 1
    want = {(f"{target}/{name}" if several else name):
            (op["median_ns"], op["median_low_ns"], op["median_high_ns"])
            for target, name, op in measured(report)}
    got = {name: tuple(entry["latency"].get(key) for key in ("value", "lower_value", "upper_value"))
           for name, entry in entries.items()}
    require(got == want, "not the report's values:", set(got.items()) ^ set(want.items()))


def check_go(report, text):
    """The format of the Go project's proposal 14313, read strictly: every line is a part of it."""
    config, groups = {}, {}
    for line in text.splitlines():
        fields = line.split()
        if line.startswith("Benchmark"):
            require(len(fields) >= 4 and len(fields) % 2 == 0, "fields:", line)
            require(GO_NAME.fullmatch(fields[0]), "name:", line)
            require(not re.search(r"-\d+$", fields[0]), "a number of processors:", line)
            require(fields[1].isdigit() and int(fields[1]) > 0, "iterations:", line)
            require(fields[3] == "ns/op" and float(fields[2]) >= 0, "value:", line)
            key = config["connection"], fields[0]
            groups.setdefault(key, []).append((int(fields[1]), float(fields[2])))
        else:
            match = GO_CONFIG.fullmatch(line)
            require(match, "neither configuration nor result:", line)
            config[match[1]] = match[2]
    require(config.get("goos") == "linux" and config.get("pkg"), "no goos or pkg")
    want = list(measured(report))
    require(len(groups) == len(want), len(groups), "benchmarks,", len(want), "operations")
    for (target, name, op), ((connection, go_name), lines) in zip(want, groups.items()):
        clean = re.sub(r"[^!-~]|-", "_", "".join("_" * len(c.encode()) if c > "~" else c
                                                 for c in name))
        require(go_name == "BenchmarkTpm/" + clean, go_name, "is not", clean)
        require(connection == target, connection, "is not", target)
        require(len(lines) == min(10, op["n"]), go_name, len(lines), "lines")
        require(sum(n for n, _ in lines) == op["n"], go_name, "iterations")
        mean = sum(n * value for n, value in lines) / op["n"]
        require(abs(mean - sum(op["samples_ns"]) / op["n"]) <= 0.5, go_name, "mean", mean)


def check_csv(report, text):
    rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    require(rows.pop(0) == ["target", "operation", "index", "ns"], "headings")
    want = [[target, name, str(i), str(ns)] for target, name, op in measured(report)
            for i, ns in enumerate(op["samples_ns"])]
    require(rows == want, "not the report's samples")


class Page(html.parser.HTMLParser):
    """What a page would run or fetch."""

    def __init__(self):
        super().__init__()
        self.tags = {}
        self.text = []

    def handle_starttag(self, tag, attrs):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        check_element(tag, dict(attrs))

    def handle_data(self, data):
        self.text.append(data)


def check_element(tag, attributes):
    require(tag not in ("script", "iframe", "object", "embed", "link", "base", "img", "image", "use",
                        "foreignobject", "foreignObject", "animate", "set", "a"), "element", tag)
    for name, value in attributes.items():
        require(not name.lower().startswith("on"), "attribute", name)
        require(name.lower() not in ("href", "src", "srcset", "action", "xlink:href", "style"),
                "attribute", name)
        require(not re.search(r"url\(|https?:|javascript:", value or "", re.I), "reference", value)


def check_style(text):
    require(not re.search(r"url\(|https?:|@import|expression", text, re.I), "reference in style")


def check_html(report, text):
    page = Page()
    page.feed(text)
    page.close()
    for style in re.findall(r"<style>(.*?)</style>", text, re.S):
        check_style(style)
    require(page.tags.get("style") == 1, "styles:", page.tags.get("style"))
    require("@media (prefers-color-scheme:dark)" in text, "no dark colours")
    names = {name for _, name, _ in measured(report)}
    require(page.tags.get("article") == len(names), page.tags.get("article"), "articles")
    words = "".join(page.text)
    for name in names:
        require(" ".join(clean(name).split()) in " ".join(words.split()), "no", name)


def clean(text):
    """As reports are cleaned: what a terminal must not get is U+FFFD."""
    return re.sub("[\0-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]", "\ufffd", text)


def check_svg(report, text):
    namespace = "{http://www.w3.org/2000/svg}"
    root = xml.etree.ElementTree.fromstring(text)
    require(root.tag == namespace + "svg", "root", root.tag)
    for element in root.iter():
        check_element(element.tag.removeprefix(namespace), element.attrib)
        if element.tag == namespace + "style":
            check_style(element.text)
    titles = [e.text for e in root.iter(namespace + "title")]
    for name in {name for _, name, _ in measured(report)}:
        require(any(title.startswith(clean(name) + ": distribution") for title in titles),
                "no plot of", name)


def main():
    kind, report, output = sys.argv[1:]
    with open(report, encoding="utf-8") as file:
        report = json.load(file)
    for tpm in report["tpms"]:
        tpm["name"], tpm["bench"]["label"] = clean(tpm["name"]), clean(tpm["bench"]["label"])
        for op in tpm["bench"]["operations"]:
            op["name"] = clean(op["name"])
    with open(output, encoding="utf-8", newline="") as file:
        text = file.read()
    {"gab": check_gab, "bmf": check_bmf, "go": check_go, "csv": check_csv, "html": check_html,
     "svg": check_svg}[kind](report, text)


if __name__ == "__main__":
    main()
