"""The technical guide (juknis) of one year: what it fixes, as data."""

import re
from calendar import monthrange
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field, StringConstraints

from schemas.base import Butir, Record
from schemas.scalars import TIDAK_ADA, Kalimat, Slug, Uraian, YaTidak, refuse, shown

BULAN = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_MONTH = "|".join(BULAN)
_TO = r"(?: sampai(?: dengan)? | s\.d\. | ?[-–] ?)"
_WEEKS = re.compile(
    rf"minggu ke-([1-5])(?: ({_MONTH}))?(?:{_TO}(?:minggu )?ke-([1-5]))? ({_MONTH})", re.IGNORECASE
)
_DAYS = re.compile(rf"(\d{{1,2}})(?: ({_MONTH}))?(?:{_TO}(\d{{1,2}}))? ({_MONTH})", re.IGNORECASE)
_LEAP_YEAR = 2000


class Jangka(NamedTuple):
    """A window of every year: from one day or week of a month to another, both included."""

    awal: tuple[int, int]
    """Month and the number of the day or week."""
    akhir: tuple[int, int]
    minggu: bool
    """Whether weeks are counted, not days."""


def read_window(text: str) -> Jangka | None:
    """What a window says; `None` where it is none, or ends before it begins.

    Weeks or days of months, without a year: “minggu ke-2 sampai ke-3 Maret”, “minggu ke-4 Februari
    sampai minggu ke-1 Maret”, “3 sampai 14 Februari”, “28 Januari sampai 14 Februari”, “7 Maret”.
    It lies within the year of the meeting: without a year nobody knows on which side of New Year
    the other end would be.
    """
    window = _read(text)
    return window if window and window.awal <= window.akhir else None


def _read(text: str) -> Jangka | None:
    match = _WEEKS.fullmatch(text) or _DAYS.fullmatch(text)
    if match is None:
        return None
    first, month, last, last_month = match.groups()
    if month and not last:
        return None
    opens = _number(month or last_month), int(first)
    window = Jangka(opens, (_number(last_month), int(last or first)), minggu=match.re is _WEEKS)
    days = () if window.minggu else (window.awal, window.akhir)
    known = all(1 <= day <= monthrange(_LEAP_YEAR, bulan)[1] for bulan, day in days)
    return window if known else None


def _number(month: str) -> int:
    return BULAN.index(month.capitalize()) + 1


def _window(value: object) -> object:
    if isinstance(value, str):
        value = " ".join(value.split())
        if read_window(value) is None:
            backwards = _read(value) is not None
            raise refuse(
                f"{shown(value)} bukan jangka waktu{': akhirnya mendahului awalnya' * backwards}.",
                "Jangka waktu tidak melewati pergantian tahun; tulis bagiannya pada tahun "
                "Musrenbang, misalnya `1 sampai 5 Januari`."
                if backwards
                else "Tulis tanpa tahun, misalnya `minggu ke-2 sampai ke-3 Februari`, `3 sampai 14 "
                "Februari` atau `28 Januari sampai 14 Februari`.",
            )
    return value


Jendela = Annotated[Kalimat, BeforeValidator(_window)]
"""A window of the schedule in words, without a year (`read_window`)."""

KodeKlausul = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9]+([. ()-]{1,2}[A-Za-z0-9]+)*\)?$", max_length=40)
]
"""How the guide numbers a clause: ``D.2.a``, ``IV.3``, ``Form 1.KEDUA``."""


class JadwalJuknis(Record):
    """Jangka waktu yang ditetapkan juknis."""

    penetapan_tim: Annotated[Jendela, Butir("C.1.a")] = Field(
        title="Penetapan tim",
        description="Tim Penyelenggara ditetapkan sampai akhirnya.",
    )
    musrenbang: Annotated[Jendela, Butir("A")] = Field(
        title="Musrenbang", description="Hari pertama dan terakhir Musrenbang jatuh di dalamnya."
    )
    laporan: Annotated[Jendela, Butir("C.3.b")] = Field(
        title="Laporan", description="Laporan disampaikan paling lambat pada akhirnya."
    )
    laporan_sebelum_kota: Annotated[YaTidak, Butir("C.3.b")] = Field(
        default=False,
        title="Laporan sebelum Musrenbang kota",
        description="Apakah laporan boleh lebih lambat, asal sebelum Musrenbang Kota/Kabupaten.",
    )


