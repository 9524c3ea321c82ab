#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Is this page one that needs nothing else and runs nothing? Says what is not so; status 1 then.

    tests/report/check_page.py PAGE...
"""
import re
import sys
from html.parser import HTMLParser

# Elements and attributes that fetch, run or lead elsewhere.
ELEMENTS = {"script", "link", "img", "iframe", "object", "embed", "base", "form", "audio", "video",
            "source", "image", "use", "a", "template"}
ATTRIBUTES = {"src", "href", "xlink:href", "srcset", "action", "data", "poster", "style", "background"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.problems = []
        self.styles = []
        self.in_style = False

    def handle_starttag(self, tag, attrs):
        self.in_style = tag == "style"
        if tag in ELEMENTS:
            self.problems.append(f"<{tag}>")
        if tag == "meta" and "http-equiv" in dict(attrs):
            self.problems.append("a meta element that does something")
        self.problems += [f"{name} of <{tag}>" for name, _ in attrs
                          if name in ATTRIBUTES or name.startswith("on")]

    def handle_endtag(self, tag):
        self.in_style = False

    def handle_data(self, data):
        if self.in_style:
            self.styles.append(data)


def main():
    status = 0
    for path in sys.argv[1:]:
        page = Page()
        with open(path, encoding="utf-8") as file:
            page.feed(file.read())
        page.close()
        style = "".join(page.styles)
        if re.search(r"url\(|@import|expression|\\", style):
            page.problems.append("a style that refers to something")
        if "prefers-color-scheme:dark" not in style:
            page.problems.append("no dark colours")
        for problem in page.problems:
            print(f"{path}: {problem}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
