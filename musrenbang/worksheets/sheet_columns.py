"""The columns of a worksheet: titles, widths, and the field of the decision file behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from musrenbang.records.fields import further_fields
from musrenbang.records.findings import Keys
from musrenbang.year.labels import ALASAN
from schemas import Usulan
from schemas.keputusan import KodeAlasan


class Group(Enum):
    """The parts of a row, in the order they stand in."""

    USULAN = "Usulan"
    SURVEI = "Survei tim teknis (juknis C.1.e)"
    KEPUTUSAN = "Keputusan camat (juknis C.2.c.3)"
    HASIL = "Dihitung sendiri"
    JEJAK = "Jejak"
    """Hidden: what a row was made from."""


class Form(Enum):
    """How a cell is written and read."""

    TEKS = "teks"
    NOMOR = "nomor"
    VOLUME = "volume"
    RUPIAH = "rupiah"
    TANGGAL = "tanggal"
    TAHUN = "tahun"
    YA_TIDAK = "ya-tidak"
    KEPUTUSAN = "keputusan"
    ALASAN = "alasan"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in characters, `field` as the decision file names it."""

    key: str
    title: str
    group: Group
    width: float
    form: Form = Form.TEKS
    field: Keys = ()
    prompt: str = ""

    @property
    def is_input(self) -> bool:
        """Whether the operator fills it in."""
        return bool(self.field)


_U, _S, _K, _H, _J = Group
_FURTHER_WIDTH = 12

FURTHER = tuple(
    Column(field.keys[0], field.title, _U, _FURTHER_WIDTH) for field in further_fields(Usulan)
)
"""The fields of a proposal that have no column made for them."""

COLUMNS: tuple[Column, ...] = (
    Column("nomor", "Nomor", _U, 7, Form.NOMOR),
    Column("rw", "RW", _U, 5, Form.NOMOR),
    Column("usulan", "Usulan kegiatan", _U, 26),
    Column("permasalahan", "Permasalahan", _U, 28),
    Column("lokasi", "Lokasi", _U, 21),
    Column("skpd", "SKPD/UKPD", _U, 13),
    Column("tipe", "Tipe", _U, 9),
    Column("volume_usulan", "Volume diusulkan", _U, 10, Form.VOLUME),
    Column("satuan", "Satuan", _U, 9),
    Column("anggaran_usulan", "Anggaran diusulkan (Rp)", _U, 15, Form.RUPIAH),
    *FURTHER,
    Column("tanda", "Perlu diperhatikan (juknis C.1.f)", _U, 32),
    Column(
        *("survei_tanggal", "Tanggal survei", _S, 12, Form.TANGGAL, ("survei", "tanggal")),
        "Hari lokasi didatangi, misalnya 2016-03-02.",
    ),
    Column(
        *("lokasi_sesuai", "Lokasi sesuai", _S, 8, Form.YA_TIDAK, ("survei", "lokasi_sesuai")),
        "Tugas 1: alamatnya sesuai dengan keadaan. Pilih Ya atau Tidak.",
    ),
    Column(
        *("layak_teknis", "Layak teknis", _S, 8, Form.YA_TIDAK, ("survei", "layak_teknis")),
        "Tugas 2: dapat dikerjakan secara teknis. Pilih Ya atau Tidak.",
    ),
    Column(
        *("layak_administratif", "Layak administratif", _S, 12, Form.YA_TIDAK),
        ("survei", "layak_administratif"),
        "Tugas 2: misalnya status lahannya. Pilih Ya atau Tidak.",
    ),
    Column(
        *("volume_terukur", "Volume terukur", _S, 10, Form.VOLUME, ("survei", "volume_terukur")),
        "Tugas 3: hasil ukur ulang, angka saja, dalam satuan usulan.",
    ),
    Column(
        *("catatan", "Catatan survei", _S, 22, Form.TEKS, ("survei", "catatan")),
        "Boleh kosong. Jangan menulis nama atau nomor warga.",
    ),
    Column(
        *("tanpa_survei", "Sebab tanpa survei", _S, 18, Form.TEKS, ("tanpa_survei",)),
        "Hanya untuk usulan fisik yang ditolak tanpa dapat didatangi.",
    ),
    Column(
        *("keputusan", "Keputusan", _K, 12, Form.KEPUTUSAN, ("keputusan",)),
        "Pilih Disetujui atau Ditolak. Kosong berarti belum diputuskan.",
    ),
    Column(
        *("tanggal", "Tanggal keputusan", _K, 12, Form.TANGGAL, ("tanggal",)),
        "Boleh kosong: dipakai tanggal sidang di atas tabel.",
    ),
    Column(
        *("volume", "Volume disetujui", _K, 10, Form.VOLUME, ("volume",)),
        "Hanya bila berbeda dari yang diusulkan. Anggaran ikut dihitung.",
    ),
    Column(
        *("anggaran", "Anggaran disetujui (Rp)", _K, 15, Form.RUPIAH, ("perkiraan_anggaran",)),
        "Hanya bila tidak mengikuti volume. Rupiah bulat.",
    ),
    Column(
        *("alasan_perubahan", "Alasan perubahan", _K, 22, Form.TEKS, ("alasan_perubahan",)),
        "Wajib bila volume atau anggaran diubah.",
    ),
    Column(
        *("alasan", "Alasan penolakan", _K, 23, Form.ALASAN, ("alasan", "kode")),
        "Wajib bila ditolak. Pilih dari daftar (juknis D.2).",
    ),
    Column(
        *("uraian", "Uraian alasan", _K, 35, Form.TEKS, ("alasan", "uraian")),
        "Wajib bila ditolak: satu kalimat yang dimengerti pengusul.",
    ),
    Column(
        *("tahun", "Tahun pekerjaan", _K, 10, Form.TAHUN, ("alasan", "tahun")),
        "Bila sudah atau sedang dikerjakan: tahunnya.",
    ),
    Column(
        *("usulan_lain", "Usulan yang dimaksud", _K, 17, Form.TEKS, ("alasan", "usulan")),
        "Bila ada, misalnya 2016/rawasari/0007.",
    ),
    Column(
        # as much wider as the other page is by what it shows more, or the pages end elsewhere
        *("penjelasan", "Penjelasan", _K, 34 + _FURTHER_WIDTH * len(FURTHER)),
        *(Form.TEKS, ("penjelasan",)),
        "Mengapa tetap disetujui apa adanya, bila ada yang perlu diperhatikan.",
    ),
    Column("hasil", "Anggaran hasil (Rp)", _H, 15, Form.RUPIAH),
    Column("keadaan", "Keadaan", _H, 20),
    Column("id", "Identitas", _J, 24),
    Column("versi_usulan", "Versi usulan", _J, 12),
    Column("versi_keputusan", "Versi keputusan", _J, 12),
    Column("segel", "Segel", _J, 12),
)

