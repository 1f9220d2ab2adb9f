"""The table of a worksheet: its columns, what a row says before it is filled in, its seal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any

from musrenbang.deciding.decision import Said, said_of
from musrenbang.records.fields import further_fields, further_texts
from musrenbang.records.findings import Keys
from musrenbang.sheets.cells import Cell
from musrenbang.worksheets.cell_kinds import (
    CellKind,
    CellValue,
    mark,
    marks_in,
    told_apart,
)
from musrenbang.worksheets.record_book import Column, cell_of
from musrenbang.year.cases import Case, Obstacle
from musrenbang.year.guide import Guide
from musrenbang.year.labels import TIPE
from musrenbang.year.views import View
from schemas import Usulan


class RowPart(Enum):
    """The parts of a row, in the order they stand in."""

    USULAN = "Usulan"
    SURVEI = "Survei tim teknis"
    KEPUTUSAN = "Keputusan camat"
    HASIL = "Dihitung sendiri"
    JEJAK = "Jejak"
    """Hidden: what a row was made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn(Column):
    """One column of a worksheet; `width` in characters. What nobody fills in has no `keys`."""

    key: str
    part: RowPart
    width: float

    @property
    def is_input(self) -> bool:
        """Whether the operator fills it in."""
        return bool(self.keys)

    @property
    def answer(self) -> str:
        """By what a `Said` and a `Survei` know it."""
        return str(self.keys[-1])

    @property
    def of_survey(self) -> bool:
        """Whether it is a finding of the survey team."""
        return self.keys[:1] == ("survei",)


def _column(  # noqa: PLR0913, PLR0917 - a row of the table below
    key: str,
    title: str,
    part: RowPart,
    width: float,
    kind: CellKind = CellKind.TEKS,
    keys: Keys = (),
    told: str = "",
    **lists: Any,
) -> SheetColumn:
    return SheetColumn(keys, title, told, kind, key=key, part=part, width=width, **lists)


KEPUTUSAN_WORDS: Mapping[str, str] = MappingProxyType(
    {"disetujui": "Disetujui", "ditolak": "Ditolak"}
)
REASONS = "alasan"
"""The list of the year that holds the reasons to reject."""

_U, _S, _K, _H, _J = RowPart
_FURTHER_WIDTH = 12

FURTHER = tuple(
    _column(field.keys[0], field.title, _U, _FURTHER_WIDTH) for field in further_fields(Usulan)
)
"""The fields of a proposal that have no column made for them."""

