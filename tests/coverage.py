#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Which lines of the tool, the modules and the udev helper were run, by what gcov counted.

    tests/coverage.py BUILD

Prints a line for each file that is not wholly reached, those with most left first, with its lines that
are left; then the whole.
"""
import glob
import gzip
import json
import os
import subprocess
import sys
import tempfile


def main():
    build = os.path.abspath(sys.argv[1])
    objects = os.path.join(build, "obj")
    notes = [path for room in ("probe", "tcti", "sysfs", "udev")
             for path in glob.glob(os.path.join(objects, room, "**", "*.gcno"), recursive=True)]
    if not notes:
        sys.exit(f"coverage.py: {build} was not built with COV=1")
    lines = {}
    top = os.getcwd()
    with tempfile.TemporaryDirectory() as work:
        # Each in a directory of its own: names repeat.
        for i, note in enumerate(notes):
            place = os.path.join(work, str(i))
            os.mkdir(place)
            subprocess.run(["gcov", "--json-format", note], cwd=place, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=False)
            for path in glob.glob(os.path.join(place, "*.gcov.json.gz")):
                with gzip.open(path, "rt") as file:
                    data = json.load(file)
                for source in data["files"]:
                    name = os.path.relpath(os.path.join(data["current_working_directory"], source["file"]), top)
                    if name.startswith("..") or name.startswith(("tests", "build", "/")):
                        continue
                    for line in source["lines"]:
                        at = (name, line["line_number"])
                        lines[at] = lines.get(at, 0) + line["count"]
    files = {}
    for (name, number), count in lines.items():
        total, left = files.setdefault(name, [0, []])
        files[name][0] += 1
        if not count:
            left.append(number)
    for name, (total, left) in sorted(files.items(), key=lambda item: -len(item[1][1])):
        if left:
            numbers = " ".join(map(str, sorted(left)))
            print(f"{100 * (total - len(left)) / total:6.1f} %  {name}: {len(left)} of {total} left: "
                  f"{numbers if len(numbers) <= 200 else numbers[:200] + ' ...'}")
    total = len(lines)
    reached = sum(count > 0 for count in lines.values())
    print(f"{100 * reached / total:.1f} % of {total} lines in {len(files)} files were reached")


if __name__ == "__main__":
    main()
