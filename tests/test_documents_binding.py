"""A long document is set in parts that are bound: to a reader it is one, however it was made."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.files.memo import FOLDER, Memo
from musrenbang.papers.daftar import cetakan_of
from musrenbang.papers.lampiran import KelompokSkpd
from musrenbang.papers.naskah import END, SHEETS, cut, packed
from musrenbang.papers.press import Paper, Press
from musrenbang.year.figures import Tally
from tests.documents_support import (
    HISTORY,
    bundled_theme,
    many,
    page_texts,
    reader,
    spoken,
    tags_of,
    text_of,
    view_of,
)

APPROVED = 200
LONG = many(APPROVED)
FURNITURE = 2
"""What every document has besides its parts: its frame and the numbers of its pages."""
DECISION = "decisions/2016/rawasari/0007.yaml"


def form_3(files: dict[str, str], root: Path | None = None) -> Paper:
    """Form 3, with what is kept below a folder or without."""
    view = view_of(files)
    (file,) = (file for file in cetakan_of(view) if file.nama == "lampiran-2")
    memo = Memo(root, "dokumen", 100) if root else None
    return next(Press(view, HISTORY, bundled_theme(), {}, memo).papers([file]))


def set_below(root: Path) -> set[str]:
    """What was set and kept."""
    return {path.name for path in (root / FOLDER).glob("dokumen/*")}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Paper, Path]:
    root = tmp_path_factory.mktemp("simpanan")
    document = form_3(LONG, root)
    assert len(set_below(root)) == 3 + FURNITURE
    return document, root


def test_every_page_is_numbered_through_the_whole_document(kept: tuple[Paper, Path]) -> None:
    document, _ = kept
    texts = page_texts(document)
    assert len(texts) == document.pages
    for number, text in enumerate(texts, 1):
        assert f"Halaman {number} dari {len(texts)}" in text


def test_rows_heads_and_totals_are_those_of_one_table(kept: tuple[Paper, Path]) -> None:
    text = " ".join(page_texts(kept[0]))
    assert re.findall(r"2016/rawasari/(\d{4})", text) == [
        f"{number:04d}" for number in range(1, APPROVED + 1)
    ]
    assert text.count("Suku Dinas Sumber Daya Air (lanjutan)") == 2
    assert text.count("Jumlah Suku Dinas Sumber Daya Air") == 1
    assert text.count("JUMLAH SELURUHNYA: 200 usulan") == 1
    assert text.count("DAFTAR USULAN KEGIATAN PRIORITAS") == 1


def test_all_content_is_tagged_and_furniture_is_not(kept: tuple[Paper, Path]) -> None:
    """Every key of a page in the tree of tags is its own, and leads to that page's elements."""
    document, _ = kept
    assert tags_of(document).count("/H1") == 1
    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        keys = [int(page.obj.StructParents) for page in pdf.pages]
        places = [note for page in pdf.pages for note in page.get("/Annots", ()) if "/FT" in note]
        assert numbers[::2] == list(range(len(keys) + len(places)))
        assert keys == numbers[: 2 * len(keys) : 2]
        for note, element in zip(places, numbers[2 * len(keys) + 1 :: 2], strict=True):
            assert numbers[2 * int(note.StructParent) + 1].objgen == element.objgen
            assert element.S == "/Form"
        for page, elements in zip(pdf.pages, numbers[1 : 2 * len(keys) : 2], strict=True):
            for piece, element in enumerate(elements):
                if dict_of(element):  # else it was drawn for the eye alone
                    assert (page.obj.objgen, piece) in set(pieces_of(element))


def pieces_of(element: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """The pieces of pages that an element holds itself."""
    for kid in element.K:
        if isinstance(kid, int):
            yield element.Pg.objgen, kid
        elif "/MCID" in kid:
            yield kid.Pg.objgen, int(kid.MCID)


def test_every_cell_names_heads_that_there_are(kept: tuple[Paper, Path]) -> None:
    """Each of the three parts begins with heads of its own; no name is given twice."""
    with pikepdf.open(io.BytesIO(kept[0].data)) as pdf:
        named = list(map(str, pdf.Root.StructTreeRoot.IDTree.Names[::2]))
        heads = pdf.Root.StructTreeRoot.IDTree.Names[1::2]
        assert named == sorted(set(named)) == [str(head.ID) for head in heads]
        assert len(named) == 3 * 2 * 9
        cells = [one for one in pdf.objects if dict_of(one).get("/S") == "/TD"]
        assert len(cells) > 9 * APPROVED
        for cell in cells:
            assert set(map(str, cell.A.Headers)) <= set(named)
            assert len(cell.A.Headers) == 2 * int(cell.A.get("/ColSpan", 1))


def dict_of(thing: Any) -> Any:
    """An object of a file if it is a dictionary, else an empty one."""
    return thing if isinstance(thing, pikepdf.Dictionary) else {}


def test_a_table_is_one_on_all_its_pages(kept: tuple[Paper, Path]) -> None:
    """Its heads stand on every page and are read once for each part that was set."""
    document, _ = kept
    assert tags_of(document).count("/Table") == 3
    assert spoken(document).count("Permasalahan") == 3
    assert text_of(document).count("Permasalahan") == document.pages


def test_bookmarks_of_later_parts_stand_below_the_title(kept: tuple[Paper, Path]) -> None:
    outline = reader(kept[0]).outline
    assert len([item for item in outline if not isinstance(item, list)]) == 1


def test_every_bookmark_leads_to_the_page_it_names(kept: tuple[Paper, Path]) -> None:
    pdf: Any = reader(kept[0])
    texts = page_texts(kept[0])
    title, below = pdf.outline
    assert pdf.get_destination_page_number(title) == 0
    for bookmark in below:
        assert bookmark.title in texts[pdf.get_destination_page_number(bookmark)]


def test_what_was_set_before_is_not_set_again(
    kept: tuple[Paper, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    document, root = kept
    before = set_below(root)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.delitem(sys.modules, "musrenbang.papers.pdf", raising=False)
    monkeypatch.delattr("musrenbang.papers.pdf", raising=False)
    assert form_3(LONG, root).data == document.data
    assert set_below(root) == before


def test_one_changed_decision_sets_one_part(kept: tuple[Paper, Path]) -> None:
    _, root = kept
    before = set_below(root)
    changed = {**LONG, DECISION: LONG[DECISION].replace("80000000", "79000000")}
    incremental = form_3(changed, root)
    assert incremental.data == form_3(changed).data
    # Besides, the grand total stands in the last part, which is short, and the frame has the data.
    assert len(set_below(root) - before) == 1 + 1 + 1


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
