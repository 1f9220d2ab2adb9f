"""Files that were never worksheets, or are meant to do harm: a clear word, nothing written."""

import io
import zipfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from musrenbang.sheets import table, xlsx
from musrenbang.sheets.spreadsheet import read_tables
from musrenbang.text.errors import CommandError
from tests.conftest import MakeTree
from tests.worksheet_support import REJECTED, SECOND, UNDECIDED, decide, files_of, fill, make

SHEET = "xl/worksheets/sheet2.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def repacked(path: Path, changes: Mapping[str, bytes | None]) -> None:
    """Replace, add or leave out parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | dict(changes)).items():
            if data is not None:
                archive.writestr(name, data)


def _sheet_of(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _sparse(letters: str) -> bytes:
    """A value far to the right in each of many rows: few bytes, many cells."""
    rows = (f'<row r="{n}"><c r="{letters}{n}"><v>1</v></c></row>' for n in range(1, 2000))
    return _sheet_of("".join(rows))


def _laughs() -> bytes:
    """Entities of entities of entities."""
    entities = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 50}">' for before, name in pairwise("abcdefghi")
    )
    return (
        f'<!DOCTYPE a [<!ENTITY a "ha">{entities}]><worksheet xmlns="{MAIN}"><sheetData><row>'
        '<c t="str"><v>&i;</v></c></row></sheetData></worksheet>'
    ).encode()


def _ods() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "tidak dapat dibaca sebagai XLSX"),
        (b"nomor;keputusan\n1;Disetujui\n", "tidak dapat dibaca sebagai XLSX"),
        (b"%PDF-1.7", "Dokumen PDF tidak diterima dengan perintah ini"),
        (b"PK\x03\x04" + b"\0" * 100, "tidak dapat dibaca sebagai XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "tidak dapat dibaca sebagai XLS"),
        (_ods(), "OpenDocument"),
        (_ods().replace(b"PK\x01\x02", b"PK\x09\x09"), "tidak dapat dibaca sebagai XLSX"),
    ],
)
def test_what_is_no_workbook_is_refused(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str], data: bytes, message: str
) -> None:
    root = make_tree(UNDECIDED)
    path = root / "lembar.xlsx"
    path.write_bytes(data)
    assert decide(root, path) == 1
    assert message in capsys.readouterr().out


@pytest.mark.parametrize("name", ["tidak-ada.xlsx", "lembar.docx", "."])
def test_a_wrong_name_is_wrong_use(make_tree: MakeTree, name: str) -> None:
    root = make_tree({**UNDECIDED, "lembar.docx": "x"})
    assert decide(root, root / name) == 2


def test_a_sheet_of_something_else_is_no_decision(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree({**UNDECIDED, "lembar.csv": "RW;Usulan kegiatan\n003;Tenda\n"})
    assert decide(root, root / "lembar.csv") == 1
    assert "bukan lembar keputusan. Serahkan dengan `python build.py" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({SHEET: _sheet_of('<row r="999999999999"><c r="A1"><v>1</v></c></row>')}, "terlalu besar"),
        ({SHEET: _sparse("XFD")}, "terlalu besar"),
        ({SHEET: _sheet_of(" " * (3 * 1024 * 1024))}, "terlalu besar"),
        ({SHEET: _laughs()}, "tidak dapat dibaca"),
        ({SHEET: b"<worksheet>"}, "tidak dapat dibaca"),
        ({"xl/workbook.xml": b"<workbook/>"}, "tidak dapat dibaca|bukan lembar keputusan"),
        ({"xl/styles.xml": b"rusak"}, "tidak dapat dibaca"),
        ({SHEET: None}, "tidak dapat dibaca|bukan lembar keputusan"),
    ],
    ids=["rows", "columns", "bomb", "laughs", "xml", "book", "styles", "missing"],
)
def test_a_workbook_meant_to_do_harm_is_refused(
    make_tree: MakeTree,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    changes: Mapping[str, bytes | None],
    message: str,
) -> None:
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 2 * 1024 * 1024)
    root = make_tree(UNDECIDED)
    path = fill(make(root), {2: REJECTED})
    repacked(path, changes)
    before = files_of(root)
    capsys.readouterr()
    assert decide(root, path) == 1
    told = capsys.readouterr().out
    assert any(part in told for part in message.split("|")), told
    assert "Traceback" not in told
    assert files_of(root) == before


def _with_formula(path: Path, formula: str, result: str) -> None:
    """Put a formula into the explanation of the second row's reason, with what it last gave."""
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET).decode()
    cell = '<c r="Y8" '
    before, _, after = sheet.partition(cell)
    style = after.partition('"')[2].partition('"')[0]
    changed = f'{cell}s="{style}" t="str"><f>{formula}</f>{result}</c>'
    repacked(path, {SHEET: (before + changed + after.partition("</c>")[2]).encode()})


def test_a_link_to_another_file_is_never_followed(make_tree: MakeTree) -> None:
    """What the cell showed when it was saved is what it says."""
    root = make_tree(UNDECIDED)
    path = fill(make(root), {2: REJECTED})
    _with_formula(path, "'http://127.0.0.1:9/[x.xlsx]A'!A1", "<v>Dilayani kota tahun ini.</v>")
    assert decide(root, path) == 0
    assert "uraian: Dilayani kota tahun ini." in (root / SECOND).read_text()


def test_a_formula_nobody_computed_is_not_taken_for_empty(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(UNDECIDED)
    path = fill(make(root), {2: REJECTED})
    _with_formula(path, "A1", "")
    assert decide(root, path) == 1
    assert "Rawasari!Y8 (Uraian alasan): Rumus belum dihitung" in capsys.readouterr().out


_CALC = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    "<office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)
_CELL = '<table:table-cell table:number-columns-repeated="{}"><text:p>x</text:p></table:table-cell>'
_COLUMN = (
    '<table:table-column table:visibility="collapse" table:number-columns-repeated="1048576"/>'
)


def _calc(tables: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", _CALC.format(tables))
    return packed.getvalue()


def _row(cells: str) -> str:
    return f'<table:table table:name="a"><table:table-row>{cells}</table:table-row></table:table>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.ods", _calc(_row(_CELL.format(16_385)))),
        ("a.ods", _calc(_row(_CELL.format(600)) * 2)),  # in each sheet few enough
        ("a.xls", b"<html><table><tr>" + b"<a " * 300_000),
    ],
    ids=["wide", "sheets", "tags"],
)
def test_a_file_is_bounded_as_a_whole(
    name: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MAX_CELLS", 1000)
    with pytest.raises(CommandError, match="terlalu besar"):
        read_tables(Path(name), data)


def test_what_costs_much_and_says_nothing_is_read() -> None:
    (hidden,) = read_tables(Path("a.ods"), _calc(f"<table:table>{_COLUMN * 500}</table:table>"))
    assert len(hidden.hidden_columns) <= table.MAX_COLUMNS
    page = b"<html><table><tr><td>x</td></tr><!-- <td>y --><tr><td>z</td></tr>" + b"<!--" * 500_000
    (found,) = read_tables(Path("a.xls"), page)
    assert found.rows == [("x",), ("z",)]
