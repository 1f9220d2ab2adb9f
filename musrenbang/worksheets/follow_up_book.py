"""The workbook of what came after the kecamatan: a row for each proposal, its stages side by side.

A stage shows the newest news of it. What is filled in or changed there becomes more news, below
what is recorded, which stays as it is.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import BaseModel, Field, model_validator

from musrenbang.records.edit import appended
from musrenbang.records.findings import Keys
from musrenbang.records.snapshot import Snapshot
from musrenbang.worksheets.cell_kinds import CellKind
from musrenbang.worksheets.record_book import (
    Book,
    BookFile,
    Column,
    Holds,
    Table,
    Words,
    columns_of,
)
from musrenbang.worksheets.year_books import book_of
from musrenbang.year.cases import Case
from musrenbang.year.follow_up import (
    NAMES,
    STAGES,
    TAHAP,
    is_followed,
    newest,
    outcomes_of,
    standing_after,
)
from musrenbang.year.views import View
from schemas import TindakLanjut
from schemas.base import Listing
from schemas.tindak_lanjut import Kabar, Tahap

TINDAK_LANJUT = "tindak-lanjut"


class PerTahap(Listing[dict[Tahap, Kabar]]):
    """Kabar terbaru tentang satu usulan, menurut tahapnya."""

    root: dict[Tahap, Kabar] = Field(title="Kabar", description="Satu kabar per tahap.")

    @model_validator(mode="before")
    @classmethod
    def _with_stages(cls, values: dict[str, Any]) -> dict[str, Any]:
        said = ((tahap, {**kabar, "tahap": tahap}) for tahap, kabar in values.items())
        return {tahap: kabar for tahap, kabar in said if len(kabar) > 1}


def follow_up_book(snapshot: Snapshot, tahun: int, slugs: Collection[str] = ()) -> Book:
    """News of the proposals that went on from the kecamatan, of some kelurahan or of all."""
    view = View(snapshot, snapshot.years[tahun])
    files = tuple(_file(case) for case in followed(view) if not slugs or case.folder in slugs)
    about = "Isi tahap yang ada kabarnya. Yang sudah tercatat tetap; isi lain menjadi kabar baru."
    table = Table("Tindak lanjut", about, Holds.FILE, _columns(), files, grows=True)
    return replace(book_of(view.year, TINDAK_LANJUT, "Tindak lanjut Musrenbang"), tables=(table,))


def followed(view: View) -> Iterator[Case]:
    """The proposals of which news can be expected, or has been told."""
    for case in view.cases:
        if (is_followed(case) or case.kabar) and not view.is_broken(case.follow_up_file):
            yield case


def _file(case: Case) -> BookFile:
    told = newest(case.kabar)
    name = f"{case.nama_kelurahan} {case.nomor}"
    shown = {
        "usulan": f"{name}: {case.usulan.usulan_kegiatan}",
        "kelurahan": case.nama_kelurahan,
        "skpd": case.skpd.singkatan if case.skpd else case.kode_skpd,
        "anggaran": case.anggaran,
        "keadaan": NAMES[standing_after(case.kabar)],
    }
    return BookFile(
        case.follow_up_file,
        PerTahap,
        PerTahap.model_construct(dict(told)) if told else None,
        name,
        text=partial(_text, case.kabar),
        shown=shown,
        cell=partial(_cell, case.kabar),
    )


def _added(told: Sequence[Kabar], new: BaseModel) -> tuple[Kabar, ...]:
    """The news that a row tells and the records do not, in the order of the stages."""
    known, said = newest(told), new.root if isinstance(new, PerTahap) else {}
    return tuple(said[one] for one in TAHAP if one in said and said[one] != known.get(one))


def _text(told: Sequence[Kabar], _old: BaseModel | None, new: BaseModel, before: str) -> str:
    return appended(before, TindakLanjut.model_construct(tuple(told)), _added(told, new))


def _cell(told: Sequence[Kabar], new: BaseModel, keys: Keys) -> Keys:
    """Where the row holds a value of the file: its stage instead of its place in the list."""
    index, *rest = keys
    every = [*told, *_added(told, new)]
    return (every[index].tahap, *rest) if isinstance(index, int) else keys


def _columns() -> tuple[Column, ...]:
    return (
        Column(("usulan",), "Usulan", "", CellKind.TEKS, shown=True),
        Column(("kelurahan",), "Kelurahan", "", CellKind.TEKS, shown=True),
        Column(("skpd",), "Perangkat daerah", "", CellKind.TEKS, shown=True),
        Column(("anggaran",), "Anggaran", "Rupiah.", CellKind.RUPIAH, shown=True),
        Column(("keadaan",), "Keadaan", "Menurut yang sudah tercatat.", CellKind.TEKS, shown=True),
        *stage_columns(),
    )


def stage_columns() -> Iterator[Column]:
    """What a row says of each stage: all that news holds."""
    every = [one for one in columns_of(Kabar) if one.keys != ("tahap",)]
    for tahap, name in STAGES.items():
        for one in every:
            title = f"{name}: {one.title}"
            here = replace(one, keys=(tahap, *one.keys), title=title, group=(tahap,))
            if one.keys == ("hasil",):
                words: Words = {hasil: hasil.capitalize() for hasil in outcomes_of(tahap)}
                here = replace(here, words=words, help="Kosong: belum ada kabar.")
            yield here