BY_KEY: Mapping[str, Column] = MappingProxyType({column.key: column for column in COLUMNS})
INPUTS = tuple(column for column in COLUMNS if column.is_input)
SAID: Mapping[str, str] = MappingProxyType(
    {
        column.key: {"alasan": "kode", "usulan_lain": "usulan"}.get(column.key, column.key)
        for column in INPUTS
        if column.group is Group.KEPUTUSAN or column.key == "tanpa_survei"
    }
)
"""The columns that say one thing of a decision, and what `decision.Said` calls it."""
SHOWN = tuple(column for column in COLUMNS if column.group is Group.USULAN)
"""What is there to be read: nobody changes it here."""
NEEDED = tuple(column for column in COLUMNS if column.is_input or column.group is Group.JEJAK)
"""Without one of these a worksheet says nothing, or less than it said."""

DAY_LABEL = "Tanggal sidang"
"""Beside this label, above the table, stands the day of every decision that names none."""

KEPUTUSAN_WORDS: Mapping[str, str] = MappingProxyType(
    {"disetujui": "Disetujui", "ditolak": "Ditolak"}
)
SERIALS = (36526, 73415)
"""The first day of 2000 and the last of 2100, as spreadsheet programs count days."""
YA, TIDAK = "Ya", "Tidak"
ALASAN_WORDS: Mapping[KodeAlasan, str] = MappingProxyType(
    {
        kode: f"{label.nama} ({label.dasar.removeprefix('juknis ')})"
        for kode, label in ALASAN.items()
    }
)


def column_of(field: Keys) -> Column:
    """Where the operator would mend a field of the decision file."""
    for length in range(len(field), 0, -1):
        for column in INPUTS:
            if column.field[:length] == field[:length]:
                return column
    return BY_KEY["keputusan"]
