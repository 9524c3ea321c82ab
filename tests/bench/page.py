#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""The page and the picture of a benchmark in a browser, on a phone and on a desk, light and dark: they
fetch nothing, are not blank, fit, and can be read. Prints TAP.

    B=build/release tests/bench/page.py [FOLDER]

FOLDER: where to keep the screenshots.
"""
import os
import subprocess
import sys
import tempfile

from PIL import Image

sys.dont_write_bytecode = True
import chromium  # pylint: disable=wrong-import-position

BUILD = os.environ.get("B", "build/release")
HERE = os.path.dirname(os.path.abspath(__file__))
# Text that is seen and smaller than 8 px; text of a plot that leaves it.
SMALL = """[...document.querySelectorAll('svg text, td, th, p, dd, li')].filter(e => {
    const box = e.getBoundingClientRect();
    const scale = e.ownerSVGElement ? e.getScreenCTM().a : 1;
    return box.width && parseFloat(getComputedStyle(e).fontSize) * scale < 8;
}).length"""
OUTSIDE = """[...document.querySelectorAll('svg text')].filter(e => {
    let outer = e.ownerSVGElement, box = e.getBoundingClientRect(), all =
        outer.getBoundingClientRect();
    return box.width && all.width && (box.left < all.left - 12 || box.right > all.right + 12 ||
                                      box.top < all.top - 12 || box.bottom > all.bottom + 12);
}).map(e => e.textContent).slice(0, 5)"""


def run(program, *arguments, output):
    with open(output, "wb") as file:
        subprocess.run([program, *arguments], stdout=file, check=True)


def problems(browser, path, width, dark, picture):
    """What is wrong with a document: a list of sentences."""
    found = []
    requests = browser.open(path, width, dark)
    if requests != ["file://" + os.path.abspath(path)]:
        found.append(f"it fetches {requests[:5]}")
    scroll, inner = browser.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if scroll > inner and not path.endswith(".svg"):
        found.append(f"{scroll} wide in a window of {inner}")
    small, outside = browser.evaluate(SMALL), browser.evaluate(OUTSIDE)
    if small and not path.endswith(".svg"):
        found.append(f"{small} texts below 8 px")
    if outside:
        found.append(f"text outside of its plot: {outside}")
    browser.screenshot(picture)
    with Image.open(picture) as image:
        pixels = image.convert("RGB")
        colours = pixels.getcolors(1 << 24)
        if len(colours) < 100:
            found.append(f"blank: {len(colours)} colours")
        commonest = sum(max(colours)[1]) / 3
        if dark != (commonest < 100):
            found.append(f"{'dark' if dark else 'light'}, yet its ground is {max(colours)[1]}")
    return found


def main():
    count, failed = 0, 0

    def ok(good, name, what=""):
        nonlocal count, failed
        count += 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {count} - {name}")
        if not good:
            print(f"# {what}")

    with tempfile.TemporaryDirectory() as work, chromium.Browser() as browser:
        folder = sys.argv[1] if len(sys.argv) > 1 else work
        show = os.path.join(BUILD, "tests/bench/bench_show")
        for name, arguments in (("plain", []), ("base", ["--baseline"]), ("hostile", ["--hostile"]),
                                ("one", ["--one", "--samples", "3"])):
            run(os.path.join(HERE, "make_report.py"), *arguments, output=f"{work}/{name}.json")
        for name, kind, baseline in (("plain", "html", "base"), ("hostile", "html", "hostile"),
                                     ("one", "html", None), ("plain", "svg", "base")):
            path = f"{work}/{name}.{kind}"
            run(show, f"{work}/{name}.json", kind, *([f"{work}/{baseline}.json"] if baseline else []),
                output=path)
            for width in (360, 1400):
                for dark in (False, True):
                    label = f"{name}-{kind}-{width}-{'dark' if dark else 'light'}"
                    found = problems(browser, path, width, dark, f"{folder}/{label}.png")
                    ok(not found, f"{label} fetches nothing, fits and can be read", "; ".join(found))

        # Each of these would be seen.
        bad = {
            "a blank page": ("", "blank"),
            "a page that is too wide": ("<div style='width:3000px'>x</div>", "wide in a window"),
            "a page that fetches": ("<img src='other.png'>", "it fetches"),
            "text too small": ("<p style='font-size:5px'>x</p>", "below 8 px"),
            "text outside of its plot": ("<svg width=99 height=9 style='overflow:visible'>"
                                         "<text x=200 y=9>x</text></svg>", "outside of its plot"),
            "a page without dark colours": ("<style>html{background:#fff}</style>", "dark, yet"),
        }
        for name, (body, sign) in bad.items():
            path = f"{work}/bad.html"
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"<!DOCTYPE html><title>x</title>{body}")
            found = problems(browser, path, 360, True, f"{work}/bad.png")
            ok(any(sign in problem for problem in found), f"{name} is seen", found)
    print(f"1..{count}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
