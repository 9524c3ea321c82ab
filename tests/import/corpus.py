#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""What people attach, tests/import/corpus/: each text makes the report beside it (NAME.json), no more and no
less; and however it is cut, wrapped, quoted or copied, never another value. TAP. UPDATE=1 renews the reports."""

import gzip
import json
import os
import re
import struct
import subprocess
import sys
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.join(HERE, "corpus")
B = os.environ.get("B", "build/release")
# The least that a corpus has to hold: texts, and kinds of text.
TEXTS, KINDS = 60, 25


def dump(texts):
    """The report of each text, in one process; None where nothing was understood."""
    data = b"".join(struct.pack("=I", len(text)) + text for text in texts)
    out = subprocess.run([f"{B}/tests/import/import_dump"], input=data, stdout=subprocess.PIPE, check=True).stdout
    reports, at = [], 0
    while at < len(out):
        (size,) = struct.unpack_from("=I", out, at)
        reports.append(plain(json.loads(out[at + 4 : at + 4 + size])) if size else None)
        at += 4 + size
    assert len(reports) == len(texts)
    return reports


def plain(report):
    """Without what depends on how a text is laid out."""
    report.pop("notes", None)
    report.pop("schema", None)
    if "sources" in report:
        report["sources"] = sorted(source["kind"] for source in report["sources"])
    return report


def differences(found, known, path=""):
    """What found says and known does not. Lists: each item of the one is in an item of the other."""
    if found is None:
        return []
    if isinstance(found, dict):
        if not isinstance(known, dict):
            return [path]
        return [d for key, value in found.items() for d in (
            differences(value, known[key], f"{path}.{key}") if key in known else [f"{path}.{key}: {value}"])]
    if isinstance(found, list):
        if not isinstance(known, list):
            return [f"{path}: {found}"]
        if len(found) == len(known) == 1:
            return differences(found[0], known[0], path)
        return [f"{path}: {item}" for item in found
                if not any(not differences(item, other, path) for other in known)]
    if isinstance(found, str) and isinstance(known, str) and re.search("_log$", path):
        return [] if found in known or found.rstrip("\ufffd") in known else [f"{path}: {found!r}"]
    return [] if found == known else [f"{path}: {found!r}, not {known!r}"]


def mutations(text):
    """(name, bytes, is anything lost?)"""
    lines = text.split("\n")
    body = lines[:-1] if lines[-1] == "" else lines
    step = max(1, len(body) // 60)
    for n in range(0, len(body), step):
        yield f"cut behind line {n}", "\n".join(body[:n]) + "\n", True
        yield f"cut ahead of line {n}", "\n".join(body[n:]) + "\n", True
        yield f"without line {n}", "\n".join(body[:n] + body[n + 1 :]) + "\n", True
    for n in range(1, len(text), max(1, len(text) // 40)):
        yield f"cut behind byte {n}", text[:n], True
    for width in (40, 60, 72, 80):
        yield f"wrapped at {width}", "\n".join(
            "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)) for line in body
        ) + "\n", True
    for width in (50, 64, 76):
        yield f"folded at {width}", "\n".join(
            line[i : i + width] for line in body for i in range(0, max(1, len(line)), width)) + "\n", True
    layout = [
        ("quoted", "\n".join("> " + line for line in body)),
        ("quoted twice", "\n".join(">> " + line for line in body)),
        ("a list", "\n".join("* " + line for line in body)),
        ("indented", "\n".join("        " + line for line in body)),
        ("by tabs", "\n".join("\t" + line for line in body)),
        ("without indentation", "\n".join(line.strip() for line in body)),
        ("CR LF", "\r\n".join(body)),
        ("a fence", "```\n" + text.rstrip("\n") + "\n```"),
        ("a fence with a language", "Look:\n\n```console\n" + text.rstrip("\n") + "\n```\n\nThanks!"),
        ("line numbers", "\n".join(f"{i + 1:6}\t{line}" for i, line in enumerate(body))),
        ("a table of lines", "\n".join(f"{i + 1} | {line}" for i, line in enumerate(body))),
        ("a journal", "\n".join(f"Jan 16 19:26:24 host program[242]: {line}" for line in body)),
        ("no-break spaces", text.rstrip("\n").replace(" ", "\u00a0")),
        ("colours", "\n".join(f"\033[1;31m{line}\033[0m" for line in body)),
        ("HTML", "<pre>" + "<br>".join(line.replace("&", "&amp;").replace("<", "&lt;") for line in body) + "</pre>"),
        ("a mail", "Hello,\n\nhere it is.\n\n" + text.rstrip("\n") + "\n\nRegards,\nA. Person"),
        ("a blank line after each", "\n\n".join(body)),
        ("a mark ahead", "\ufeff" + text.rstrip("\n")),
    ]
    for name, mutated in layout:
        yield name, mutated + "\n", False
    yield "UTF-16", text.encode("utf-16"), False
    yield "compressed", gzip.compress(text.encode(), mtime=0), False
    yield "quoted-printable", quoted_printable(text), False


def quoted_printable(text):
    out = []
    for line in text.split("\n"):
        line = "".join(chr(c) if 32 <= c < 127 and c != 61 or c == 9 else f"={c:02X}" for c in line.encode())
        if line.endswith(" "):
            line = line[:-1] + "=20"
        while len(line) > 76:
            at = 75
            while "=" in line[at - 2 : at]:
                at -= 1
            out.append(line[:at] + "=")
            line = line[at:]
        out.append(line)
    return "\n".join(out)


class Tap:
    def __init__(self):
        self.n = self.failed = 0

    def check(self, ok, name, why=()):
        self.n += 1
        self.failed += not ok
        print(f"{'ok' if ok else 'not ok'} {self.n} - {name}")
        for line in list(why)[:12] if not ok else ():
            print(f"# {line:.240}")


def main():
    tap = Tap()
    names = sorted(n for n in os.listdir(CORPUS) if not n.endswith(".json"))
    raw = [open(os.path.join(CORPUS, name), "rb").read() for name in names]
    reports = dump(raw)
    kinds = set()
    for name, report in zip(names, reports):
        path = os.path.join(CORPUS, name + ".json")
        if os.environ.get("UPDATE"):
            with open(path, "w", encoding="utf-8") as out:
                json.dump(report, out, indent=1, ensure_ascii=False, sort_keys=True)
                out.write("\n")
        with open(path, encoding="utf-8") as file:
            wanted = json.load(file)
        kinds.update((wanted or {}).get("sources", ()))
        same = json.dumps(report, sort_keys=True) == json.dumps(wanted, sort_keys=True)
        tap.check(same, f"{name}: every value, and no other", [] if same else
                  ["invented: " + d for d in differences(report or {}, wanted or {})] +
                  ["missing: " + d for d in differences(wanted or {}, report or {})])
    tap.check(len(names) >= TEXTS, f"{len(names)} texts, at least {TEXTS}")
    tap.check(len(kinds) >= KINDS, f"{len(kinds)} kinds of text, at least {KINDS}", sorted(kinds))
    for name, data, report in zip(names, raw, reports):
        if data[:2] in (b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff") or not data.endswith(b"\n"):
            continue
        every = [(m, t if isinstance(t, bytes) else t.encode(), lossy) for m, t, lossy in mutations(data.decode())]
        wrong = []
        for (mutation, text, lossy), mutated in zip(every, dump([text for _, text, _ in every])):
            wrong += [f"{mutation}: {d}" for d in differences(mutated or {}, report or {})
                      if not d.startswith((".sources", *SAME_IN_OTHER_WORDS.get(name, ())))]
            if not lossy and name not in LAYOUT_MATTERS:
                wrong += [f"{mutation}: lost {d}" for d in differences(report or {}, mutated or {})
                          if not d.startswith(".sources")]
        tap.check(not wrong, f"{name}: {len(every)} mutations, no wrong value", wrong)
    print(f"1..{tap.n}")
    sys.exit(tap.failed > 0)


# Without its head, some of eltt2's lines are as tpm2_getcap's: the same values, in one more list.
SAME_IN_OTHER_WORDS = {"eltt2.txt": [".tpms.capabilities.properties_fixed", ".tpms.capabilities: "]}

# Undone twice, what a mail or a page does to a text is not what it was.
LAYOUT_MATTERS = {"pcrread-qp.eml", "getcap-entities.txt"}

main()
