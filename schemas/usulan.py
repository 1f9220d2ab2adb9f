"""What the neighbourhoods proposed: `proposals/<tahun>/<kelurahan>/<nomor>.yaml`."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.base import Record
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

    alamat: Kalimat = Field(
        title="Alamat", description="Nama jalan, gang atau tempat. Jangan menyebut nama warga."
    )
    koordinat: Koordinat | None = Field(
        None, title="Koordinat", description="[lintang, bujur], misalnya [-6.1932, 106.8701]."
    )


class ValidasiLurah(Record):
    """Hasil validasi lurah pada Musrenbang Kelurahan (juknis C.1.d)."""

    hasil: Literal["diteruskan", "tidak-diteruskan"] = Field(
        title="Hasil", description="Diteruskan ke kecamatan, atau tidak."
    )
    tanggal: Tanggal | None = Field(None, title="Tanggal", description="Tanggal validasi.")
    catatan: Uraian | None = Field(None, title="Catatan", description="Catatan atau alasan lurah.")


class Usulan(Record):
    """Satu usulan kegiatan hasil Rembuk RW."""

    rw: NomorRw | None = Field(
        None,
        title="RW",
        description='Tiga angka dalam tanda kutip, misalnya "003". '
        "Dikosongkan bila usulan datang dari lembaga tingkat kelurahan.",
    )
    rt: tuple[NomorRw, ...] = Field(
        (), title="RT", description="Daftar RT, tiga angka dalam tanda kutip."
    )
    isu: Kalimat | None = Field(
        None, title="Isu", description="Boleh dihapus bila sudah ada pada template kegiatan."
    )
    program: Kalimat | None = Field(
        None, title="Program", description="Boleh dihapus bila sudah ada pada template kegiatan."
    )
    permasalahan: Uraian = Field(
        title="Permasalahan", description="Apa yang dialami warga, dalam satu dua kalimat."
    )
    usulan_kegiatan: Kalimat = Field(
        title="Usulan kegiatan", description="Kegiatan yang diusulkan."
    )
    template: Slug | None = Field(
        None,
        title="Template kegiatan",
        description="Kode dari template-kegiatan.yaml. Tanpa template, usulan dibahas pada forum "
        "UKPD dan tidak diputuskan camat (juknis D.5).",
    )
    tipe: Tipe | None = Field(
        None, title="Tipe", description="fisik, non-fisik atau barang; boleh dari template."
    )
    lokasi: Lokasi | None = Field(None, title="Lokasi", description="Tempat kegiatan.")
    volume: Volume = Field(title="Volume", description="Angka saja, misalnya 120 atau 12.5.")
    satuan: Kalimat | None = Field(
        None, title="Satuan", description="Misalnya m, m2, unit, orang; boleh dari template."
    )
    perkiraan_anggaran: Rupiah | None = Field(
        None, title="Perkiraan anggaran", description="Rupiah bulat tanpa titik."
    )
    skpd_tujuan: Slug | None = Field(
        None, title="SKPD/UKPD tujuan", description="Kode dari skpd.yaml; boleh dari template."
    )
    prioritas: BilanganBulat | None = Field(
        None, title="Prioritas", description="Urutan prioritas dari RW atau kelurahan."
    )
    keterangan: Uraian | None = Field(
        None, title="Keterangan", description="Keterangan yang mendukung usulan."
    )
    kode_tracking: Kalimat | None = Field(
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
    """Usulan langsung dari masyarakat di luar Rembuk RW, tanpa data identitas (juknis D.5, D.6)."""

    kelurahan: Slug = Field(title="Kelurahan", description="Kode folder kelurahan lokasi usulan.")
