#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""A report in which every key of the schema has a value.

    tests/report/make_full.py [plain|hostile|long]

plain: words; hostile: texts full of signs that mean something to HTML; long: words that no line has
room for. Texts hold their key, so that each is another one.
"""
import json
import os
import sys

SCHEMA = os.path.join(os.environ.get("B", "build/release"), "tpm-probe-1.schema.json")
TEXTS = {
    "plain": "{key} as it is",
    "hostile": "<script>alert('{key}')</script> \"&amp;' --> ]]> </style> \u202e \u00b5\U0001f511 %s",
    "long": "{key}" + "x" * 300,
}


def main():
    text = TEXTS[sys.argv[1] if len(sys.argv) > 1 else "plain"]
    with open(SCHEMA, encoding="utf-8") as file:
        types = json.load(file)["$defs"]

    def value(schema, key):
        if "const" in schema:
            return schema["const"]
        if "$ref" in schema:
            return record(schema["$ref"].rsplit("/", 1)[1])
        kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
        if kind == "array":
            return [value(schema["items"], key) for _ in range(2)]
        if kind == "string":
            # These choose what is shown, and how.
            fixed = {"status": "found", "severity": "error", "level": "warning"}
            return fixed.get(key, text.replace("{key}", key))
        return {"integer": 1 << 31, "number": 1.5, "boolean": True}[kind]

    def record(name):
        return {key: value(schema, key) for key, schema in types[name]["properties"].items()
                if key != "missing"}

    report = record("report")
    # The plots of a benchmark have tests of their own, with times as they are.
    del report["benchmark"]
    for tpm in report["tpms"]:
        del tpm["bench"]
    # A report of many machines is another page; what is broken ends with another status.
    for key in ("machines", "fleet", "problems"):
        del report[key]
    json.dump(report, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
