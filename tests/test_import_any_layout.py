"""However clerks and spreadsheets write a table, it imports as the same proposals."""

import csv
import io
import random
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.import_support import Desk, old_workbook, open_document
from tests.test_import_recognition import Proposal, made

PLACES = ("Jl. Mawar 7", "Gg. Buntu", "Jl. Pos 2", "Balai Warga", "Jl. Anggrek Raya")
WHAT = ("Perbaikan saluran", "Perbaikan jalan", "Pemasangan lampu", "Gerobak sampah")
WHY = ("Mampat dan meluap", "Berlubang", "Gelap", "Sampah menumpuk")
UNITS = ("m", "m2", "titik", "unit")
AGENCIES = ("Sudin SDA", "Sudin Bina Marga", "Sudin PE", "Sudin LH")

PROPOSALS = st.lists(
    st.builds(
        Proposal,
        rw=st.integers(1, 12).map("{:03d}".format),
        rt=st.lists(st.integers(1, 15), min_size=1, max_size=2, unique=True).map(
            lambda numbers: tuple(f"{number:03d}" for number in sorted(numbers))
        ),
        what=st.sampled_from(WHAT),
        where=st.sampled_from(PLACES),
        volume=st.sampled_from(["1", "12.5", "60", "120", "1250.5"]),
        unit=st.sampled_from(UNITS),
        money=st.integers(1, 900).map(lambda number: number * 250_000),
    ),
    min_size=4,
    max_size=12,
)

HEADINGS = {
    "no": ("No", "NO.", "No. Urut", "Nomor"),
    "rw": ("RW", "Asal RW", "No. RW"),
    "rt": ("RT", "Nomor RT"),
    "why": ("Permasalahan", "MASALAH", "Uraian Masalah", "Latar Belakang"),
    "what": ("Usulan Kegiatan", "USULAN", "Jenis Kegiatan", "Nama Pekerjaan", "Uraian Usulan"),
    "where": ("Lokasi", "ALAMAT", "Lokasi Kegiatan", "Alamat/Lokasi"),
    "volume": ("Volume", "VOL.", "Banyaknya", "Kuantitas"),
    "unit": ("Satuan", "SAT"),
    "money": ("Anggaran", "Perkiraan Biaya (Rp)", "Jumlah Harga", "PAGU INDIKATIF"),
    "agency": ("SKPD", "Instansi", "OPD Tujuan", "Dinas Terkait", "Perangkat Daerah"),
}


class Manner(NamedTuple):
    """How one clerk writes."""

    seed: int
    """Chooses headings, order and spellings."""
    kind: str
    head: int
    """Rows between the letterhead and the titles."""
    gaps: bool
    totals: bool
    extra: bool
    parent: bool
    """Whether place, RT and RW stand below one wide heading."""
    together: bool
    """Whether RT and RW stand in one column."""
    thousands: bool = False
    """Whether sums are written in thousands, as their heading says."""
    approved: bool = False
    """Whether columns of what was approved stand beside."""
    shuffled: bool = False
    """Whether the columns stand in any order."""
    dated: bool = False
    """Whether columns say when the lurah validated, and how."""
    turned: bool = False
    """Whether the second half is a table of its own, its columns from right to left."""


MANNERS = st.builds(
    Manner,
    seed=st.integers(0, 10_000),
    kind=st.sampled_from(["xlsx", "xls", "ods", "html", ",", ";", "\t", "|"]),
    head=st.integers(0, 3),
    gaps=st.booleans(),
    totals=st.booleans(),
    extra=st.booleans(),
    parent=st.booleans(),
    together=st.booleans(),
    thousands=st.booleans(),
    approved=st.booleans(),
    shuffled=st.booleans(),
    dated=st.booleans(),
    turned=st.booleans(),
)
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")


DATES = ("24 Februari 2017", "24-02-2017", "24/2/2017", "2017-02-24", "24 Feb 2017")


def chosen(options: Sequence[str], seed: int) -> str:
    return options[seed % len(options)]


