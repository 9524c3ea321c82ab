#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""How the project is put together, computed from its sources; and that each check can fail. TAP."""

import collections
import os
import re
import sys
import tempfile

MAX_C_FILES = 25
MAX_LINES = 450
# So many equal lines of logic in two places are one function that was not written.
MAX_EQUAL = 8
# All that probe/ itself may hold beside its rooms.
PROBE_FILES = {"main.c", "cmd.h", "options.c", "options.h", "module.mk"}
# Entry points that headers of tpm2-tss declare, or nothing does as tctildr finds them by name.
# Whose declaration is not ours: OPENSSL_ of openssl/stack.h.
PUBLIC = re.compile(r"main$|LLVMFuzzerTestOneInput$|Tss2_|OPENSSL_")
# Words of style.md that are no names: anywhere in one, and as a whole name. Parts of a name stand
# between hyphens or underscores.
PICTURES = set("patience blame moments ballast gravest scrub plug folder maker mend forgiveness".split())
BARE_WORDS = set("work known place shape words ask choice tell first round series shift bare".split())
SOURCE = re.compile(r"\.(c|h|py|sh|mk)$")


class Tree:
    """The sources below a directory, by their paths from there."""

    def __init__(self, root):
        self.text = {}
        for base, directories, names in os.walk(root):
            directories[:] = [d for d in directories if d not in (".git", "build", "__pycache__")]
            for name in names:
                path = os.path.relpath(os.path.join(base, name), root)
                if (SOURCE.search(name) or name == "Makefile") and not os.path.islink(path):
                    with open(os.path.join(root, path), encoding="utf-8") as file:
                        self.text[path] = file.read()
        self.c_files = sorted(p for p in self.text if p.endswith((".c", ".h")))
        self.headers = collections.defaultdict(list)
        for path in self.c_files:
            if path.endswith(".h"):
                self.headers[os.path.basename(path)].append(path)

    def includes(self, path):
        """The project's headers that a file includes."""
        for match in re.finditer(r'^#include "([^"]+)"', self.text[path], re.M):
            found = self.headers.get(os.path.basename(match[1]), ())
            beside = os.path.join(os.path.dirname(path), match[1])
            for header in [beside] if beside in found else found[:1]:
                yield header

    def sees(self):
        """Directory: those that its sees.* line names."""
        graph = {}
        for path in sorted(self.text):
            if os.path.basename(path) not in ("Makefile", "module.mk"):
                continue
            joined = self.text[path].replace("\\\n", " ")
            for name, value in re.findall(r"^sees\.([\w./-]+)\s*:=(.*)$", joined, re.M):
                rooms = re.sub(
                    r"\$\(call in_probe,([^)]*)\)",
                    lambda m: " ".join("-Iprobe/" + room for room in m[1].split()),
                    value,
                )
                graph[name] = sorted(set(re.findall(r"-I([\w./-]+)", rooms)))
        return graph


def is_test(path):
    return path.startswith("tests/")


