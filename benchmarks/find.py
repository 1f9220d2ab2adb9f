"""How long the search page takes over a large year, in a browser on a phone-like processor.

Run as `python -m benchmarks.find`. The year repeats the sample's proposals; the processor is
slowed down four times, as Chromium's own tools do for a phone of the middle class.
"""

import gzip
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from tests.conftest import ROOT, chromium
from tests.made_up_years import enlarged
from tests.site_support import search_pages

SIZES = (1_000, 10_000, 50_000)
SLOWER = 4
QUESTIONS = ("saluran", "perbaiki saluran mawar", "lampu jalan gelap", "x")
ASK = """async (question) => {
  const form = document.querySelector("form.cari");
  form.elements.q.value = question;
  const start = performance.now();
  form.requestSubmit();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def main() -> None:
    """Measure and print one line for each size."""
    year = load(FolderTree(ROOT)).years[2016]
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        for size in SIZES:
            with tempfile.TemporaryDirectory() as name:
                folder = search_pages(enlarged(year, size), Path(name))
                index = sum(
                    len(gzip.compress(path.read_bytes(), 6))
                    for path in folder.glob("2016/usulan/indeks-*.js")
                )
                ready, asked = _measure(browser.new_page(), folder)
            print(
                f"{size:>7,} usulan: index {index / 1e6:5.2f} MB, ready {ready:5.2f} s, "
                f"question {min(asked):3.0f}-{max(asked):3.0f} ms"
            )
        browser.close()


def _measure(page: Page, folder: Path) -> tuple[float, list[float]]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    start = time.perf_counter()
    page.goto(f"{folder.as_uri()}/2016/usulan/index.html")
    page.locator("#temuan li").first.wait_for()
    ready = time.perf_counter() - start
    return ready, [page.evaluate(ASK, question) for question in QUESTIONS]


if __name__ == "__main__":
    main()
