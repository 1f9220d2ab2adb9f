"""The files of `api/v1/`: figures and proposals of each year as JSON, and their schemas.

One file holds all proposals of a year. A file for each would double the size of the site and serve
nobody: whoever programs wants them all, whoever reads has the page.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from musrenbang.files.published_folder import Output
from musrenbang.history.timeline import SITE_ORIGIN, History, origin_of
from musrenbang.records.fields import schema_file
from musrenbang.site import addresses
from musrenbang.site.data_columns import ADDED_COLUMNS, COLUMNS, FIRST_COLUMNS, NEWS_COLUMNS, Rupiah
from musrenbang.site.engine import Engine
from musrenbang.site.open_data import json_file, news_values, values
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.year import figures
from musrenbang.year.cases import Status
from musrenbang.year.follow_up import FollowUp, follow_up
from musrenbang.year.labels import TIPE

Json = dict[str, Any]


def api_index(engine: Engine, years: Sequence[YearFacts], history: History) -> Iterator[Output]:
    """What there is, and from which commit."""
    listed = [
        {
            "tahun": year.tahun,
            "contoh": year.contoh,
            "ringkasan": f"{year.tahun}/ringkasan.json",
            "usulan": f"{year.tahun}/usulan.json",
            "tindak_lanjut": f"{year.tahun}/tindak-lanjut.json",
        }
        for year in years
    ]
    yield "api/v1/index.json", json_file({"versi": 1, "tahun": listed})
    version = {"versi": 1, "asal": origin_of(history), "riwayat": _extent(engine.site)}
    if history.without_papers:
        version["dokumen"] = False
    yield SITE_ORIGIN, json_file(version)


def api_schemas(_: Engine, __: Sequence[YearFacts]) -> Iterator[Output]:
    """The schemas of all files; tests hold the files to them."""
    for name, model in SCHEMAS.items():
        file = f"{name}.schema.json"
        schema = model.model_json_schema(mode="serialization")
        yield f"api/v1/skema/{file}", schema_file(file, schema, indent=1)


def api_year(_: Engine, year: YearFacts, history: History) -> Iterator[Output]:
    """Figures and proposals of one year."""
    yield addresses.api(year.tahun, "ringkasan.json"), json_file(summary(year, history))
    yield addresses.api(year.tahun, "usulan.json"), _proposals(year, history)
    yield addresses.api(year.tahun, "tindak-lanjut.json"), json_file(_news(year, history))


def summary(year: YearFacts, history: History) -> Json:
    """The figures of one year, all of them from `figures` (`Ringkasan`)."""
    found = year.view.ringkasan
    musrenbang = year.musrenbang
    return {
        "versi": 1,
        "tahun": year.tahun,
        "tahun_rencana": musrenbang.tahun_rencana if musrenbang else None,
        "contoh": year.contoh,
        "kecamatan": musrenbang.kecamatan.nama if musrenbang else None,
        "asal": origin_of(history),
        "semua": _rekap(found.semua),
        "kelurahan": {
            slug: {**_rekap(rekap), **_kelurahan(year, slug)}
            for slug, rekap in found.kelurahan.items()
        },
        "skpd": {
            kode: {**_rekap(rekap), "nama": year.skpd_name(kode)}
            for kode, rekap in found.skpd.items()
        },
        "tipe": {kode: {**_rekap(rekap), "nama": TIPE[kode]} for kode, rekap in found.tipe.items()},
        "alasan": {
            kode: {**tally._asdict(), "nama": year.view.guide.reason(kode).nama}
            for kode, tally in found.alasan.items()
        },
        "dikerjakan_tahun_berjalan": found.dikerjakan._asdict(),
        "diubah": found.diubah._asdict(),
        "perubahan": {name: shift._asdict() for name, shift in found.perubahan.items()},
        "sementara": found.sementara._asdict(),
        "corong": {name: tally._asdict() for name, tally in found.corong.items()},
        "tindak_lanjut": _follow_up(follow_up(year.view.cases)),
    }


def _follow_up(found: FollowUp) -> Json:
    return {
        "semua": found.semua._asdict(),
        "keadaan": {one.value: tally._asdict() for one, tally in found.keadaan.items()},
        "sampai": {tahap: tally._asdict() for tahap, tally in found.sampai.items()},
        "nilai_apbd": found.nilai,
        "tanpa_nilai": found.tanpa_nilai,
        "kabar_terakhir": _day(found.kabar_terakhir),
    }


def _rekap(rekap: figures.Rekap) -> Json:
    return {
        "total": rekap.total._asdict(),
        "status": {status.value: rekap.status[status]._asdict() for status in Status},
    }


def _kelurahan(year: YearFacts, slug: str) -> Json:
    folder = year.year.kelurahan.get(slug)
    return {
        "nama": year.kelurahan_name(slug),
        "dikirim_lurah": _day(folder.dikirim_lurah if folder else None),
        "kirim": _day(folder.kirim.tanggal if folder and folder.kirim else None),
    }


def _extent(site: Site) -> str:
    if not site.recorded:
        return "tidak-ada"
    return "dangkal" if site.shallow else "lengkap"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


_PROPOSAL = "{" + ",".join(f'"{column.nama}":%s' for column in COLUMNS) + "}"
"""One proposal as `Usulan` describes it."""


def _number(value: Decimal) -> str:
    return str(int(value)) if value == value.to_integral_value() else repr(float(value))


_CELL: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "null",
    str: encode_basestring,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: repr,
    Decimal: _number,
    date: lambda value: f'"{value.isoformat()}"',
}
"""How a value of each type is written."""


def _proposals(year: YearFacts, history: History) -> bytes:
    asal = origin_of(history)
    head = {"versi": 1, "tahun": year.tahun, "contoh": year.contoh, "asal": asal}
    start = json.dumps(head, ensure_ascii=False)[:-1] + ', "usulan": [\n'
    lines = [_PROPOSAL % tuple([_CELL[type(one)](one) for one in row]) for row in values(year)]
    return (start + ",\n".join(lines) + "\n]}\n").encode()


def _news(year: YearFacts, history: History) -> Json:
    names = [column.nama for column in NEWS_COLUMNS]
    rows = [dict(zip(names, row, strict=True)) for row in news_values(year)]
    return {
        "versi": 1,
        "tahun": year.tahun,
        "contoh": year.contoh,
        "asal": origin_of(history),
        "kabar": [{**row, "tanggal": str(row["tanggal"])} for row in rows],
    }


class ApiType(BaseModel):
    """The base of the types of `api/v1/`: a promise to other programs, apart from the records.

    Their names and fields are published; fields are only ever added. Anything else is a new version
    beside this one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class Jumlah(ApiType):
    """Banyaknya usulan dan rupiahnya."""

    jumlah: int = Field(description="Banyaknya usulan.")
    anggaran: Rupiah = Field(description="Jumlah perkiraan anggaran yang berlaku, rupiah.")
    tanpa_anggaran: int = Field(
        description="Usulan tanpa perkiraan anggaran; tidak menambah rupiah."
    )


