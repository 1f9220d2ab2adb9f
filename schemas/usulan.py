"""What the neighbourhoods proposed: `proposals/<tahun>/<kelurahan>/<nomor>.yaml`."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.base import Record, Tertata
from schemas.scalars import (
    BilanganBulat,
    Derajat,
    Kalimat,
    NamaBerkas,
    NomorRw,
    Rupiah,
    Slug,
    Tanggal,
    Tipe,
    Uraian,
    Volume,
    check_coordinates,
)

Koordinat = Annotated[tuple[Derajat, Derajat], AfterValidator(check_coordinates)]


class Lokasi(Record):
    """Tempat kegiatan yang diusulkan."""

    alamat: Annotated[Kalimat, Tertata("Tempat kegiatan.")] = Field(
        title="Alamat", description="Nama jalan, gang atau tempat. Jangan menyebut nama warga."
    )
    koordinat: Koordinat | None = Field(
        None, title="Koordinat", description="[lintang, bujur], misalnya [-6.1932, 106.8701]."
    )


class ValidasiLurah(Record):
    """Hasil validasi lurah pada Musrenbang Kelurahan."""

    hasil: Literal["diteruskan", "tidak-diteruskan"] = Field(
        title="Hasil", description="Diteruskan ke kecamatan, atau tidak."
    )
    tanggal: Tanggal | None = Field(None, title="Tanggal", description="Tanggal validasi.")
    catatan: Uraian | None = Field(None, title="Catatan", description="Catatan atau alasan lurah.")


class Usulan(Record):
    """Satu usulan kegiatan hasil Rembuk RW."""

    rw: Annotated[NomorRw | None, Tertata("Nomor RW, tiga angka; kosong bila tidak disebut.")] = (
        Field(
            None,
            title="RW",
            description='Tiga angka dalam tanda kutip, misalnya "003". '
            "Dikosongkan bila usulan datang dari lembaga tingkat kelurahan.",
        )
    )
    rt: tuple[NomorRw, ...] = Field(
        (), title="RT", description="Daftar RT, tiga angka dalam tanda kutip."
    )
    isu: Annotated[Kalimat | None, Tertata("Isu pembangunan.")] = Field(
        None, title="Isu", description="Boleh dihapus bila sudah ada pada template kegiatan."
    )
    program: Annotated[Kalimat | None, Tertata("Program.")] = Field(
        None, title="Program", description="Boleh dihapus bila sudah ada pada template kegiatan."
    )
    permasalahan: Annotated[Uraian, Tertata("Apa yang dialami warga.")] = Field(
        title="Permasalahan", description="Apa yang dialami warga, dalam satu dua kalimat."
    )
    usulan_kegiatan: Annotated[Kalimat, Tertata()] = Field(
        title="Usulan kegiatan", description="Kegiatan yang diusulkan."
    )
    template: Annotated[
        Slug | None, Tertata("Kode template kegiatan; kosong bila tanpa template.")
    ] = Field(
        None,
        title="Template kegiatan",
        description="Kode dari template-kegiatan.yaml. Tanpa template, usulan dibahas pada "
        "forum dan tidak diputuskan camat.",
    )
    tipe: Annotated[Tipe | None, Tertata("fisik, non-fisik atau barang.")] = Field(
        None, title="Tipe", description="fisik, non-fisik atau barang; boleh dari template."
    )
    lokasi: Lokasi | None = Field(None, title="Lokasi", description="Tempat kegiatan.")
    volume: Annotated[Volume, Tertata("Volume yang diusulkan.")] = Field(
        title="Volume", description="Angka saja, misalnya 120 atau 12.5."
    )
    satuan: Annotated[Kalimat | None, Tertata("Satuan volume.")] = Field(
        None, title="Satuan", description="Misalnya m, m2, unit, orang; boleh dari template."
    )
    perkiraan_anggaran: Annotated[
        Rupiah | None, Tertata("Perkiraan anggaran yang diusulkan, rupiah; kosong bila belum ada.")
    ] = Field(None, title="Perkiraan anggaran", description="Rupiah bulat tanpa titik.")
    skpd_tujuan: Annotated[Slug | None, Tertata("Kode perangkat daerah tujuan.")] = Field(
        None,
        title="Perangkat daerah tujuan",
        description="Kode dari skpd.yaml; boleh dari template.",
    )
    prioritas: Annotated[BilanganBulat | None, Tertata()] = Field(
        None, title="Prioritas", description="Urutan prioritas dari RW atau kelurahan."
    )
    keterangan: Annotated[Uraian | None, Tertata()] = Field(
        None, title="Keterangan", description="Keterangan yang mendukung usulan."
    )
    kode_tracking: Annotated[Kalimat | None, Tertata()] = Field(
        None,
        title="Kode tracking",
        description="Kode usulan pada sistem atau lembar asal; diisi oleh impor.",
    )
    validasi_lurah: ValidasiLurah | None = Field(
        None, title="Validasi lurah", description="Dihapus selama lurah belum memvalidasi."
    )
    foto: tuple[NamaBerkas, ...] = Field(
        (), title="Foto", description="Nama berkas foto di folder yang sama."
    )


class UsulanLangsung(Usulan):
    """Usulan langsung dari masyarakat di luar Rembuk RW, tanpa data identitas."""

    kelurahan: Annotated[Slug, Tertata()] = Field(
        title="Kelurahan", description="Kode folder kelurahan lokasi usulan."
    )
