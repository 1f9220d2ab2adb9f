"""The columns of the open data: name, type, meaning and value, defined once for every format.

What a column takes from a record is described where the record is: in its model.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel
from pydantic import Field as About

from musrenbang.records.fields import bare, fields_of, further_fields
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.site import addresses
from musrenbang.site.life_story import sent_undecided
from musrenbang.year.cases import VERDICTS, Case, Status
from musrenbang.year.figures import furthest_step
from musrenbang.year.follow_up import TAHAP, is_followed, newest, reached, standing_after
from musrenbang.year.guide import guidance
from schemas import Keputusan, Usulan
from schemas.keputusan import Survei
from schemas.tindak_lanjut import Kabar

Value = str | int | Decimal | float | bool | date | None
Rupiah = Annotated[int, About(ge=0, description="Rupiah bulat.")]
ValueOf = Callable[[Case, KelurahanFolder], Value]


class DataColumn(NamedTuple):
    """One column; `kind` is the Python type of its values."""

    nama: str
    kind: Any
    arti: str
    value: Callable[..., Value]
    """What stands in it, of a case and its folder."""
    kosong: bool = False
    """Whether a proposal may have nothing in it."""

    @property
    def type(self) -> str:
        """The Frictionless field type."""
        return _TYPES[bare(self.kind)][0]

    @property
    def jenis(self) -> str:
        """The type in Indonesian."""
        return _TYPES[bare(self.kind)][1]

    @property
    def json_type(self) -> Any:
        """What stands for its values in JSON."""
        json: Any = {Decimal: float, date: str}.get(self.kind, self.kind)
        return json | None if self.kosong else json


_TYPES = {
    str: ("string", "teks"),
    int: ("integer", "bilangan bulat"),
    float: ("number", "bilangan"),
    Decimal: ("number", "bilangan"),
    bool: ("boolean", "ya/tidak (true/false)"),
    date: ("date", "tanggal (tahun-bulan-hari)"),
}


def _column(model: type[BaseModel], keys: str, nama: str, value: ValueOf) -> DataColumn:
    """A column that is a field of a record, as its model describes it."""
    field = next(one for one in fields_of(model) if ".".join(one.keys) == keys)
    always = model is Usulan and field.required and not field.group
    arti = field.laid_out.arti if field.laid_out else ""
    kind = bare(field.annotation)
    kind = kind if kind in _TYPES else str
    return DataColumn(nama, kind, arti or field.description, value, kosong=not always)


def _proposed(name: str, nama: str = "") -> DataColumn:
    """What the proposal itself says."""
    return _column(Usulan, name, nama or name, lambda case, _: getattr(case.usulan, name))


def _current(name: str, nama: str = "", of: str = "") -> DataColumn:
    """What holds of the proposal, by itself or by its template."""
    return _column(Usulan, name, nama or name, lambda case, _: getattr(case, of or name))


def _surveyed(name: str, nama: str = "") -> DataColumn:
    """What the technical team found."""
    return _column(Survei, name, nama or name, lambda case, _: getattr(case.survei, name, None))


def _address(case: Case, _: KelurahanFolder) -> Value:
    return case.usulan.lokasi.alamat if case.usulan.lokasi else None


def _coordinate(index: int) -> ValueOf:
    def value(case: Case, _: KelurahanFolder) -> Value:
        lokasi = case.usulan.lokasi
        return lokasi.koordinat[index] if lokasi and lokasi.koordinat else None

    return value


def _reason(part: str) -> ValueOf:
    def value(case: Case, _: KelurahanFolder) -> Value:
        reason = case.keputusan.alasan if case.keputusan else None
        said = getattr(reason, part) if reason and case.status is Status.DITOLAK else None
        return None if said is None else str(said)

    return value


def _guidance(case: Case, _: KelurahanFolder) -> Value:
    rejected = case.alasan if case.status is Status.DITOLAK else None
    return (guidance(rejected) or None) if rejected else None


def _change(case: Case, _: KelurahanFolder) -> Value:
    return case.keputusan.alasan_perubahan if case.keputusan and case.diubah else None


def _decision_date(case: Case, _: KelurahanFolder) -> Value:
    return case.keputusan.tanggal if case.keputusan and case.status in VERDICTS else None


def _page(case: Case, _: KelurahanFolder) -> Value:
    return addresses.proposal_page(case.tahun, case.folder, case.nomor).removesuffix("index.html")


def _standing(case: Case) -> Value:
    return standing_after(case.kabar).value if case.kabar or is_followed(case) else None


def _budgeted(case: Case, name: str) -> Value:
    """What the newest news of the budget says, where it took the proposal in."""
    kabar = newest(case.kabar).get("apbd")
    value: Value = getattr(kabar, name) if kabar and kabar.hasil == "diterima" else None
    return value


FIRST_COLUMNS: tuple[DataColumn, ...] = (
    DataColumn("id", str, "Identitas usulan: tahun/folder/nomor.", lambda case, _: case.id),
    DataColumn("tahun", int, "Tahun Musrenbang diadakan.", lambda case, _: case.tahun),
    DataColumn(
        *("kelurahan", str, "Kode folder kelurahan yang dituju usulan."),
        lambda case, _: case.kelurahan,
    ),
    DataColumn("nama_kelurahan", str, "Nama kelurahan.", lambda case, _: case.nama_kelurahan),
    DataColumn("nomor", str, "Nomor usulan; nol di depan ikut.", lambda case, _: case.nomor),
    DataColumn(
        *("usulan_langsung", bool, "true bila dikirim warga di luar Rembuk RW."),
        lambda case, _: case.langsung,
    ),
    _proposed("rw"),
    _current("isu"),
    _current("program"),
    _proposed("permasalahan"),
    _proposed("usulan_kegiatan"),
    _proposed("template"),
    _current("tipe"),
    _column(Usulan, "lokasi.alamat", "alamat", _address),
    DataColumn(
        *("lintang", float, "Lintang dalam derajat desimal (WGS 84).", _coordinate(0)), kosong=True
    ),
    DataColumn(
        *("bujur", float, "Bujur dalam derajat desimal (WGS 84).", _coordinate(1)), kosong=True
    ),
    _current("satuan"),
    _proposed("volume", "volume_usulan"),
    DataColumn(
        *("volume", Decimal),
        "Volume yang berlaku sekarang: hasil perubahan camat, atau yang diusulkan.",
        lambda case, _: case.volume,
    ),
    _proposed("perkiraan_anggaran", "anggaran_usulan")._replace(kind=Rupiah),
    DataColumn(
        *("anggaran", Rupiah),
        "Perkiraan anggaran yang berlaku sekarang, rupiah. Semua jumlah memakai kolom ini.",
        lambda case, _: case.anggaran,
        kosong=True,
    ),
    _current("skpd_tujuan", "skpd", "kode_skpd"),
    DataColumn(
        *("nama_skpd", str, "Nama perangkat daerah tujuan."),
        lambda case, _: case.skpd.nama if case.skpd else None,
        kosong=True,
    ),
    DataColumn(
        *("status", str),
        "disetujui, ditolak, belum-divalidasi, forum-ukpd, belum-dikirim atau tidak-diteruskan.",
        lambda case, _: case.status.value,
    ),
    DataColumn(
        *("diubah", bool, "true bila disetujui dengan volume atau anggaran lain."),
        lambda case, _: case.diubah,
    ),
    _column(Keputusan, "alasan_perubahan", "alasan_perubahan", _change),
    _column(Keputusan, "tanggal", "tanggal_keputusan", _decision_date),
    _column(Keputusan, "alasan.kode", "alasan", _reason("kode")),
    _column(Keputusan, "alasan.uraian", "uraian_alasan", _reason("uraian")),
    _surveyed("tanggal", "tanggal_survei"),
    _surveyed("lokasi_sesuai"),
    _surveyed("layak_teknis"),
    _surveyed("layak_administratif"),
    _surveyed("volume_terukur"),
    DataColumn(
        *("tanpa_validasi", str, "Mengapa camat mengirim usulan ini tanpa keputusan."),
        sent_undecided,
        kosong=True,
    ),
    DataColumn("halaman", str, "Tempat halaman usulan ini di dalam situs.", _page),
)
"""The columns that version 1 of the API began with; their schema tells names and types alone."""

ADDED_COLUMNS: tuple[DataColumn, ...] = (
    DataColumn(
        *("sementara", bool),
        "true bila sudah diputuskan tetapi belum dikirim camat (Kirim), sehingga masih dapat "
        "berubah.",
        lambda case, _: case.sementara,
    ),
    *(_proposed(field.keys[0]) for field in further_fields(Usulan)),
    _column(Keputusan, "alasan.saran", "saran", _reason("saran")),
    _column(Keputusan, "prioritas", "prioritas_kecamatan", lambda case, _: case.prioritas),
    DataColumn(
        *("tindak_lanjut", str),
        "Sampai di mana sesudah kecamatan: selesai, berjalan, apbd, rkpd, kota, forum-ukpd, "
        "ditunda, tidak atau tanpa-kabar; kosong bila memang tidak diteruskan ke kota.",
        lambda case, _: _standing(case),
        kosong=True,
    ),
    DataColumn(
        *("kabar_terakhir", date, "Tanggal kabar terakhir sesudah kecamatan."),
        lambda case, _: max((kabar.tanggal for kabar in case.kabar), default=None),
        kosong=True,
    ),
    DataColumn(
        *("nilai_apbd", Rupiah, "Nilainya dalam APBD menurut sumber kabar itu, rupiah."),
        lambda case, _: _budgeted(case, "nilai"),
        kosong=True,
    ),
    DataColumn(
        *("kode_apbd", str, "Kode kegiatannya dalam APBD."),
        lambda case, _: _budgeted(case, "kode"),
        kosong=True,
    ),
    DataColumn(
        *("tahap_kecamatan", str),
        "Sampai di mana di kecamatan: diusulkan, diteruskan (lurah), dikirim (lurah), diputuskan, "
        "disetujui atau kirim (camat); kosong bagi usulan langsung.",
        lambda case, _: None if case.langsung else furthest_step(case),
        kosong=True,
    ),
    DataColumn(
        *("tahap", str),
        "Tahap terjauh yang menerimanya sesudah kecamatan: forum-ukpd, kota, rkpd, apbd, atau "
        "pelaksanaan bila selesai dikerjakan.",
        lambda case, _: next((one for one in TAHAP[::-1] if reached(case.kabar, one)), None),
        kosong=True,
    ),
    DataColumn(
        *("langkah_berikutnya", str),
        "Yang dapat dilakukan pengusul sesudah ditolak, menurut juknis tahun itu: apa, kepada "
        "siapa, kapan.",
        _guidance,
        kosong=True,
    ),
)
"""What came later, always behind what was there."""


def _news(name: str) -> Callable[[Case, int], Value]:
    def value(case: Case, number: int) -> Value:
        found: Value = getattr(case.kabar[number - 1], name)
        return found

    return value


def _news_kind(annotation: Any) -> Any:
    kind = bare(annotation)
    return kind if kind in _TYPES else str


NEWS_COLUMNS: tuple[DataColumn, ...] = (
    DataColumn("id", str, "Identitas usulan: tahun/folder/nomor.", lambda case, _: case.id),
    DataColumn(
        *("urutan", int, "Urutan kabar tentang usulan itu, mulai dari 1."),
        lambda _, number: number,
    ),
    *(
        DataColumn(
            *(field.keys[0], _news_kind(field.annotation), field.description),
            _news(field.keys[0]),
            kosong=not field.required,
        )
        for field in fields_of(Kabar)
    ),
)
"""The columns of the news after the kecamatan; they take a case and the number of its item."""

COLUMNS = (*FIRST_COLUMNS, *ADDED_COLUMNS)
