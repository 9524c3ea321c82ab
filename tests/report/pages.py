#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""The pages of report and fleet in a browser, on a phone and on a desk, light and dark, with everything
unfolded: they fetch nothing, fit, and can be read. Prints TAP.

    B=build/release tests/report/pages.py [FOLDER]

FOLDER: where to keep the screenshots.
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../bench"))
sys.dont_write_bytecode = True
import chromium  # pylint: disable=wrong-import-position
import page  # pylint: disable=wrong-import-position

PROBE = os.path.join(os.environ.get("B", "build/release"), "tpm-probe")
UNFOLD = "document.querySelectorAll('details').forEach(e => e.open = true)"
WIDTHS = "[document.documentElement.scrollWidth, innerWidth]"
# What sticks out of its card, unless a box of its own scrolls it.
STICKING = """[...document.querySelectorAll('.card *')].filter(e => {
    if (e.closest('.scroll, pre, svg'))
        return false;
    const box = e.getBoundingClientRect(), card = e.closest('.card').getBoundingClientRect();
    return box.width && (box.right > card.right + 1 || box.left < card.left - 1);
}).map(e => e.tagName + ' ' + e.textContent.slice(0, 30)).slice(0, 3)"""


def make(output, program, *arguments):
    with open(output, "wb") as file:
        subprocess.run([program, *arguments], stdout=file, check=True)


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
        reports = {"measured": os.path.join(HERE, "../data/eventlog/ovmf.json")}
        for text in ("plain", "hostile", "long"):
            reports[text] = f"{work}/{text}.json"
            make(reports[text], os.path.join(HERE, "make_full.py"), text)
        make(f"{work}/bench.json", os.path.join(HERE, "../bench/make_report.py"))
        pages = {}
        for name, path in reports.items():
            pages[name] = f"{work}/{name}.html"
            bench = ["--bench", f"{work}/bench.json"] if name == "measured" else []
            make(pages[name], PROBE, "--from", path, "report", *bench)
        make(f"{work}/told", os.path.join(HERE, "make_fleet.py"), f"{work}/fleet", "60",
             reports["measured"])
        with open(f"{work}/fleet/broken.json", "w", encoding="utf-8") as file:
            file.write("{")
        pages["fleet"] = f"{work}/fleet.html"
        subprocess.run([PROBE, "fleet", f"{work}/fleet", "-O", pages["fleet"]], check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for name, path in pages.items():
            for width in (360, 1400):
                for dark in (False, True):
                    label = f"{name}-{width}-{'dark' if dark else 'light'}"
                    found = page.problems(browser, path, width, dark, f"{folder}/{label}.png")
                    browser.evaluate(UNFOLD)
                    scroll, inner = browser.evaluate(WIDTHS)
                    if scroll > inner:
                        found.append(f"unfolded {scroll} wide in a window of {inner}")
                    sticking = browser.evaluate(STICKING)
                    if sticking:
                        found.append(f"out of its card: {sticking}")
                    if len(sys.argv) > 1:
                        browser.screenshot(f"{folder}/{label}-unfolded.png")
                    ok(not found, f"{label} fetches nothing, fits and can be read", "; ".join(found))

        # What sticks out would be seen, and so would what is folded away.
        bad = f"{work}/bad.html"
        with open(bad, "w", encoding="utf-8") as file:
            file.write("<!DOCTYPE html><title>x</title><div class=card style='width:99px'>"
                       "<p style='width:200px'>x</p></div>"
                       "<details><div style='width:3000px'>x</div></details>")
        browser.open(bad, 360, False)
        before = browser.evaluate(WIDTHS)
        browser.evaluate(UNFOLD)
        after = browser.evaluate(WIDTHS)
        ok(browser.evaluate(STICKING), "what sticks out of its card is seen")
        ok(before[0] <= before[1] and after[0] > after[1], "what is folded away is seen",
           f"{before} {after}")
    print(f"1..{count}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
