"""A small, complete and faultless year that tests start from and then break."""

from collections.abc import Mapping

MUSRENBANG = """\
tahun: 2016
tahun_rencana: 2017
contoh: true
kecamatan: {kode: "31.71.05", nama: Cempaka Putih}
kota: {kode: "31.71", nama: Jakarta Pusat, jenis: Kota Administrasi}
pejabat:
  camat: {nama: Ratna Wulandari, nip: "197001011995032000"}
  kepala_perencanaan: {jabatan: Kepala Kanppeko Jakarta Pusat, nama: Budi Santoso}
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
  program: Program Pelatihan
  tipe: non-fisik
  satuan: orang
  harga_satuan: 1500000
  skpd: sudin-dik
"""
KELURAHAN = """\
kode: "31.71.05.1003"
nama: Rawasari
jumlah_rw: 9
berita_acara: {nomor: 12/BA/2016, tanggal: 2016-02-24, ditandatangani: true}
dikirim: 2016-02-26
"""
USULAN = """\
rw: "003"
permasalahan: Saluran tepi jalan mampat dan meluap setiap hujan lebat.
usulan_kegiatan: Perbaikan saluran tepi jalan
template: perbaikan-saluran
lokasi: {alamat: Jl. Rawasari Barat III}
volume: 120
perkiraan_anggaran: 96000000
validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}
"""
PELATIHAN = """\
rw: "004"
permasalahan: Banyak ibu muda belum bekerja.
usulan_kegiatan: Pelatihan menjahit
template: pelatihan-menjahit
volume: 20
perkiraan_anggaran: 30000000
validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}
"""
DISETUJUI = """\
keputusan: disetujui
tanggal: 2016-03-09
volume: 100
perkiraan_anggaran: 80000000
alasan_perubahan: Hasil ukur ulang Tim Teknis.
survei:
  tanggal: 2016-03-02
  lokasi_sesuai: true
  layak_teknis: true
  layak_administratif: true
  volume_terukur: 100
"""
DITOLAK = """\
keputusan: ditolak
tanggal: 2016-03-09
alasan: {kode: bukan-prioritas, uraian: Akan dilayani pelatihan kota tahun ini.}
"""
KIRIM = "tanggal: 2016-03-10\n"

SMALL_YEAR: Mapping[str, str] = {
    "proposals/2016/musrenbang.yaml": MUSRENBANG,
    "proposals/2016/skpd.yaml": SKPD,
    "proposals/2016/template-kegiatan.yaml": TEMPLATE,
    "proposals/2016/rawasari/kelurahan.yaml": KELURAHAN,
    "proposals/2016/rawasari/0001.yaml": USULAN,
    "proposals/2016/rawasari/0002.yaml": PELATIHAN,
    "decisions/2016/rawasari/0001.yaml": DISETUJUI,
    "decisions/2016/rawasari/0002.yaml": DITOLAK,
    "decisions/2016/rawasari/kirim.yaml": KIRIM,
}
