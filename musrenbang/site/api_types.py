"""The types of `api/v1/`: a promise to other programs, apart from the internal records.

Fields are only ever added here. Anything else is a new version beside this one.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from musrenbang.site.data_columns import ADDED_COLUMNS, FIRST_COLUMNS, Rupiah


class ApiType(BaseModel):
    """The base of every published type."""

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


class Asal(ApiType):
    """Dari mana angka ini."""

    commit: str | None = Field(description="Commit yang diterbitkan; null tanpa riwayat Git.")
    waktu: str | None = Field(description="Waktu commit itu, ISO 8601.")
    belum_dicatat: bool = Field(description="true bila ada perubahan yang belum dicatat.")


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


Usulan = create_model(  # the name is the one the schema shows
    "Usulan",
    __base__=ApiType,
    __doc__="Satu usulan dengan keadaannya; arti kolom sama dengan pada CSV.",
    **{column.nama: (column.json_type, ...) for column in FIRST_COLUMNS},
    **{column.nama: (column.json_type, Field(description=column.arti)) for column in ADDED_COLUMNS},
)


class DaftarUsulan(ApiType):
    """Semua usulan satu tahun."""

    versi: int = Field(1, description="Versi bentuk data ini.")
    tahun: int
    contoh: bool
    asal: Asal
    usulan: tuple[Usulan, ...]  # type: ignore[valid-type]


class TahunTersedia(ApiType):
    """Satu tahun dan berkasnya."""

    tahun: int
    contoh: bool
    ringkasan: str
    usulan: str


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


SCHEMAS: dict[str, type[ApiType]] = {
    "daftar": Daftar,
    "ringkasan": Ringkasan,
    "usulan": DaftarUsulan,
    "versi": Versi,
}
"""What each file below `api/v1/` keeps to."""