COLUMNS: tuple[SheetColumn, ...] = (
    _column("nomor", "Nomor", _U, 7, CellKind.NOMOR),
    _column("rw", "RW", _U, 5, CellKind.NOMOR),
    _column("usulan", "Usulan kegiatan", _U, 26),
    _column("permasalahan", "Permasalahan", _U, 28),
    _column("lokasi", "Lokasi", _U, 21),
    _column("skpd", "Perangkat daerah", _U, 13),
    _column("tipe", "Tipe", _U, 9),
    _column("volume_usulan", "Volume diusulkan", _U, 10, CellKind.VOLUME),
    _column("satuan", "Satuan", _U, 9),
    _column("anggaran_usulan", "Anggaran diusulkan (Rp)", _U, 15, CellKind.RUPIAH),
    *FURTHER,
    _column("tanda", "Perlu diperhatikan", _U, 28),
    _column(
        *("survei_tanggal", "Tanggal survei", _S, 12, CellKind.TANGGAL, ("survei", "tanggal")),
        "Hari lokasi didatangi: tanggal, bulan dan tahun.",
    ),
    _column(
        *("lokasi_sesuai", "Lokasi sesuai", _S, 8, CellKind.YA_TIDAK, ("survei", "lokasi_sesuai")),
        "Tugas 1: alamatnya sesuai dengan keadaan. Pilih Ya atau Tidak.",
    ),
    _column(
        *("layak_teknis", "Layak teknis", _S, 8, CellKind.YA_TIDAK, ("survei", "layak_teknis")),
        "Tugas 2: dapat dikerjakan secara teknis. Pilih Ya atau Tidak.",
    ),
    _column(
        *("layak_administratif", "Layak administratif", _S, 12, CellKind.YA_TIDAK),
        ("survei", "layak_administratif"),
        "Tugas 2: misalnya status lahannya. Pilih Ya atau Tidak.",
    ),
    _column(
        *("volume_terukur", "Volume terukur", _S, 10, CellKind.VOLUME),
        ("survei", "volume_terukur"),
        "Tugas 3: hasil ukur ulang, angka saja, dalam satuan usulan.",
    ),
    _column(
        *("catatan", "Catatan survei", _S, 20, CellKind.TEKS, ("survei", "catatan")),
        "Boleh kosong. Jangan menulis nama atau nomor warga.",
    ),
    _column(
        *("tanpa_survei", "Sebab tanpa survei", _S, 16, CellKind.TEKS, ("tanpa_survei",)),
        "Hanya untuk usulan fisik yang ditolak tanpa dapat didatangi.",
    ),
    _column(
        *("keputusan", "Keputusan", _K, 12, CellKind.PILIHAN, ("keputusan",)),
        "Pilih Disetujui atau Ditolak. Kosong berarti belum diputuskan.",
        words=KEPUTUSAN_WORDS,
    ),
    _column(
        *("tanggal", "Tanggal keputusan", _K, 12, CellKind.TANGGAL, ("tanggal",)),
        "Boleh kosong: dipakai tanggal sidang di atas tabel.",
    ),
    _column(
        *("volume", "Volume disetujui", _K, 10, CellKind.VOLUME, ("volume",)),
        "Hanya bila berbeda dari yang diusulkan. Anggaran ikut dihitung.",
    ),
    _column(
        *("anggaran", "Anggaran disetujui (Rp)", _K, 15, CellKind.RUPIAH, ("perkiraan_anggaran",)),
        "Hanya bila tidak mengikuti volume. Rupiah bulat.",
    ),
    _column(
        *("alasan_perubahan", "Alasan perubahan", _K, 22, CellKind.TEKS, ("alasan_perubahan",)),
        "Wajib bila volume atau anggaran diubah.",
    ),
    _column(
        *("alasan", "Alasan penolakan", _K, 21, CellKind.PILIHAN, ("alasan", "kode")),
        "Wajib bila ditolak. Pilih dari daftar.",
        daftar=REASONS,
    ),
    _column(
        *("uraian", "Uraian alasan", _K, 32, CellKind.TEKS, ("alasan", "uraian")),
        "Wajib bila ditolak: satu kalimat yang dimengerti pengusul.",
    ),
    _column(
        *("tahun", "Tahun pekerjaan", _K, 10, CellKind.TAHUN, ("alasan", "tahun")),
        "Bila sudah atau sedang dikerjakan: tahunnya.",
    ),
    _column(
        *("usulan_lain", "Usulan yang dimaksud", _K, 17, CellKind.TEKS, ("alasan", "usulan")),
        "Bila ada, misalnya TAHUN/rawasari/0007.",
    ),
    _column(
        *("saran", "Saran kepada pengusul", _K, 16, CellKind.TEKS, ("alasan", "saran")),
        "Boleh kosong: apa yang dapat dilakukan pengusul selain langkah menurut juknis.",
    ),
    _column(
        *("penjelasan", "Penjelasan", _K, 34),
        *(CellKind.TEKS, ("penjelasan",)),
        "Mengapa tetap disetujui apa adanya, atau ditolak berlawanan dengan hasil survei.",
    ),
    _column(
        *("prioritas", "Prioritas kecamatan", _K, 8, CellKind.URUTAN, ("prioritas",)),
        "Urutan di antara yang disetujui, mulai dari 1; hanya bila juknis memintanya.",
    ),
    _column("hasil", "Anggaran hasil (Rp)", _H, 15, CellKind.RUPIAH),
    _column("keadaan", "Keadaan", _H, 20),
    _column("id", "Identitas", _J, 24),
    _column("versi_usulan", "Versi usulan", _J, 12),
    _column("versi_keputusan", "Versi keputusan", _J, 12),
    _column("segel", "Segel", _J, 12),
)

BY_KEY: Mapping[str, SheetColumn] = MappingProxyType({column.key: column for column in COLUMNS})
INPUTS = tuple(column for column in COLUMNS if column.is_input)
SHOWN = tuple(column for column in COLUMNS if column.part is RowPart.USULAN)
"""What is there to be read: nobody changes it here."""
NEEDED = tuple(column for column in COLUMNS if column.is_input or column.part is RowPart.JEJAK)
"""Without one of these a worksheet says nothing, or less than it said."""

DAY_LABEL = "Tanggal sidang"
"""Beside this label, above the table, stands the day of every decision that names none."""


def reason_words(guide: Guide) -> dict[str, str]:
    """What the reasons to reject are called in the list to pick from, by code."""
    return told_apart(
        {
            kode: f"{one.nama} ({one.klausul})" if one.klausul else one.nama
            for kode, one in guide.alasan.items()
        }
    )


def column_of(field: Keys) -> SheetColumn:
    """Where the operator would mend a field of the decision file."""
    for length in range(len(field), 0, -1):
        for column in INPUTS:
            if column.keys[:length] == field[:length]:
                return column
    return BY_KEY["keputusan"]