class Rekap(ApiType):
    """Satu kelompok usulan: semuanya, dan menurut status."""

    total: Jumlah
    status: dict[str, Jumlah] = Field(description="Menurut status; setiap status selalu ada.")


class RekapBernama(Rekap):
    """Rekap satu kelurahan, SKPD/UKPD atau tipe."""

    nama: str


class RekapKelurahan(RekapBernama):
    """Rekap satu kelurahan."""

    dikirim_lurah: str | None = Field(description="Tanggal lurah mengirim usulan.")
    kirim: str | None = Field(description="Tanggal camat mengirim hasil (Kirim).")


class Alasan(Jumlah):
    """Penolakan dengan satu alasan."""

    nama: str


class Perubahan(ApiType):
    """Usulan yang disetujui dengan perubahan ke satu arah."""

    jumlah: int = Field(description="Banyaknya usulan.")
    semula: Rupiah = Field(description="Perkiraan anggaran yang diusulkan, rupiah.")
    menjadi: Rupiah = Field(description="Perkiraan anggaran yang disetujui, rupiah.")
    tanpa_anggaran: int = Field(
        description="Usulan tanpa perkiraan sebelum atau sesudahnya; tidak menambah rupiah."
    )


class Program(ApiType):
    """Musrenbang yang menyusun situs ini."""

    versi: str
    sha256: str = Field(description="SHA-256 rodanya (wheel).")


class Asal(ApiType):
    """Dari mana angka ini."""

    commit: str | None = Field(description="Commit yang diterbitkan; null tanpa riwayat Git.")
    waktu: str | None = Field(description="Waktu commit itu, ISO 8601.")
    belum_dicatat: bool = Field(description="true bila ada perubahan yang belum dicatat.")
    program: Program | None = Field(
        None, description="Program yang menyusunnya; tidak ada bila commit itu memuat programnya."
    )


class TindakLanjut(ApiType):
    """Apa yang terjadi sesudah kecamatan dengan usulan yang disetujui dan dikirim."""

    semua: Jumlah = Field(description="Usulan yang disetujui dan sudah dikirim (Kirim).")
    keadaan: dict[str, Jumlah] = Field(
        description="Menurut keadaan terakhir: selesai, berjalan, apbd, rkpd, kota, forum-ukpd, "
        "ditunda, tidak, tanpa-kabar; setiap usulan dihitung satu kali, "
        "jadi jumlahnya sama dengan semua."
    )
    sampai: dict[str, Jumlah] = Field(
        description="Yang diterima pada satu tahap atau sesudahnya (kota, rkpd, apbd), dan yang "
        "selesai dikerjakan (pelaksanaan)."
    )
    nilai_apbd: Rupiah = Field(description="Nilai yang masuk APBD menurut kabarnya, rupiah.")
    tanpa_nilai: int = Field(description="Yang masuk APBD tanpa nilai yang disebut.")
    kabar_terakhir: str | None = Field(description="Tanggal kabar terakhir.")


