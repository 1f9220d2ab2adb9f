"""A long document is set in parts that are bound: to a reader it is one, however it was made."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.cache import Cache
from musrenbang.documents import Document, Press, cetakan_of
from musrenbang.documents.pecahan import END, SHEETS, cut, packed
from musrenbang.documents.prioritas import KelompokSkpd
from musrenbang.figures import Tally
from tests.documents_support import (
    HISTORY,
    bundled_theme,
    many,
    page_texts,
    reader,
    tags_of,
    view_of,
)

APPROVED = 200
LONG = many(APPROVED)
NUMBERS = 1
"""The numbers of all pages are one part more."""
DECISION = "decisions/2016/rawasari/0007.yaml"


def form_3(files: dict[str, str], cache: Cache | None = None) -> Document:
    view = view_of(files)
    (file,) = (file for file in cetakan_of(view) if file.nama == "lampiran-2")
    return Press(view, HISTORY, bundled_theme(), {}, cache).document(file)


class Counting(Cache):
    """A cache that counts what is made anew."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, "dokumen")
        self.made = 0

    def put(self, key: str, content: bytes) -> None:
        self.made += 1
        super().put(key, content)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Path]:
    root = tmp_path_factory.mktemp("simpanan")
    cache = Counting(root)
    document = form_3(LONG, cache)
    assert cache.made == 3 + NUMBERS
    return document, root


def test_every_page_is_numbered_through_the_whole_document(kept: tuple[Document, Path]) -> None:
    document, _ = kept
    texts = page_texts(document)
    assert len(texts) == document.pages
    for number, text in enumerate(texts, 1):
        assert f"Halaman {number} dari {len(texts)}" in text


def test_rows_heads_and_totals_are_those_of_one_table(kept: tuple[Document, Path]) -> None:
    text = " ".join(page_texts(kept[0]))
    assert re.findall(r"2016/rawasari/(\d{4})", text) == [
        f"{number:04d}" for number in range(1, APPROVED + 1)
    ]
    assert text.count("Suku Dinas Sumber Daya Air (lanjutan)") == 2
    assert text.count("Jumlah Suku Dinas Sumber Daya Air") == 1
    assert text.count("JUMLAH SELURUHNYA: 200 usulan") == 1
    assert text.count("DAFTAR USULAN KEGIATAN PRIORITAS") == 1


def test_all_content_is_tagged_and_furniture_is_not(kept: tuple[Document, Path]) -> None:
    """Every key of a page in the tree of tags is its own, and leads to that page's elements."""
    document, _ = kept
    assert tags_of(document).count("/H1") == 1
    pdf: Any = reader(document)
    numbers = pdf.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    keys = [page["/StructParents"] for page in pdf.pages]
    assert list(numbers[::2]) == list(range(len(keys)))
    assert sorted(keys) == list(range(len(keys)))
    for page, key in zip(pdf.pages, keys, strict=True):
        for element in numbers[2 * key + 1].get_object():
            assert element.get_object().raw_get("/Pg").idnum == page.indirect_reference.idnum


def test_bookmarks_of_later_parts_stand_below_the_title(kept: tuple[Document, Path]) -> None:
    outline = reader(kept[0]).outline
    assert len([item for item in outline if not isinstance(item, list)]) == 1


def test_every_bookmark_leads_to_the_page_it_names(kept: tuple[Document, Path]) -> None:
    pdf: Any = reader(kept[0])
    texts = page_texts(kept[0])
    title, below = pdf.outline
    assert pdf.get_destination_page_number(title) == 0
    for bookmark in below:
        assert bookmark.title in texts[pdf.get_destination_page_number(bookmark)]


def test_what_was_set_before_is_not_set_again(kept: tuple[Document, Path]) -> None:
    document, root = kept
    again = Counting(root)
    assert form_3(LONG, again).data == document.data
    assert again.made == 0


def test_one_changed_decision_sets_one_part(kept: tuple[Document, Path]) -> None:
    _, root = kept
    changed = {**LONG, DECISION: LONG[DECISION].replace("80000000", "79000000")}
    cache = Counting(root)
    incremental = form_3(changed, cache)
    assert incremental.data == form_3(changed).data
    # The grand total stands in the last part, which is short.
    assert cache.made == 2


def group(name: str, rows: int) -> KelompokSkpd:
    return KelompokSkpd(name, tuple(range(rows)), Tally())  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 400), max_size=12))
def test_cutting_loses_nothing_and_keeps_the_order(sizes: list[int]) -> None:
    groups = [group(str(index), size) for index, size in enumerate(sizes)]
    parts = cut(groups)
    flat = [piece for part in parts for piece in part]
    for one in groups:
        pieces = [piece for piece in flat if piece.kelompok is one]
        assert tuple(row for piece in pieces for row in piece.baris) == one.baris
        assert [piece.awal for piece in pieces] == [True] + [False] * (len(pieces) - 1)
        assert [piece.akhir for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert all(sum(len(piece.baris) for piece in part) <= 300 for part in parts)


@given(st.lists(st.integers(1, 400), max_size=12))
def test_what_stands_with_the_total_is_short_but_never_a_single_row(sizes: list[int]) -> None:
    parts = cut([group(str(index), size) for index, size in enumerate(sizes)])
    if len(parts) > 1:
        assert 2 * END > sum(len(piece.baris) for piece in parts[-1]) >= END


@given(st.lists(st.integers(1, 90), max_size=12))
def test_whole_sheets_are_packed_in_order(sizes: list[int]) -> None:
    groups = [group(str(index), size) for index, size in enumerate(sizes)]
    parts = packed(groups)
    assert [one for part in parts for one in part] == groups
    assert all(len(part) == 1 or sum(len(one.baris) for one in part) <= SHEETS for part in parts)
