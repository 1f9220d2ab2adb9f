"""The list of the sites that a city or a province is made from: `kota.yaml`."""

from ipaddress import ip_address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Record, Resmi
from schemas.musrenbang import Situs
from schemas.riwayat import NamaCommit
from schemas.scalars import Kalimat, Tautan, YaTidak, refuse

KodeWilayah = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9]{2}){0,2}$")]
Sumber = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=300), Resmi()]
PROVINSI = "Provinsi"


def is_private(host: str) -> bool:
    """Whether a host is named by an address that only its own network or computer can reach."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost"


class BagianWilayah(Record):
    """Satu kecamatan dari kota ini, atau satu kota dari provinsi ini."""

    kode: KodeWilayah = Field(title="Kode", description='Kode wilayahnya, misalnya "31.71.05".')
    nama: Kalimat = Field(title="Nama", description="Tanpa kata Kecamatan atau Kota.")
    alamat: Tautan = Field(
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

    @model_validator(mode="after")
    def _keeps_to_safe_addresses(self) -> Self:
        if any("@" in urlsplit(one or "").netloc for one in (self.alamat, self.sumber)):
            raise refuse("Alamatnya memuat nama pengguna atau kata sandi.", "Hapus sampai @-nya.")
        parts = urlsplit(self.sumber or "")
        if parts.scheme in {"http", "https"} and not parts.hostname:
            raise refuse("Alamat pada `sumber` tidak menyebut peladen.", "Tulis https://…")
        if parts.scheme == "http" and not is_private(parts.hostname or ""):
            raise refuse(
                "`sumber` beralamat http://, yang dapat diubah di tengah jalan.",
                "Tulis https://…; http:// hanya untuk nomor IP dalam jaringan sendiri.",
            )
        return self


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
