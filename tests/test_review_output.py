"""What a review prints is harmless, complete and fits where it is shown."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.records.findings import Finding
from musrenbang.records.loader import load
from musrenbang.review.comparison import review
from musrenbang.review.facts import Facts
from musrenbang.review.formats import as_github, as_json, as_text
from musrenbang.review.review_model import Review
from musrenbang.review.summary import as_markdown
from musrenbang.text.escaping import markdown, visible
from tests.review_support import MemoryTree, changed_files, read_base, review_of

BASE = read_base()
SNAPSHOT = load(MemoryTree(BASE))
DECISION = "decisions/2016/rawasari/0001.yaml"
APPROVED = "keputusan: disetujui\ntanggal: 2016-03-09\n"


def test_json_is_the_promised_object() -> None:
    result = json.loads(as_json(review_of(BASE, {**BASE, DECISION: APPROVED})))
    assert {"allowed", "refusals", "findings", "changes", "totals"} <= set(result)
    assert set(result["totals"]) == {"before", "after"}
    approved = [
        result["totals"][side]["2016"]["status"]["disetujui"] for side in ("before", "after")
    ]
    assert [tally["anggaran"] for tally in approved] == [134_400_000, 230_400_000]
    keys = {"file", "line", "column", "rule", "level", "message", "hint"}
    assert result["findings"]
    assert all(set(finding) == keys for finding in result["findings"])


@given(st.text())
def test_shown_text_is_one_printable_line(text: str) -> None:
    assert visible(text).isprintable()


HOSTILE = {
    "<script>": "<",
    "[a](https://x.example)": " [",
    "![a](https://x.example/p.png)": "![",
    "@camat": "@c",
    "#12": "#1",
    "GH-12": "GH-1",
    "https://x.example": "://",
    "www.x.example": "www.",
    "`kode`": " `",
    "| a |": " | ",
    ":tada:": ":tada:",
    "$x$": "$x$",
    "baris\nbaru": "\n",
    "\u202e": "\u202e",
    "\x1b[31m": "\x1b",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_leaves_nothing_to_interpret(text: str) -> None:
    assert HOSTILE[text] not in f" {markdown(text)}"


@given(st.text(alphabet="a1@#:/$|`*_[]()<>&\\~-.\n\x1b\u202e", max_size=12))
def test_different_texts_stay_different(text: str) -> None:
    assert markdown(text) != markdown(text + "a")


def _many(count: int) -> Review:
    head = dict(BASE)
    for number in range(count):
        name = f"{1000 + number}.yaml"
        head[f"proposals/2016/utara/{name}"] = BASE["proposals/2016/utara/0001.yaml"].replace(
            "musim hujan", "musim hujan " + "panjang " * 40
        )
    return review(Facts(SNAPSHOT, load(MemoryTree(head)), changed_files(BASE, head)), (), ())


@pytest.mark.parametrize("limit", [900_000, 65_000, 20_000, 3_000])
def test_markdown_fits_and_counts_what_it_leaves_out(limit: int) -> None:
    result = _many(400)
    text = as_markdown(result, limit)
    assert len(text.encode()) <= limit
    shown = sum(line.startswith("- +") for line in text.splitlines())
    assert shown == 400 or f"{400 - shown} baris" in text
    assert "400 usulan baru" in text
    assert "<details>" in text
    assert text.count("<details>") == text.count("</details>")


@pytest.mark.parametrize("limit", [65_000, 20_000, 3_000])
def test_a_cut_says_so_below_the_verdict_and_shows_what_matters(limit: int) -> None:
    template = BASE["proposals/2016/utara/0001.yaml"]
    base = {**BASE, "decisions/2016/utara/0001.yaml": APPROVED}
    head = {
        **base,
        **{f"proposals/2016/utara/{1000 + number}.yaml": template for number in range(600)},
        "proposals/2016/utara/1599.yaml": template.replace("72000000", "9999000000"),
        "decisions/2016/utara/0001.yaml": APPROVED.replace("disetujui", "ditolak")
        + "alasan: {kode: bukan-prioritas, uraian: Sudah ada usulan yang lebih mendesak.}\n",
    }
    assert head["proposals/2016/utara/1599.yaml"] != template
    text = as_markdown(review_of(base, head), limit)
    assert len(text.encode()) <= limit
    assert "tidak ditampilkan" in "\n".join(text.splitlines()[:3])
    rows = [line for line in text.splitlines() if line.startswith(("- ✘", "- +"))]
    assert "semula disetujui, kini ditolak" in rows[0]
    assert "Rp9.999.000.000" in rows[1]


def test_texts_that_look_alike_are_told_by_the_numbers_of_their_characters() -> None:
    path = "proposals/2016/utara/0001.yaml"
    base = {**BASE, path: BASE[path].replace("musim hujan", "musim 1-2 hujan")}
    head = {**base, path: base[path].replace("1-2", "1–2")}
    for text in (as_text(review_of(base, head)), as_markdown(review_of(base, head))):
        assert "U+2013" in text


def test_markdown_cuts_a_long_row_and_counts_the_rest_of_it() -> None:
    path = "proposals/2016/skpd.yaml"
    added = "".join(f"sudin-{n}: {{nama: Suku Dinas {n}, singkatan: S{n}}}\n" for n in range(900))
    text = as_markdown(review_of(BASE, {**BASE, path: BASE[path] + added}), 65_000)
    assert 20_000 < len(text.encode()) <= 65_000
    shown = sum(line.startswith("  - S") for line in text.splitlines())
    assert 0 < shown < 1800
    assert f"{1800 - shown:,}".replace(",", ".") + " rincian lagi" in text


def test_markdown_falls_back_to_counts() -> None:
    text = as_markdown(_many(60), 200)
    assert len(text.encode()) <= 200
    assert "baris tidak ditampilkan" in text


def test_github_gets_ten_of_a_kind_and_the_number_of_the_rest() -> None:
    findings = [
        Finding(f"a{n}.yaml", 1, 1, "x.y", level, "Salah.", "Benarkan.")
        for level in ("error", "warning")
        for n in range(15)
    ]
    lines = as_github(review(Facts(SNAPSHOT, SNAPSHOT, ()), (), findings)).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert sum("6 galat lagi" in line or "6 peringatan lagi" in line for line in lines) == 2
