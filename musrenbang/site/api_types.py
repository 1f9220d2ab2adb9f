"""The types of the files of `api/v1/`: a promise to other programs, apart from the records."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from musrenbang.site.data_columns import ADDED_COLUMNS, FIRST_COLUMNS, NEWS_COLUMNS, Rupiah


class ApiType(BaseModel):
    """The base of them all.

    Names and fields are published; fields are only ever added. Anything else is a new version
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
    singkatan: str | None = Field(None, description="Nama pendek SKPD/UKPD.")


class RekapKelurahan(RekapBernama):
    """Rekap satu kelurahan."""

    dikirim_lurah: str | None = Field(description="Tanggal lurah mengirim usulan.")
    kirim: str | None = Field(description="Tanggal camat mengirim hasil (Kirim).")


class Alasan(Jumlah):
    """Penolakan dengan satu alasan."""

    nama: str
    tahun_berjalan: bool = Field(
        default=False, description="true bila berarti sudah dianggarkan atau dikerjakan tahun ini."
    )


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


class Jadwal(ApiType):
    """Tanggal yang ditetapkan kecamatan, dan batasnya menurut juknis tahun itu."""

    penetapan_tim: str | None = Field(description="Penetapan Tim Penyelenggara.")
    musrenbang_mulai: str | None = Field(description="Hari pertama Musrenbang Kecamatan.")
    musrenbang_selesai: str | None = Field(description="Hari terakhirnya.")
    batas_laporan: str | None = Field(description="Batas laporan yang ditetapkan kecamatan.")
    musrenbang_kota: str | None = Field(description="Hari pertama Musrenbang Kota/Kabupaten.")
    juknis_penetapan_tim: str = Field(description="Batas penetapan tim menurut juknis.")
    juknis_musrenbang: str = Field(description="Hari terakhir Musrenbang menurut juknis.")
    juknis_laporan: str = Field(description="Batas laporan menurut juknis.")


class Pengesahan(ApiType):
    """Bagaimana pejabat mengesahkan."""

    cara: Literal["kunci", "peladen"] | None = Field(
        description="Yang diminta tahun itu: kunci (tanda tangan pejabat sendiri), peladen "
        "(akunnya pada peladen Git), atau null sebelum ada pengaturannya."
    )
    keputusan: dict[str, int] = Field(
        description="Banyaknya keputusan menurut tanda tangan pada penggabungan yang terakhir "
        "mencatatnya: sah, peladen, tanpa-tanda-tangan dan seterusnya; kosong tanpa riwayat."
    )


class Kiriman(ApiType):
    """Berapa kelurahan yang sudah sampai di mana."""

    kelurahan: int = Field(description="Banyaknya kelurahan.")
    dikirim_lurah: int = Field(description="Yang usulannya sudah dikirim lurah.")
    kirim: int = Field(description="Yang hasilnya sudah dikirim camat (Kirim).")


class Wilayah(ApiType):
    """Satu kecamatan dari sebuah kota, atau satu kota dari sebuah provinsi."""

    nama: str
    alamat: str = Field(description="Alamat situsnya; di sanalah halaman setiap usulan.")
    asal: Asal | None = Field(description="Commit yang dijumlahkan; null bila tidak ada datanya.")
    sha256: str | None = Field(description="SHA-256 ringkasan.json yang dijumlahkan.")
    gangguan: str | None = Field(
        description="Mengapa bukan yang terbaru yang dijumlahkan; null bila tidak ada apa-apa."
    )
    terlambat: list[str] = Field(description="Apa yang terlambat menurut juknis.")
    kiriman: Kiriman | None
    semua: Rekap | None
    tindak_lanjut: TindakLanjut | None


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
    kode: str | None = Field(None, description="Kode wilayahnya, misalnya 31.71.05.")
    nama: str | None = Field(None, description="Nama lengkapnya, misalnya Kecamatan Menteng.")
    kiriman: Kiriman | None = None
    jadwal: Jadwal | None = Field(None, description="null pada ringkasan kota dan provinsi.")
    pengesahan: Pengesahan | None = Field(
        None, description="Siapa mengesahkan keputusan, dan dengan apa."
    )
    wilayah: dict[str, Wilayah] | None = Field(
        None,
        description="Bagian-bagian yang dijumlahkan, menurut kode wilayah; hanya pada ringkasan "
        "kota dan provinsi, yang angkanya tepat jumlah bagian-bagiannya.",
    )


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


class Riwayat(ApiType):
    """Urutan main: yang pernah diterbitkan tetap ada di dalamnya."""

    versi: int = Field(1, description="Versi bentuk data ini.")
    asal: Asal
    commit: tuple[str, ...] | None = Field(
        description="Setiap commit pada urutan main, yang terlama di depan; null bila situs dibuat "
        "tanpa riwayat lengkap."
    )


SCHEMAS: dict[str, type[ApiType]] = {
    "daftar": Daftar,
    "ringkasan": Ringkasan,
    "usulan": DaftarUsulan,
    "tindak-lanjut": DaftarKabar,
    "versi": Versi,
    "riwayat": Riwayat,
}
"""What each file below `api/v1/` keeps to."""