def grouped(number: str) -> str:
    """A number as Indonesians write it: 1.250,5."""
    whole, _, part = number.partition(".")
    return f"{int(whole):,}".replace(",", ".") + (f",{part}" if part else "")


def rw_text(rw: str, seed: int) -> str:
    return (f"RW {rw}", str(int(rw)), rw, f"RW. {int(rw):02d}")[seed % 4]


def rt_text(rt: tuple[str, ...], seed: int) -> str:
    numbers = [str(int(number)) if seed % 2 else number for number in rt]
    return (" dan ", ", ", " & ")[seed % 3].join(numbers)


def money_text(money: int, seed: int) -> str:
    dotted = grouped(str(money))
    return (f"Rp {dotted}", f"Rp. {dotted},00", f"{dotted},-", dotted)[seed % 4]


def columns(manner: Manner) -> dict[str, Callable[[int, Proposal], str | float]]:
    """Titles, and what stands below them."""
    seed, numbers = manner.seed, manner.kind in {"xlsx", "xls", "ods"}
    title = {
        name: chosen(options, seed // (at + 1))
        for at, (name, options) in enumerate(HEADINGS.items())
    }
    index = {what: at for at, what in enumerate(WHAT)}
    found: dict[str, Callable[[int, Proposal], str | float]] = {
        title["no"]: lambda at, _: at + 1,
        title["why"]: lambda _, one: WHY[index[one.what]],
        title["what"]: lambda _, one: one.what,
        title["where"]: lambda _, one: one.where,
    }
    if manner.together:
        found["RT/RW"] = lambda at, one: f"{rt_text(one.rt, 1)}/{one.rw}".replace(
            " dan ", ","
        ).replace(" & ", ",")
    else:
        found[title["rt"]] = lambda at, one: rt_text(one.rt, seed + at)
        found[title["rw"]] = lambda at, one: rw_text(one.rw, seed + at)
    found[title["volume"]] = lambda at, one: (
        float(one.volume) if numbers and (seed + at) % 2 else grouped(one.volume)
    )
    found[title["unit"]] = lambda at, one: (one.unit, one.unit.upper())[(seed + at) % 2]
    times = 1000 if manner.thousands else 1
    found[title["money"] + " (ribuan)" * manner.thousands] = lambda at, one: (
        one.money // times
        if numbers and (seed + at) % 3 == 0
        else money_text(one.money // times, seed + at)
    )
    found[title["agency"]] = lambda _, one: AGENCIES[index[one.what]]
    if manner.approved:
        found["Volume Disetujui"] = lambda at, _: at + 7
        found["Anggaran Disetujui"] = lambda at, _: (at + 1) * 1_000_000
    if manner.extra:
        found["Nama Pengusul"] = lambda at, _: f"Bpk. Amir {at}"
        found["Tgl Rembuk"] = lambda at, _: f"{at + 1} Februari 2017"
    if manner.dated:
        found["Hasil Validasi Lurah"] = lambda at, _: ("Diteruskan", "OK", "Ya")[at % 3]
        found["Tanggal Validasi"] = lambda at, _: DATES[(seed + at) % len(DATES)]
    if manner.shuffled and not manner.parent:
        order = random.Random(seed).sample([*found], len(found))  # noqa: S311 - the same every time
        return {title: found[title] for title in order}
    return found


def table(
    proposals: Sequence[Proposal], manner: Manner
) -> tuple[list[list[str | float]], list[str]]:
    """The rows, and the ranges that are merged where the format knows any."""
    content = columns(manner)
    rows: list[list[str | float]] = [
        ["USULAN KELURAHAN RAWASARI KECAMATAN CEMPAKA PUTIH TAHUN 2017"]
    ]
    rows += [[] for _ in range(manner.head)]
    titles: list[str | float] = list(content)
    merged: list[str] = []
    if manner.parent and manner.kind == "xlsx":
        wide = titles.index(next(title for title in titles if title in HEADINGS["where"]))
        last = wide + (1 if manner.together else 2)
        top = len(rows) + 1
        rows.append(
            [
                title if not wide <= at <= last else ("LOKASI" if at == wide else "")
                for at, title in enumerate(titles)
            ]
        )
        rows.append([title if wide <= at <= last else "" for at, title in enumerate(titles)])
        merged.append(f"{get_column_letter(wide + 1)}{top}:{get_column_letter(last + 1)}{top}")
        merged += [
            f"{get_column_letter(at + 1)}{top}:{get_column_letter(at + 1)}{top + 1}"
            for at in range(len(titles))
            if not wide <= at <= last
        ]
    else:
        rows.append(titles)
    half = (len(proposals) + 1) // 2 if manner.turned else len(proposals)
    for at, one in enumerate(proposals):
        if at == half:
            rows += [[], titles[::-1]]
        cells: list[str | float] = [write(at, one) for write in content.values()]
        rows.append(cells[::-1] if at >= half else cells)
        if manner.gaps and at % 3 == 1:
            rows.append([])
    if manner.totals:
        total = list[str | float]([""] * len(titles))
        total[1] = "JUMLAH"
        money = titles.index(
            next(title for title in titles if str(title).startswith(HEADINGS["money"]))
        )
        total[money] = grouped(str(sum(one.money for one in proposals)))
        rows += [total, [], ["", "", "", "Lurah Rawasari,"], ["", "", "", "( .............. )"]]
    return rows, merged


def written(folder: Path, proposals: Sequence[Proposal], manner: Manner) -> Path:
    rows, merged = table(proposals, manner)
    if manner.kind == "xlsx":
        book = Workbook()
        sheet = book.worksheets[0]
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
        for span in merged:
            sheet.merge_cells(span)
        path = folder / "a.xlsx"
        book.save(path)
        return path
    if manner.kind in {"xls", "ods"}:
        path = folder / f"a.{manner.kind}"
        path.write_bytes((old_workbook if manner.kind == "xls" else open_document)(rows))
        return path
    if manner.kind == "html":
        path = folder / "a.xls"
        lines = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        path.write_text(f"<html><table border=1>{''.join(lines)}</table></html>", encoding="utf-8")
        return path
    stream = io.StringIO()
    csv.writer(stream, delimiter=manner.kind).writerows(rows)
    path = folder / "a.csv"
    path.write_bytes(stream.getvalue().encode(chosen(ENCODINGS, manner.seed)))
    return path


@settings(max_examples=40)
@given(PROPOSALS, MANNERS)
def test_any_layout_imports_as_the_same_proposals(
    proposals: list[Proposal], manner: Manner
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        path = written(Path(folder), proposals, manner)
        result = desk.understand(path)
        assert result.code == 0, (result, table(proposals, manner))
        assert made(desk) == proposals
        validated = {
            usulan.validasi_lurah and usulan.validasi_lurah.tanggal
            for folder_made in desk.snapshot().years[2017].folders
            for usulan in folder_made.usulan.values()
        }
        assert validated == {date(2017, 2, 24) if manner.dated else None}
        before = desk.state()
        assert desk.understand(path).counts["usulan tetap"] == len(proposals)
        assert desk.state() == before
        assert "Amir" not in result.out + str(before)


def test_a_thousand_rows_are_recognised_and_imported_quickly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How long it took is printed, not asserted: machines differ; that all arrive is asserted."""
    proposals = [
        Proposal(
            f"{at % 12 + 1:03d}",
            (f"{at % 15 + 1:03d}",),
            WHAT[at % 4],
            f"Gang {at}",
            "60",
            "m",
            250_000,
        )
        for at in range(1000)
    ]
    desk = Desk(tmp_path)
    path = written(tmp_path, proposals, Manner(0, "xlsx", 1, False, True, True, True, False))
    assert desk.understand(path).counts["usulan baru"] == 1000
    assert made(desk) == proposals
