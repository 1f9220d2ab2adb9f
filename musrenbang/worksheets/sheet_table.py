"""The table of a worksheet: its columns, what a row says before it is filled in, its seal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any

from musrenbang.deciding.decision import Said, said_of
from musrenbang.records.fields import further_fields, further_texts
from musrenbang.records.findings import Keys
from musrenbang.sheets.cells import Cell
from musrenbang.worksheets.cell_kinds import (
    TIDAK,
    YA,
    CellKind,
    CellValue,
    mark,
    marks_in,
    told_apart,
)
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


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column; `width` in characters, `field` as the decision file names it."""

    key: str
    title: str
    part: RowPart
    width: float
    kind: CellKind = CellKind.TEKS
    field: Keys = ()
    prompt: str = ""

    @property
    def is_input(self) -> bool:
        """Whether the operator fills it in."""
        return bool(self.field)

    @property
    def name(self) -> str:
        """The last part of `field`, by which a `Said` and a `Survei` know it."""
        return str(self.field[-1])

    @property
    def of_survey(self) -> bool:
        """Whether it is a finding of the survey team."""
        return self.field[:1] == ("survei",)


_U, _S, _K, _H, _J = RowPart
_FURTHER_WIDTH = 12

FURTHER = tuple(
    SheetColumn(field.keys[0], field.title, _U, _FURTHER_WIDTH) for field in further_fields(Usulan)
)
"""The fields of a proposal that have no column made for them."""

COLUMNS: tuple[SheetColumn, ...] = (
    SheetColumn("nomor", "Nomor", _U, 7, CellKind.NOMOR),
    SheetColumn("rw", "RW", _U, 5, CellKind.NOMOR),
    SheetColumn("usulan", "Usulan kegiatan", _U, 26),
    SheetColumn("permasalahan", "Permasalahan", _U, 28),
    SheetColumn("lokasi", "Lokasi", _U, 21),
    SheetColumn("skpd", "Perangkat daerah", _U, 13),
    SheetColumn("tipe", "Tipe", _U, 9),
    SheetColumn("volume_usulan", "Volume diusulkan", _U, 10, CellKind.VOLUME),
    SheetColumn("satuan", "Satuan", _U, 9),
    SheetColumn("anggaran_usulan", "Anggaran diusulkan (Rp)", _U, 15, CellKind.RUPIAH),
    *FURTHER,
    SheetColumn("tanda", "Perlu diperhatikan", _U, 28),
    SheetColumn(
        *("survei_tanggal", "Tanggal survei", _S, 12, CellKind.TANGGAL, ("survei", "tanggal")),
        "Hari lokasi didatangi: tanggal, bulan dan tahun.",
    ),
    SheetColumn(
        *("lokasi_sesuai", "Lokasi sesuai", _S, 8, CellKind.YA_TIDAK, ("survei", "lokasi_sesuai")),
        "Tugas 1: alamatnya sesuai dengan keadaan. Pilih Ya atau Tidak.",
    ),
    SheetColumn(
        *("layak_teknis", "Layak teknis", _S, 8, CellKind.YA_TIDAK, ("survei", "layak_teknis")),
        "Tugas 2: dapat dikerjakan secara teknis. Pilih Ya atau Tidak.",
    ),
    SheetColumn(
        *("layak_administratif", "Layak administratif", _S, 12, CellKind.YA_TIDAK),
        ("survei", "layak_administratif"),
        "Tugas 2: misalnya status lahannya. Pilih Ya atau Tidak.",
    ),
    SheetColumn(
        *("volume_terukur", "Volume terukur", _S, 10, CellKind.VOLUME),
        ("survei", "volume_terukur"),
        "Tugas 3: hasil ukur ulang, angka saja, dalam satuan usulan.",
    ),
    SheetColumn(
        *("catatan", "Catatan survei", _S, 20, CellKind.TEKS, ("survei", "catatan")),
        "Boleh kosong. Jangan menulis nama atau nomor warga.",
    ),
    SheetColumn(
        *("tanpa_survei", "Sebab tanpa survei", _S, 16, CellKind.TEKS, ("tanpa_survei",)),
        "Hanya untuk usulan fisik yang ditolak tanpa dapat didatangi.",
    ),
    SheetColumn(
        *("keputusan", "Keputusan", _K, 12, CellKind.KEPUTUSAN, ("keputusan",)),
        "Pilih Disetujui atau Ditolak. Kosong berarti belum diputuskan.",
    ),
    SheetColumn(
        *("tanggal", "Tanggal keputusan", _K, 12, CellKind.TANGGAL, ("tanggal",)),
        "Boleh kosong: dipakai tanggal sidang di atas tabel.",
    ),
    SheetColumn(
        *("volume", "Volume disetujui", _K, 10, CellKind.VOLUME, ("volume",)),
        "Hanya bila berbeda dari yang diusulkan. Anggaran ikut dihitung.",
    ),
    SheetColumn(
        *("anggaran", "Anggaran disetujui (Rp)", _K, 15, CellKind.RUPIAH, ("perkiraan_anggaran",)),
        "Hanya bila tidak mengikuti volume. Rupiah bulat.",
    ),
    SheetColumn(
        *("alasan_perubahan", "Alasan perubahan", _K, 22, CellKind.TEKS, ("alasan_perubahan",)),
        "Wajib bila volume atau anggaran diubah.",
    ),
    SheetColumn(
        *("alasan", "Alasan penolakan", _K, 21, CellKind.ALASAN, ("alasan", "kode")),
        "Wajib bila ditolak. Pilih dari daftar.",
    ),
    SheetColumn(
        *("uraian", "Uraian alasan", _K, 32, CellKind.TEKS, ("alasan", "uraian")),
        "Wajib bila ditolak: satu kalimat yang dimengerti pengusul.",
    ),
    SheetColumn(
        *("tahun", "Tahun pekerjaan", _K, 10, CellKind.TAHUN, ("alasan", "tahun")),
        "Bila sudah atau sedang dikerjakan: tahunnya.",
    ),
    SheetColumn(
        *("usulan_lain", "Usulan yang dimaksud", _K, 17, CellKind.TEKS, ("alasan", "usulan")),
        "Bila ada, misalnya TAHUN/rawasari/0007.",
    ),
    SheetColumn(
        *("saran", "Saran kepada pengusul", _K, 16, CellKind.TEKS, ("alasan", "saran")),
        "Boleh kosong: apa yang dapat dilakukan pengusul selain langkah menurut juknis.",
    ),
    SheetColumn(
        *("penjelasan", "Penjelasan", _K, 34),
        *(CellKind.TEKS, ("penjelasan",)),
        "Mengapa tetap disetujui apa adanya, atau ditolak berlawanan dengan hasil survei.",
    ),
    SheetColumn(
        *("prioritas", "Prioritas kecamatan", _K, 8, CellKind.URUTAN, ("prioritas",)),
        "Urutan di antara yang disetujui, mulai dari 1; hanya bila juknis memintanya.",
    ),
    SheetColumn("hasil", "Anggaran hasil (Rp)", _H, 15, CellKind.RUPIAH),
    SheetColumn("keadaan", "Keadaan", _H, 20),
    SheetColumn("id", "Identitas", _J, 24),
    SheetColumn("versi_usulan", "Versi usulan", _J, 12),
    SheetColumn("versi_keputusan", "Versi keputusan", _J, 12),
    SheetColumn("segel", "Segel", _J, 12),
)

