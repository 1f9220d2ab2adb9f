"""The record files of the demo: an invented year of two kelurahan, every page marked as sample."""

from collections.abc import Mapping

YEAR = "proposals/2016"
DECISIONS = "decisions/2016"

MUSRENBANG = """\
tahun: 2016
tahun_rencana: 2017
contoh: true
kecamatan: {kode: "31.71.05", nama: Cempaka Putih}
kota: {kode: "31.71", nama: Jakarta Pusat, jenis: Kota Administrasi}
pejabat:
  camat: {nama: Ratna Wulandari, akun: camat-contoh, email: camat@contoh.example}
  kepala_perencanaan: {jabatan: Kepala Kanppeko Jakarta Pusat, nama: Bambang Sutrisno}
  operator:
    - {nama: Agus Prasetyo, akun: operator-contoh, email: operator@contoh.example}
jadwal:
  penetapan_tim: 2016-03-04
  survei: {mulai: 2016-02-29, selesai: 2016-03-05}
  musrenbang:
    mulai: 2016-03-09
    selesai: 2016-03-10
    jam: 08.00–15.30
    tempat: Aula Kantor Kecamatan
  batas_laporan: 2016-03-18
"""
SKPD = """\
sudin-sda: {nama: Suku Dinas Sumber Daya Air, singkatan: Sudin SDA}
sudin-dik: {nama: Suku Dinas Pendidikan, singkatan: Sudin Dik}
"""
TEMPLATE = """\
perbaikan-saluran:
  kegiatan: Perbaikan saluran
  isu: Lingkungan
  program: Program Pengendalian Banjir
  tipe: fisik
  satuan: m
  harga_satuan: 800000
  skpd: sudin-sda
pelatihan-menjahit:
  kegiatan: Pelatihan menjahit
  isu: Ekonomi
  program: Program Pelatihan Kerja
  tipe: non-fisik
  satuan: orang
  harga_satuan: 1500000
  skpd: sudin-dik
"""
RAWASARI = """\
kode: "31.71.05.1003"
nama: Rawasari
lurah: {nama: Sri Handayani, akun: lurah-contoh, email: lurah@contoh.example}
jumlah_rw: 9
berita_acara: {nomor: 12/BA/2016, tanggal: 2016-02-24, ditandatangani: true}
"""
SENT = "dikirim: 2016-02-26\n"


def drain(rw: str, street: str, volume: int, problem: str) -> str:
    """A proposal to repair a drain, `volume` in metres."""
    return f"""\
rw: "{rw}"
permasalahan: {problem}
usulan_kegiatan: Perbaikan saluran {street}
template: perbaikan-saluran
lokasi: {{alamat: {street}}}
volume: {volume}
perkiraan_anggaran: {volume * 800_000}
validasi_lurah: {{hasil: diteruskan, tanggal: 2016-02-24}}
"""


def survey(volume: int, note: str = "") -> str:
    """What the technical team found."""
    return f"""\
survei:
  tanggal: 2016-03-02
  lokasi_sesuai: true
  layak_teknis: true
  layak_administratif: true
  volume_terukur: {volume}
""" + (f"  catatan: {note}\n" if note else "")


NOTE = "Ujung saluran sudah diperbaiki warga."


def approved(volume: int, *, edited: bool = False, note: str = "") -> str:
    """An approval; `edited` where the camat corrected the volume."""
    edit = f"""\
volume: {volume}
perkiraan_anggaran: {volume * 800_000}
alasan_perubahan: Hasil ukur ulang Tim Teknis.
"""
    return (
        f"keputusan: disetujui\ntanggal: 2016-03-09\n{edit if edited else ''}{survey(volume, note)}"
    )


TRAINING = """\
rw: "004"
permasalahan: Banyak ibu muda di RW ini belum bekerja.
usulan_kegiatan: Pelatihan menjahit tingkat dasar
template: pelatihan-menjahit
volume: 20
perkiraan_anggaran: 30000000
validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}
"""
REJECTED = """\
keputusan: ditolak
tanggal: 2016-03-09
alasan:
  kode: bukan-prioritas
  uraian: Peserta dari RW ini sudah dapat mengikuti pelatihan kota yang dibuka bulan Juli.
"""
APPROVED_TRAINING = "keputusan: disetujui\ntanggal: 2016-03-09\n"
KIRIM = """\
tanggal: 2016-03-10
tanpa_validasi:
  - {nomor: "0004", alasan: Status lahan masih diperiksa sampai hari terakhir Musrenbang.}
"""
KOREKSI = """\
koreksi:
  - nomor: "0001"
    tanggal: 2016-03-15
    alasan: Salah ketik volume; hasil ukur Tim Teknis 96 m.
    berita_acara: 15/BA/2016
"""
PROPOSALS: Mapping[str, str] = {
    "0001": drain("003", "Jl. Rawasari Barat III", 120, "Saluran mampat dan meluap tiap hujan."),
    "0002": TRAINING,
    "0003": drain("007", "Jl. Rawasari Selatan", 80, "Dinding saluran ambrol sepanjang jalan."),
    "0004": drain("009", "Jl. Rawasari Timur", 60, "Saluran tertutup beton parkir dan buntu."),
}


def proposal(nomor: str) -> str:
    """The file of a proposal."""
    return f"{YEAR}/rawasari/{nomor}.yaml"


def decision(nomor: str) -> str:
    """The file of its decision."""
    return f"{DECISIONS}/rawasari/{nomor}.yaml"


LURAH_FILE = f"{YEAR}/rawasari/kelurahan.yaml"
KIRIM_FILE = f"{DECISIONS}/rawasari/kirim.yaml"