class Ringkasan(ApiType):
    """Angka satu tahun: banyaknya usulan dan rupiah menurut status, kelurahan, SKPD dan alasan."""

    versi: int = Field(1, description="Versi bentuk data ini.")
    tahun: int
    tahun_rencana: int | None
    contoh: bool = Field(description="true bila ini data contoh.")
    kecamatan: str | None
    asal: Asal
    semua: Rekap
    kelurahan: dict[str, RekapKelurahan] = Field(description="Menurut kode folder kelurahan.")
    skpd: dict[str, RekapBernama] = Field(
        description="Menurut kode SKPD/UKPD; kunci kosong bagi usulan yang tidak menyebutnya."
    )
    tipe: dict[str, RekapBernama] = Field(
        description="Menurut tipe; kunci kosong bila tidak disebut."
    )
    alasan: dict[str, Alasan] = Field(description="Penolakan menurut kode alasan.")
    dikerjakan_tahun_berjalan: Jumlah = Field(
        description="Bagian dari yang ditolak: sudah dianggarkan atau dikerjakan tahun berjalan."
    )
    diubah: Jumlah = Field(description="Disetujui dengan volume atau anggaran yang diubah.")
    perubahan: dict[str, Perubahan] = Field(
        description="Bagian-bagian dari diubah menurut arah volumenya: naik, turun, atau tetap "
        "(hanya anggarannya berubah)."
    )
    sementara: Jumlah = Field(
        description="Sudah diputuskan tetapi belum dikirim camat (Kirim); masih dapat berubah."
    )
    corong: dict[str, Jumlah] = Field(
        description="Sampai di mana usulan RW: diusulkan, diteruskan lurah, dikirim lurah, "
        "diputuskan camat, disetujui, dikirim camat (kirim). Tanpa usulan langsung."
    )
    tindak_lanjut: TindakLanjut


_COLUMNS: dict[str, Any] = {
    **{column.nama: (column.json_type, ...) for column in FIRST_COLUMNS},
    **{column.nama: (column.json_type, Field(description=column.arti)) for column in ADDED_COLUMNS},
}
Usulan = create_model(
    "Usulan",
    __base__=ApiType,
    __doc__="Satu usulan dengan keadaannya; arti kolom sama dengan pada CSV.",
    **_COLUMNS,
)


class DaftarUsulan(ApiType):
    """Semua usulan satu tahun."""

    versi: int = Field(1, description="Versi bentuk data ini.")
    tahun: int
    contoh: bool
    asal: Asal
    usulan: tuple[Usulan, ...]


_NEWS: dict[str, Any] = {
    column.nama: (column.json_type, Field(description=column.arti)) for column in NEWS_COLUMNS
}
Kabar = create_model(
    "Kabar",
    __base__=ApiType,
    __doc__="Satu kabar tentang usulan sesudah kecamatan.",
    **_NEWS,
)


class DaftarKabar(ApiType):
    """Semua kabar sesudah kecamatan tentang usulan satu tahun, yang terlama di atas."""

    versi: int = Field(1, description="Versi bentuk data ini.")
    tahun: int
    contoh: bool
    asal: Asal
    kabar: tuple[Kabar, ...]


class TahunTersedia(ApiType):
    """Satu tahun dan berkasnya."""

    tahun: int
    contoh: bool
    ringkasan: str
    usulan: str
    tindak_lanjut: str


class Daftar(ApiType):
    """Apa yang tersedia; alamat berkas relatif terhadap berkas ini."""

    versi: int = Field(1, description="Versi bentuk data ini.")
    tahun: tuple[TahunTersedia, ...]


class Versi(ApiType):
    """Commit yang menghasilkan situs ini; dipakai `verify` untuk mengulang penerbitannya."""

    versi: int = Field(1, description="Versi bentuk data ini.")
    asal: Asal
    riwayat: Literal["lengkap", "dangkal", "tidak-ada"] = Field(
        description="Riwayat Git yang tersedia saat situs dibuat; tampak pada halamannya."
    )
    dokumen: bool = Field(default=True, description="false bila situs dibuat tanpa dokumen PDF.")


SCHEMAS: dict[str, type[ApiType]] = {
    "daftar": Daftar,
    "ringkasan": Ringkasan,
    "usulan": DaftarUsulan,
    "tindak-lanjut": DaftarKabar,
    "versi": Versi,
}
"""What each file below `api/v1/` keeps to."""