Bukti = Literal[
    "pekerjaan-lalu", "pekerjaan-berjalan", "pekerjaan-lain", "temuan-lapangan", "angka-volume"
]
"""What shows that a reason is true; the rules on reasons look for it."""


class AlasanJuknis(Record):
    """Satu alasan penolakan menurut juknis."""

    nama: Kalimat = Field(title="Nama", description="Nama pendek, untuk halaman dan pilihan.")
    bunyi: Kalimat | None = Field(
        None,
        title="Bunyi",
        description="Bunyinya pada formulir; {tahun} menjadi tahun Musrenbang. Bawaan: namanya.",
    )
    klausul: KodeKlausul | None = Field(
        None,
        title="Klausul",
        description="Hurufnya dalam juknis; dihapus bila tidak ada.",
    )
    bukti: Bukti | None = Field(
        None,
        title="Bukti",
        description="Yang membuktikannya: pekerjaan-lalu, pekerjaan-berjalan atau pekerjaan-lain "
        "(menyebut tahun atau usulannya), temuan-lapangan (survei atau penjelasan), angka-volume.",
    )
    ciri: tuple[Kalimat, ...] = Field(
        (),
        title="Ciri",
        description="Kata yang menandai alasan ini; uraian yang hanya memuat ciri alasan lain "
        "diberi peringatan.",
    )
    langkah: Uraian = Field(
        title="Langkah berikutnya", description="Apa yang dapat dilakukan pengusul sesudah ditolak."
    )
    kepada: Kalimat = Field(title="Kepada", description="Siapa yang menjawab atau membantunya.")
    kapan: Kalimat = Field(title="Kapan", description="Kapan langkah itu dapat dilakukan.")


class GolonganJuknis(Record):
    """Satu golongan peserta yang diundang."""

    nama: Kalimat = Field(title="Nama", description="Nama pendek, untuk halaman dan temuan.")
    bunyi: Kalimat | None = Field(
        None, title="Bunyi", description="Bunyinya pada surat dan formulir. Bawaan: namanya."
    )
    klausul: KodeKlausul | None = Field(
        None, title="Klausul", description="Nomornya dalam juknis, bila ada."
    )
    pimpinan: Kalimat | None = Field(
        None, title="Pimpinan", description="Sebutan penerima surat, misalnya Kepala atau Ketua."
    )
    sebanyak: Literal["kelurahan", "rw"] | None = Field(
        None,
        title="Sebanyak",
        description="kelurahan bila semua lurah, rw bila paling banyak satu orang per RW.",
    )


class KantorPerencanaan(Record):
    """Kantor perencanaan kota/kabupaten, penerima laporan."""

    nama: Kalimat = Field(title="Nama", description="Seperti disebut juknis.")
    kota: Kalimat | None = Field(
        None, title="Di kota", description="Sebutan pendeknya di kota. Bawaan: namanya."
    )
    kabupaten: Kalimat | None = Field(
        None, title="Di kabupaten", description="Sebutan pendeknya di kabupaten. Bawaan: namanya."
    )
    kepanjangan: Kalimat | None = Field(
        None,
        title="Kepanjangan",
        description="Nama yang ditulis pada Tembusan menggantikan sebutan pendeknya.",
    )


SebutanResmi = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9 ./()-]*$", max_length=60)
]
"""A name that stands in sentences and headings of the program; letters and plain signs alone."""
_PLAIN = "Huruf, angka dan . / ( ) - saja."


class Sebutan(Record):
    """Sebutan juknis bagi pelaksana usulan dan forumnya, pada halaman, lembar dan formulir."""

    perangkat: SebutanResmi = Field(
        "Perangkat Daerah",
        title="Perangkat daerah",
        description=f"Dinas, badan atau unit yang mengerjakan usulan. {_PLAIN}",
    )
    forum: SebutanResmi = Field(
        "forum Perangkat Daerah",
        title="Forum",
        description=f"Yang membahas usulan tanpa template dan usulan langsung. {_PLAIN}",
    )