BY_KEY: Mapping[str, SheetColumn] = MappingProxyType({column.key: column for column in COLUMNS})
INPUTS = tuple(column for column in COLUMNS if column.is_input)
SHOWN = tuple(column for column in COLUMNS if column.part is RowPart.USULAN)
"""What is there to be read: nobody changes it here."""
NEEDED = tuple(column for column in COLUMNS if column.is_input or column.part is RowPart.JEJAK)
"""Without one of these a worksheet says nothing, or less than it said."""

DAY_LABEL = "Tanggal sidang"
"""Beside this label, above the table, stands the day of every decision that names none."""

KEPUTUSAN_WORDS: Mapping[str, str] = MappingProxyType(
    {"disetujui": "Disetujui", "ditolak": "Ditolak"}
)


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
            if column.field[:length] == field[:length]:
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
        "id": case.id,
        "versi_usulan": version(case.file),
        "versi_keputusan": version(case.decision_file),
        "segel": seal(values),
    }
    closed = view.guide.worded(_CLOSED[view.obstacle(case)])
    return ProposalRow(values, closed, case.survei_dahulu)


def said_in(said: Said, column: SheetColumn) -> Any:
    """What is said in a column that is filled in; empty where nothing is."""
    name = column.name
    return (said.survei or {}).get(name, "") if column.of_survey else getattr(said, name)


def written(said: Said, guide: Guide) -> dict[str, CellValue]:
    """What is said of a proposal, by the columns it is filled into."""
    return {column.key: _word(column.kind, said_in(said, column), guide) for column in INPUTS}


def _word(form: CellKind, value: object, guide: Guide) -> CellValue:
    if value == "":
        return ""
    if form is CellKind.YA_TIDAK:
        return YA if value else TIDAK
    if form is CellKind.KEPUTUSAN:
        return KEPUTUSAN_WORDS[str(value)]
    if form is CellKind.ALASAN:
        return reason_words(guide).get(str(value), str(value))
    if isinstance(value, int):
        return Decimal(value)
    return value if isinstance(value, str | Decimal | date) else str(value)


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