def circles(graph):
    """The strongly connected components of more than one node (Tarjan), each sorted."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            part = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(part) > 1:
                found.append(sorted(part))

    sys.setrecursionlimit(10000)
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def describe(graph, circle):
    edges = [f"{a} -> {b}" for a in circle for b in sorted(graph[a]) if b in circle]
    return "a circle: " + ", ".join(edges)


def file_circles(tree):
    graph = {}
    for path in tree.c_files:
        node = os.path.splitext(path)[0]
        others = {os.path.splitext(header)[0] for header in tree.includes(path)}
        graph[node] = graph.get(node, set()) | others - {node}
    return [describe(graph, circle) for circle in circles(graph)]


def directory_circles(tree):
    graph = tree.sees()
    faults = [describe(graph, circle) for circle in circles(graph)]
    # What the compiler finds otherwise: an include beside, or of a path.
    for path in tree.c_files:
        here = os.path.dirname(path)
        for header in tree.includes(path):
            there = os.path.dirname(header)
            if not is_test(path) and there != here and there not in graph.get(here, ()):
                faults.append(f"{path} includes {header}, which sees.{here} does not name")
    for name, paths in sorted(tree.headers.items()):
        if len(paths) > 1:
            faults.append(f"two headers of one name: {', '.join(sorted(paths))}")
    return faults


def probe_itself(tree):
    here = [p for p in tree.text if os.path.dirname(p) == "probe"]
    return [f"{path}: belongs into a room" for path in here if path[6:] not in PROBE_FILES]


def crowded(tree):
    counts = collections.Counter(os.path.dirname(p) for p in tree.text if p.endswith(".c"))
    return [f"{d}: {n} .c files, at most {MAX_C_FILES}" for d, n in counts.items() if n > MAX_C_FILES]


def long_files(tree):
    lines = {path: text.count("\n") for path, text in tree.text.items()}
    return [f"{path}: {n} lines, at most {MAX_LINES}" for path, n in lines.items() if n > MAX_LINES]


def definitions(text):
    """The names of a .c file's functions: (name, is static)."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    text = re.sub(r'"(\\.|[^"\\\n])*"', '""', text)
    text = re.sub(r"^#(.*\\\n)*.*$", "", text, flags=re.M)
    for match in re.finditer(r"^[A-Za-z_][^;{}=]*?\n\{", text, re.M):
        head = re.sub(r"__attribute__\(\(.*?\)\)\s*", "", match[0], flags=re.S)
        name = re.search(r"(\w+)\(", head)
        if name:
            yield name[1], bool(re.search(r"\bstatic\b", head[: name.start()]))


def rows(tree):
    """Functions that a header declares by the name of their type: rows of a table, as "renderer X;"."""
    headers = [tree.text[path] for path in tree.c_files if path.endswith(".h")]
    kinds = {kind for text in headers for kind in re.findall(r"^typedef [\w *]+?(\w+)\(", text, re.M)}
    names = set()
    for text in headers:
        for kind, row in re.findall(r"^(\w+) ([\w, \n\t]+);", text, re.M):
            if kind in kinds:
                names.update(re.findall(r"\w+", row))
    return names


def undeclared(tree):
    faults = []
    declared = rows(tree)
    for path in tree.c_files:
        if is_test(path) or not path.endswith(".c"):
            continue
        own = tree.text.get(path[:-1] + "h", "")
        names = [name for name, static in definitions(tree.text[path]) if not static]
        names = [n for n in names if n not in declared and not PUBLIC.match(n)]
        missing = [n for n in names if not re.search(rf"\b{n}\(", own)]
        if missing:
            faults.append(f"{path[:-1]}h does not declare {', '.join(missing)}")
    return faults


def pictures(tree):
    """Names of files and of functions that say nothing of what they hold or do."""
    faults = []
    for path in tree.c_files:
        if is_test(path):
            continue
        names = [os.path.splitext(os.path.basename(path))[0]]
        if path.endswith(".c"):
            names += [name for name, _ in definitions(tree.text[path])]
        for name in sorted(set(names)):
            if name in BARE_WORDS or PICTURES.intersection(re.split("[-_]", name)):
                faults.append(f"{path}: {name} is no name (style)")
    return faults


def logic(text):
    """The lines of functions: (number, line), without blanks, braces, comments, rows of tables and rules' needs."""
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), text, flags=re.S)
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if line == "{":
            inside = True
        elif line.startswith("}"):
            inside = False
        line = line.strip()
        if inside and re.search(r"\w", line) and not re.match(r'[.{"#]|NEED|\(void\)', line):
            yield number, line


def repeated(tree):
    """Runs of MAX_EQUAL equal lines of logic in probe/; of two files, the first one."""
    seen, faults = {}, {}
    for path in tree.c_files:
        lines = list(logic(tree.text[path])) if path.startswith("probe/") and path.endswith(".c") else []
        for i in range(len(lines) - MAX_EQUAL + 1):
            run = tuple(line for _, line in lines[i : i + MAX_EQUAL])
            other, at = seen.setdefault(run, (path, lines[i][0]))
            if (other, at) != (path, lines[i][0]):
                faults.setdefault((other, path), f"{path}:{lines[i][0]} is {other}:{at} again")
    return list(faults.values())