class Provinsi(Record):
    """Nama provinsi pada kop, dan tempat penetapan; berlaku di kecamatan provinsi itu saja."""

    kode: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")] = Field(
        title="Kode", description='Kode wilayah, misalnya "31".'
    )
    pemerintah: Kalimat = Field(title="Pemerintah", description="Baris pertama kop surat.")
    nama: Kalimat = Field(title="Nama", description="Seperti pada formulir.")
    tempat: Kalimat = Field(
        title="Tempat", description="Tempat penetapan dan tanda tangan pada formulir."
    )


def _none_of_them(value: object) -> object:
    return [] if value in ([TIDAK_ADA], (TIDAK_ADA,)) else value


class Klausul(Record):
    """Satu klausul juknis, dan apa yang melayaninya selain aturan program."""

    teks: Uraian = Field(
        title="Isi",
        description="Isinya dalam satu kalimat. {penetapan_tim}, {musrenbang}, {laporan}, "
        "{perencanaan} dan {golongan} diganti dengan isian juknis ini.",
    )
    sama_dengan: Annotated[tuple[KodeKlausul, ...] | None, BeforeValidator(_none_of_them)] = Field(
        None,
        title="Sama dengan",
        description=f"Klausul juknis bawaan yang dimaksudnya, atau “{TIDAK_ADA}”; tanpa isian: "
        "yang bernomor sama.",
    )
    layanan: Uraian | None = Field(
        None, title="Layanan", description="Bagian situs atau dokumen yang melayaninya."
    )
    di_luar: Uraian | None = Field(
        None, title="Di luar program", description="Mengapa program tidak dapat memeriksanya."
    )


class Juknis(Record):
    """Juknis satu tahun: jangka waktu, alasan, golongan undangan, kantor, dan klausulnya."""

    judul: Kalimat = Field(title="Judul", description="Nama resmi juknis ini.")
    jadwal: Annotated[JadwalJuknis, Butir("A, C.1.a dan C.3.b")] = Field(
        title="Jadwal", description="Jangka waktu yang ditetapkan juknis."
    )
    alasan: Annotated[dict[Slug, AlasanJuknis], Butir("D.2"), Field(min_length=1)] = Field(
        title="Alasan penolakan", description="Kode dan isi setiap alasan, dalam urutan juknis."
    )
    golongan: Annotated[dict[Slug, GolonganJuknis], Butir("C.1.a.1"), Field(min_length=1)] = Field(
        title="Golongan undangan", description="Kode dan nama setiap golongan peserta."
    )
    perencanaan: Annotated[KantorPerencanaan, Butir("C.3.b")] = Field(
        title="Kantor perencanaan", description="Penerima laporan."
    )
    sebutan: Annotated[Sebutan, Butir("C.2.c.3.h dan D.5")] = Field(
        Sebutan.model_construct(),
        title="Sebutan",
        description="Sebutan pelaksana usulan dan forumnya.",
    )
    provinsi: Annotated[Provinsi | None, Butir("Form 1")] = Field(
        None,
        title="Provinsi",
        description="Kop surat dan tempat penetapan bila kotanya bagian administratif sebuah "
        "provinsi, seperti di Jakarta. Kosong di kota atau kabupaten otonom.",
    )
    prioritas: Annotated[Literal["tidak", "berbeda", "boleh-sama"], Butir("Form 3")] = Field(
        "tidak",
        title="Urutan prioritas",
        description="Apakah kecamatan mengurutkan yang disetujui: tidak, berbeda (tidak ada yang "
        "sama untuk satu tujuan), atau boleh-sama.",
    )
    klausul: Annotated[dict[KodeKlausul, Klausul], Butir("A sampai Form 4")] = Field(
        default_factory=dict,
        title="Klausul",
        description="Klausul juknis ini; tanpa isian, tidak ada nomor klausul yang disebut.",
    )