_SEALED = tuple(column.key for column in (*SHOWN, *INPUTS))


def seal(cells: Mapping[str, Cell]) -> str:
    """One mark for each cell, in the order of the columns."""
    return "".join(mark(cells.get(key, "")) for key in _SEALED)


def changed(cells: Mapping[str, Cell], sealed: str) -> frozenset[str] | None:
    """The columns whose cells are no longer what was sealed; `None` where that is no seal."""
    marks = marks_in(sealed, len(_SEALED))
    if marks is None:
        return None
    return frozenset(
        key
        for key, was in zip(_SEALED, marks, strict=True)
        if key in cells and mark(cells[key]) != was
    )


Version = Callable[[str], str]
"""What a file holds, as Git names it; empty where there is none."""

_CLOSED: Mapping[Obstacle | None, str] = {
    None: "",
    Obstacle.FORUM_UKPD: "Dibahas forum UKPD",
    Obstacle.TIDAK_DITERUSKAN: "Tidak diteruskan lurah",
    Obstacle.KELURAHAN_RUSAK: "Belum dikirim lurah",
    Obstacle.BELUM_DIKIRIM: "Belum dikirim lurah",
    Obstacle.TERKUNCI: "Terkunci sejak Kirim",
    Obstacle.KEPUTUSAN_RUSAK: "Berkas keputusan rusak",
}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal as the worksheet shows it; `closed` says why it cannot be decided here.

    With `survey` its survey is filled in all the same.
    """

    values: Mapping[str, CellValue]
    closed: str
    survey: bool = False

    def is_open(self, column: SheetColumn) -> bool:
        """Whether a column is filled in here."""
        return column.is_input and (not self.closed or (self.survey and column.of_survey))


def rows_of(view: View, folder: str, version: Version) -> list[ProposalRow]:
    """The rows of one kelurahan, by number."""
    return [_row(view, case, version) for case in view.cases_by_folder.get(folder, {}).values()]


def _row(view: View, case: Case, version: Version) -> ProposalRow:
    warnings = {"tanda": "\n".join(_warnings(view, case))}
    values = (
        _shown(case)
        | warnings
        | written(said_of(view.snapshot.record(case.decision_file)), view.guide)
    )
    values |= {
        "id": f"{view.kode} {case.id}".strip(),
        "versi_usulan": version(case.file),
        "versi_keputusan": version(case.decision_file),
        "segel": seal(values),
    }
    closed = view.guide.worded(_CLOSED[view.obstacle(case)])
    return ProposalRow(values, closed, case.survei_dahulu)


def said_in(said: Said, column: SheetColumn) -> Any:
    """What is said in a column that is filled in; empty where nothing is."""
    answer = column.answer
    return (said.survei or {}).get(answer, "") if column.of_survey else getattr(said, answer)


def written(said: Said, guide: Guide) -> dict[str, CellValue]:
    """What is said of a proposal, by the columns it is filled into."""
    lists = {REASONS: reason_words(guide)}
    values = ((column, said_in(said, column)) for column in INPUTS)
    return {
        column.key: "" if value == "" else cell_of(column, value, lists) for column, value in values
    }


def _shown(case: Case) -> dict[str, CellValue]:
    usulan = case.usulan
    amount = usulan.perkiraan_anggaran
    further = dict(further_texts(usulan))
    return {
        "nomor": Decimal(case.nomor),
        "rw": Decimal(usulan.rw) if usulan.rw else "",
        "usulan": usulan.usulan_kegiatan,
        "permasalahan": usulan.permasalahan,
        "lokasi": _place(case),
        "skpd": case.skpd.singkatan if case.skpd else case.kode_skpd or "",
        "tipe": TIPE[case.tipe or ""],
        "volume_usulan": usulan.volume,
        "satuan": case.satuan or "",
        "anggaran_usulan": "" if amount is None else Decimal(amount),
        **{column.key: further.get(column.title, "") for column in FURTHER},
    }


def _place(case: Case) -> str:
    usulan = case.usulan
    parts = [usulan.lokasi.alamat] if usulan.lokasi else []
    parts += [f"RT {', '.join(usulan.rt)}"] if usulan.rt else []
    return ", ".join(parts)


def _warnings(view: View, case: Case) -> list[str]:
    """What the fairness check and the search for twins found, with their figures."""
    found = [flag.message for flag in view.flags.get(case.id, ())]
    if twin := view.twins.get(case.id):
        found.append(f"Mungkin mengulang usulan {twin.case.id}: sama {twin.reason}.")
    return found
