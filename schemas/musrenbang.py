"""The settings of one year: meeting, officials, agencies, standard activities, kelurahan."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Listing, Record, Rujukan
from schemas.scalars import (
    BilanganBulat,
    BolehKosong,
    Kalimat,
    KodeKecamatan,
    KodeKelurahan,
    KodeKota,
    KontakResmi,
    Nip,
    NomorRw,
    Rupiah,
    Slug,
    Tahun,
    Tanggal,
    Tautan,
    Tipe,
    Uraian,
    YaTidak,
)


class Kecamatan(Record):
    """Kecamatan penyelenggara."""

    kode: KodeKecamatan = Field(title="Kode", description="Kode wilayah, misalnya 31.71.05.")
    nama: Kalimat = Field(title="Nama", description="Nama kecamatan, tanpa kata Kecamatan.")


class Kota(Record):
    """Kota atau kabupaten tempat kecamatan berada."""

    kode: KodeKota = Field(title="Kode", description="Kode wilayah, misalnya 31.71.")
    nama: Kalimat = Field(title="Nama", description="Nama tanpa kata Kota atau Kabupaten.")
    jenis: Literal["Kota Administrasi", "Kabupaten Administrasi", "Kota", "Kabupaten"] = Field(
        title="Jenis", description="Di Jakarta: Kota Administrasi atau Kabupaten Administrasi."
    )


class Pejabat(Record):
    """Seorang pejabat; akun dan surel boleh dikosongkan."""

    nama: BolehKosong = Field("", title="Nama", description="Nama dan gelar seperti pada SK.")
    nip: Nip = Field("", title="NIP", description="18 angka.")
    akun: BolehKosong = Field("", title="Akun", description="Akun pada layanan Git.")
    email: KontakResmi = Field("", title="Surel", description="Surel dinas.")


class KepalaPerencanaan(Pejabat):
    """Kepala kantor perencanaan kota/kabupaten, penerima laporan."""

    jabatan: Kalimat = Field(
        title="Jabatan", description="Jabatannya seperti pada tahun itu; nama kantornya berganti."
    )


class DaftarPejabat(Record):
    """Pejabat yang menandatangani, memeriksa dan mengerjakan."""

    camat: Pejabat = Field(title="Camat", description="Camat yang memimpin dan menandatangani.")
    kepala_perencanaan: KepalaPerencanaan = Field(
        title="Kepala perencanaan", description="Kepala kantor perencanaan, penerima laporan."
    )
    operator: tuple[Pejabat, ...] = Field((), title="Operator", description="Staf kecamatan.")


class Rentang(Record):
    """Dari tanggal sampai tanggal."""

    mulai: Tanggal = Field(title="Mulai", description="Hari pertama.")
    selesai: Tanggal = Field(title="Selesai", description="Hari terakhir.")


class JadwalMusrenbang(Rentang):
    """Waktu dan tempat Musrenbang Kecamatan."""

    jam: Kalimat = Field(title="Jam", description="Misalnya 08.00–15.30.")
    tempat: Kalimat = Field(title="Tempat", description="Nama gedung atau ruang.")
    alamat: BolehKosong = Field("", title="Alamat", description="Alamat tempat.")


class Jadwal(Record):
    """Jadwal tahun ini; yang belum ditetapkan kosong."""

    penetapan_tim: Tanggal | None = Field(
        None,
        title="Penetapan tim",
        description="Tanggal surat keputusan camat; batasnya menurut juknis.",
    )
    survei: Rentang | None = Field(None, title="Survei", description="Sebelum Musrenbang.")
    musrenbang: JadwalMusrenbang | None = Field(
        None, title="Musrenbang", description="Dalam jangka waktu juknis."
    )
    batas_laporan: Tanggal | None = Field(
        None,
        title="Batas laporan",
        description="Kapan laporan paling lambat disampaikan; batasnya menurut juknis.",
    )
    musrenbang_kota: Tanggal | None = Field(
        None,
        title="Musrenbang Kota/Kabupaten",
        description="Hari pertamanya; laporan disampaikan sebelum itu.",
    )


class AnggotaTim(Record):
    """Anggota Tim Penyelenggara."""

    nama: Kalimat = Field(title="Nama", description="Nama anggota.")
    unsur: Literal["kecamatan", "masyarakat"] = Field(
        title="Unsur", description="kecamatan atau masyarakat."
    )
    tugas: Kalimat = Field(title="Tugas", description="Misalnya Ketua, Anggota.")


class Undangan(Record):
    """Satu instansi atau lembaga yang diundang."""

    golongan: Annotated[Slug, Rujukan("golongan")] = Field(
        title="Golongan", description="Golongan peserta menurut juknis."
    )
    instansi: Kalimat = Field(title="Instansi", description="Nama instansi atau lembaga.")
    jumlah: BilanganBulat = Field(title="Jumlah", description="Jumlah orang yang diundang.")


class Situs(Record):
    """Alamat umum."""

    alamat: Tautan | None = Field(None, title="Alamat situs", description="https://…")
    repositori: Tautan | None = Field(None, title="Repositori", description="https://…")
    kontak: KontakResmi = Field("", title="Kontak", description="Kontak kantor kecamatan.")
    telepon: KontakResmi = Field("", title="Telepon", description="Telepon kantor kecamatan.")
    whatsapp: KontakResmi = Field("", title="WhatsApp", description="Nomor WhatsApp layanan.")
    jam: KontakResmi = Field(
        "", title="Jam layanan", description="Misalnya Senin–Jumat 08.00–16.00."
    )


class Musrenbang(Record):
    """Pengaturan satu tahun Musrenbang Kecamatan."""

    tahun: Tahun = Field(title="Tahun", description="Tahun pelaksanaan Musrenbang.")
    tahun_rencana: Tahun = Field(title="Tahun rencana", description="Tahun RKPD yang disusun.")
    contoh: YaTidak = Field(
        default=False, title="Data contoh", description="Hanya untuk data latihan atau contoh."
    )
    kecamatan: Kecamatan = Field(title="Kecamatan", description="Kecamatan penyelenggara.")
    kota: Kota = Field(title="Kota/Kabupaten", description="Kota atau kabupaten.")
    pejabat: DaftarPejabat = Field(title="Pejabat", description="Pejabat tahun ini.")
    jadwal: Jadwal = Field(
        Jadwal.model_construct(), title="Jadwal", description="Jadwal tahun ini."
    )
    tim_penyelenggara: tuple[AnggotaTim, ...] = Field(
        (), title="Tim Penyelenggara", description="Unsur kecamatan dan masyarakat."
    )
    undangan: tuple[Undangan, ...] = Field(
        (), title="Undangan", description="Semua golongan peserta menurut juknis."
    )
    situs: Situs = Field(
        Situs.model_construct(), title="Situs", description="Alamat situs dan repositori."
    )
    kertas: Literal["A4", "F4"] = Field(
        "A4", title="Kertas", description="Kertas kantor: A4, atau F4 (215 x 330 mm)."
    )
    pengesahan: Literal["kunci", "peladen"] | None = Field(
        None,
        title="Pengesahan",
        description="Cara pejabat mengesahkan: kunci (tanda tangannya sendiri) atau peladen "
        "(akunnya pada peladen Git). Tanpa isian, seperti tahun sebelumnya.",
    )


class Skpd(Record):
    """Satu perangkat daerah tujuan usulan."""

    nama: Kalimat = Field(title="Nama", description="Nama lengkap.")
    singkatan: Kalimat = Field(title="Singkatan", description="Nama pendek untuk tabel.")


class DaftarSkpd(Listing[dict[Slug, Skpd]]):
    """Isi skpd.yaml: kode perangkat daerah dan namanya."""


class TemplateKegiatan(Record):
    """Satu template kegiatan: kegiatan baku dengan satuan dan harga satuan."""

    kegiatan: Kalimat = Field(title="Kegiatan", description="Nama kegiatan.")
    isu: Kalimat = Field(title="Isu", description="Isu pembangunan.")
    program: Kalimat = Field(title="Program", description="Program (kolom 3 pada Form 3).")
    tipe: Tipe = Field(title="Tipe", description="fisik, non-fisik atau barang.")
    satuan: Kalimat = Field(title="Satuan", description="Misalnya m, m2, unit, orang.")
    harga_satuan: Rupiah | None = Field(
        None, title="Harga satuan", description="Rupiah per satuan; kosong bila belum ada."
    )
    tahun_harga: Tahun | None = Field(
        None,
        title="Tahun harga",
        description="Tahun asal harga satuan yang belum dipastikan; kosongkan sesudah dipastikan.",
    )
    skpd: Annotated[Slug, Rujukan("skpd")] = Field(
        title="Perangkat daerah", description="Yang mengerjakannya."
    )
    definisi: Uraian | None = Field(
        None, title="Definisi operasional", description="Apa yang termasuk kegiatan ini."
    )
    syarat: Uraian | None = Field(
        None, title="Syarat dan ketentuan", description="Syarat agar dapat dikerjakan."
    )


class DaftarTemplate(Listing[dict[Slug, TemplateKegiatan]]):
    """Isi template-kegiatan.yaml: kode template dan isinya."""


class BeritaAcaraKelurahan(Record):
    """Berita Acara Musrenbang Kelurahan."""

    nomor: Kalimat = Field(title="Nomor", description="Nomor Berita Acara.")
    tanggal: Tanggal = Field(title="Tanggal", description="Tanggal Berita Acara.")
    ditandatangani: YaTidak = Field(
        title="Ditandatangani", description="Sudah ditandatangani lurah atau belum."
    )


class DelegasiRw(Record):
    """Delegasi satu RW, satu orang."""

    rw: NomorRw = Field(title="RW", description="Tiga angka, misalnya 003.")
    nama: BolehKosong = Field("", title="Nama", description="Boleh dikosongkan.")


class Kelurahan(Record):
    """Satu kelurahan pada tahun ini."""

    kode: KodeKelurahan | None = Field(
        None, title="Kode", description='Kode wilayah, misalnya "31.71.05.1003".'
    )
    nama: Kalimat = Field(title="Nama", description="Nama kelurahan, tanpa kata Kelurahan.")
    lurah: Pejabat | None = Field(None, title="Lurah", description="Lurah tahun ini.")
    jumlah_rw: BilanganBulat | None = Field(
        None, title="Jumlah RW", description="Banyaknya RW di kelurahan ini."
    )
    berita_acara: BeritaAcaraKelurahan | None = Field(
        None, title="Berita Acara", description="Berita Acara Musrenbang Kelurahan."
    )
    dikirim: Tanggal | None = Field(
        None,
        title="Dikirim",
        description="Tanggal lurah mengirim usulan; kosong selama belum dikirim.",
    )
    delegasi: tuple[DelegasiRw, ...] = Field(
        (), title="Delegasi RW", description="Satu orang per RW."
    )