# What each check is of, and a tree that it has to refuse: path and text of each file.
EQUAL = "".join(f"\ta[{i}] = g();\n" for i in range(MAX_EQUAL))
ROOMS = "sees.probe/a := $(call in_probe,b) \\\n\t-Isysfs\nsees.probe/b :=\nsees.sysfs :=\n"
CHECKS = [
    (
        file_circles,
        "no circle between files",
        {"a/x.c": '#include "y.h"\n', "a/x.h": "", "a/y.c": '#include "x.h"\n', "a/y.h": ""},
    ),
    (
        directory_circles,
        "no circle between directories",
        {"probe/module.mk": ROOMS.replace("probe/b :=", "probe/b := -Iprobe/a")},
    ),
    (
        directory_circles,
        "no include that climbs",
        {"probe/module.mk": ROOMS, "probe/b/x.c": '#include "../a/y.h"\n', "probe/a/y.h": ""},
    ),
    (
        directory_circles,
        "no two headers of one name",
        {"probe/module.mk": ROOMS, "probe/a/y.h": "", "sysfs/y.h": ""},
    ),
    (probe_itself, "probe/ itself holds only the table of commands", {"probe/x.c": ""}),
    (
        crowded,
        f"no directory of more than {MAX_C_FILES} .c files",
        {f"tests/x{i}.c": "" for i in range(MAX_C_FILES + 1)},
    ),
    (long_files, f"no file of more than {MAX_LINES} lines", {"Makefile": "\n" * (MAX_LINES + 1)}),
    (
        undeclared,
        "functions are declared by the header of their file",
        {"a/x.c": "static int f(void)\n{\n}\n\nint\ng(int a,\n  int b)\n{\n}\n", "a/x.h": "int f(void);\n"},
    ),
    (
        repeated,
        f"no {MAX_EQUAL} equal lines of logic in two places of probe/",
        {f"probe/{d}/x.c": "int f(void)\n{\n" + EQUAL + "}\n" for d in "ab"},
    ),
    (pictures, "no name that is a picture", {"a/x.c": "static int find_maker(void)\n{\n}\n"}),
]
# A tree that none refuses.
SOUND = {
    "probe/module.mk": ROOMS,
    "probe/main.c": '#include "cmd.h"\nint main(void)\n{\n}\n',
    "probe/cmd.h": "",
    "probe/a/x.c": '#include "x.h"\n#include "y.h"\nint f(void)\n{\n\treturn g();\n}\n',
    "probe/a/x.h": "int f(void);\n",
    "probe/b/y.h": "int g(void);\ntypedef int row(void);\nrow k, l;\n",
    "probe/b/z.c": "int l(void)\n{\n}\n",
    "probe/b/y.c": '#include "y.h"\n__attribute__((cold)) int g(void)\n{\n}\n\nstatic int h(void)\n{\n}\n',
    "tests/y.c": '#include "x.h"\nvoid test_it(void)\n{\n}\n',
}


def made_up(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        return Tree(root)


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
    results = []
    for check in dict.fromkeys(check for check, _, _ in CHECKS):
        names = [name for c, name, _ in CHECKS if c is check]
        results.append((", ".join(names), check(Tree("."))))
    for check, name, files in CHECKS:
        results.append((f"refused: {name}", [] if check(made_up(files)) else ["it was not"]))
    sound = made_up(SOUND)
    for check in dict.fromkeys(check for check, _, _ in CHECKS):
        results.append((f"a sound tree: {check.__name__}", check(sound)))
    for i, (name, faults) in enumerate(results, 1):
        print(f"{'not ok' if faults else 'ok'} {i} - {name}")
        for fault in faults:
            print(f"# {fault}")
    print(f"1..{len(results)}")
    return any(faults for _, faults in results)


if __name__ == "__main__":
    sys.exit(main())
