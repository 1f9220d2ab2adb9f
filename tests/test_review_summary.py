"""The comment as a camat reads it on a telephone: 95 decisions of the sample year."""

import re
from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Browser, ViewportSize

from musrenbang.review.summary import COMMENT_BYTES, as_markdown
from tests.conftest import ROOT
from tests.review_support import review_of

YEAR = 2016
SCREEN: ViewportSize = {"width": 360, "height": 740}
STYLE = """
body { margin: 0; padding: 16px; font: 16px/1.5 "Noto Sans", Arial, sans-serif;
       overflow-wrap: anywhere }
h2 { font-size: 1.5em } h3 { font-size: 1.25em }
h2, h3 { margin: 24px 0 16px; line-height: 1.25 } p, ul, details { margin: 0 0 16px }
ul { padding-left: 2em }
"""
"""As GitHub sets a comment, with its borders left out."""


def files(*folders: str) -> dict[str, str]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.yaml")))
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in found}


def is_closed(path: str) -> bool:
    return Path(path).name in {"kirim.yaml", "berita-acara.yaml"}


@pytest.fixture(scope="module")
def base() -> dict[str, str]:
    """The sample year with one of three kelurahan decided."""
    decided = files(f"decisions/{YEAR}/cempaka-putih-barat")
    return {
        **files(f"proposals/{YEAR}"),
        **{path: text for path, text in decided.items() if not is_closed(path)},
    }


@pytest.fixture(scope="module")
def decisions() -> dict[str, str]:
    """95 decisions of the two others."""
    found = files(f"decisions/{YEAR}/cempaka-putih-timur", f"decisions/{YEAR}/rawasari")
    kept = [path for path in found if not is_closed(path)][:95]
    assert len(kept) == 95
    return {path: found[path] for path in kept}


def summary(base: dict[str, str], decisions: dict[str, str]) -> str:
    return as_markdown(review_of(base, {**base, **decisions}), COMMENT_BYTES)


def height(browser: Browser, text: str) -> int:
    """How high a page it makes, folds closed; nothing of it is cut off at the side."""
    opened = text.replace("<details>", '<details markdown="1">')
    html = markdown.markdown(opened, extensions=["md_in_html"])
    page = browser.new_page(viewport=SCREEN)
    page.set_content(f"<meta charset=utf-8><style>{STYLE}</style>{html}")
    width, tall = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    page.close()
    assert width == SCREEN["width"]
    return int(tall)


def outside_folds(text: str) -> str:
    return re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)


def test_95_decisions_are_judged_in_three_screens(
    browser: Browser, base: dict[str, str], decisions: dict[str, str]
) -> None:
    text = summary(base, decisions)
    assert height(browser, text) <= 3 * SCREEN["height"]


def test_and_read_whole_in_the_folds(base: dict[str, str], decisions: dict[str, str]) -> None:
    text = summary(base, decisions)
    rows = re.findall(r"^- [✔✎✘] \*\*(\d{4}) .*Kelurahan ([^:]+):", text, re.MULTILINE)
    assert len(set(rows)) == len(rows) == 95
    assert "tidak ditampilkan" not in text


def test_what_to_doubt_stands_before_what_is_usual(
    base: dict[str, str], decisions: dict[str, str]
) -> None:
    text = summary(base, decisions)
    order = ("### Ditolak", "### Disetujui dengan", "### Disetujui walau", "seperti diusulkan (")
    found = [text.index(title) for title in order]
    assert found == sorted(found)
    plain = outside_folds(text)
    assert "penjelasan: Luasnya jauh di atas usulan sejenis" in plain
    assert "**Rawasari**: kini Rp" in plain
    assert re.search(r"\d karena bukan prioritas", plain)


def test_equal_findings_are_one_row_that_names_its_proposals(
    browser: Browser, base: dict[str, str], decisions: dict[str, str]
) -> None:
    surveyed = [path for path, text in decisions.items() if "\nsurvei:" in text][:14]
    unsurveyed = {
        path: re.sub(r"(?m)^survei:\n(?:  .*\n)*", "", decisions[path]) for path in surveyed
    }
    text = summary(base, {**decisions, **unsurveyed})
    (row,) = re.findall(r"^- ⛔ .*", outside_folds(text), re.MULTILINE)
    assert row.startswith("- ⛔ 14 kali: Usulan fisik ini diputuskan tanpa hasil survei.")
    assert all(Path(path).stem in row for path in surveyed)
    assert "<code>survei:</code>" in row
    assert height(browser, text) <= 3 * SCREEN["height"]


def test_nothing_is_left_that_only_programs_understand(
    base: dict[str, str], decisions: dict[str, str]
) -> None:
    first = next(iter(decisions))
    text = summary(base, {**decisions, first: decisions[first].split("survei:")[0]})
    assert "\\`" not in text
    assert "- • " not in text
    assert not re.search(r"\[[a-z-]+\.[a-z-]+|\.yaml|:1<", text)
