"""The list of the sites that a city or a province is made from: `kota.yaml`."""

from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from schemas.base import Record, Resmi
from schemas.musrenbang import Situs
from schemas.riwayat import NamaCommit
from schemas.scalars import Kalimat, Tautan, YaTidak, refuse

KodeWilayah = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9]{2}){0,2}$")]
PROVINSI = "Provinsi"


def is_private(host: str) -> bool:
    """Whether a host is named by an address that only its own network or computer can reach."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost"


def _site_address(text: str) -> str:
    """Refuse an address that would not be asked as it stands."""
    try:
        parts = urlsplit(text)
        named = parts.hostname and parts.port != 0
    except ValueError:
        parts, named = urlsplit(""), None
    if not named:
        raise refuse("Alamat itu tidak menyebut peladen yang sah.", _SAMPLE)
    if "@" in parts.netloc:
        raise refuse("Alamatnya memuat nama pengguna atau kata sandi.", "Hapus sampai @-nya.")
    if "?" in text or "#" in text:
        raise refuse("Alamat situs tidak memuat ? atau #.", _SAMPLE)
    return text


def _source(text: str) -> str:
    """Refuse what is neither a folder nor an address that is safe to read from."""
    if text.startswith(("http://", "https://")):
        _site_address(text)
        if text.startswith("http://") and not is_private(urlsplit(text).hostname or ""):
            raise refuse(
                "`sumber` beralamat http://, yang dapat diubah di tengah jalan.",
                "Tulis https://…; http:// hanya untuk nomor IP dalam jaringan sendiri.",
            )
    elif "://" in text or text.startswith("//"):
        raise refuse(
            "`sumber` bukan folder, dan bukan alamat yang dapat dibaca.",
            "Tulis nama folder, atau alamat yang diawali https:// dengan huruf kecil.",
        )
    return text


_SAMPLE = "Tulis misalnya https://musrenbang.example/menteng/."
AlamatSitus = Annotated[Tautan, AfterValidator(_site_address)]
Sumber = Annotated[
    str,
    StringConstraints(pattern=r"^\S(.*\S)?$", max_length=300),
    AfterValidator(_source),
    Resmi(),
]


class BagianWilayah(Record):
    """Satu kecamatan dari kota ini, atau satu kota dari provinsi ini."""

    kode: KodeWilayah = Field(title="Kode", description='Kode wilayahnya, misalnya "31.71.05".')
    nama: Kalimat = Field(title="Nama", description="Tanpa kata Kecamatan atau Kota.")
    alamat: AlamatSitus = Field(
        title="Alamat", description="Alamat situsnya, https://…; ke sanalah semua tautan."
    )
    sumber: Sumber | None = Field(
        None,
        title="Sumber",
        description="Dari mana dibaca bila bukan dari alamatnya: folder hasil build, atau alamat "
        "http:// dengan nomor IP dalam jaringan sendiri.",
    )
    sejak: NamaCommit | None = Field(
        None,
        title="Sejak",
        description="Commit, 40 huruf, yang menjadi awal baru sesudah riwayatnya memang diganti.",
    )


class DaftarWilayah(Record):
    """Isi kota.yaml: situs-situs yang dijumlahkan menjadi situs satu kota atau provinsi."""

    kode: KodeWilayah = Field(title="Kode", description='Kode kota, misalnya "31.71".')
    nama: Kalimat = Field(title="Nama", description="Nama tanpa kata Kota atau Kabupaten.")
    jenis: Literal[
        "Kota Administrasi", "Kabupaten Administrasi", "Kota", "Kabupaten", "Provinsi"
    ] = Field(title="Jenis", description="Provinsi menjumlahkan situs kota dan kabupaten.")
    contoh: YaTidak = Field(
        default=False,
        title="Data contoh",
        description="true bila data contoh boleh dijumlahkan; setiap halaman menyebutnya.",
    )
    situs: Situs = Field(
        Situs.model_construct(), title="Situs", description="Alamat dan kontak situs kota ini."
    )
    wilayah: Annotated[tuple[BagianWilayah, ...], Field(min_length=1)] = Field(
        title="Wilayah", description="Setiap kecamatan dari kota ini, atau kota dari provinsi ini."
    )
