"""A year under a made-up guide: other windows, offices, reasons, groups and clauses than 2016's."""

from collections.abc import Mapping

from tests.small_year import DISETUJUI, KELURAHAN, PELATIHAN, SKPD, TEMPLATE, USULAN

TAHUN = 2027
JUKNIS = """\
judul: Pedoman Musrenbang Terpadu 2027
jadwal:
  penetapan_tim: 29 Januari
  musrenbang: 8 sampai 19 Februari
  laporan: 26 Februari
alasan:
  tunda:
    nama: Ditunda setahun
    klausul: V.2
    langkah: Tunggu pembahasan ulang.
    kepada: Sekretariat kecamatan
    kapan: Januari 2028
  bukan-urusan:
    nama: Bukan urusan kota
    bunyi: Di luar urusan kota pada tahun {tahun}
    ciri: [urusan pusat, urusan provinsi]
    langkah: Kirim surat kepada yang berwenang.
    kepada: Kementerian atau provinsi
    kapan: Kapan saja
  status-tanah:
    nama: Status tanah belum jelas
    klausul: V.3
    bukti: temuan-lapangan
    ciri: [sertifikat, pemilik]
    langkah: Selesaikan surat tanahnya.
    kepada: Kelurahan
    kapan: Sebelum November
  sudah-ada:
    nama: Sudah masuk anggaran
    klausul: V.4
    bukti: pekerjaan-berjalan
    langkah: Ikuti pelaksanaannya.
    kepada: Dinas pelaksana
    kapan: Tahun ini
golongan:
  dewan: {nama: Anggota dewan, klausul: II.1}
  kepala-kelurahan: {nama: Kepala kelurahan, pimpinan: Lurah, sebanyak: kelurahan}
  utusan-rw: {nama: Utusan RW, klausul: II.2, sebanyak: rw}
perencanaan: {nama: Subanrenda, kepanjangan: Suku Badan Riset Daerah, kota: Subanrenda}
sebutan: {perangkat: Balai/Loka, forum: sidang balai}
provinsi:
  kode: "31"
  pemerintah: Pemerintah Provinsi Daerah Khusus Jakarta
  nama: Provinsi Daerah Khusus Jakarta
  tempat: Cempaka Putih
prioritas: berbeda
klausul:
  I.1: {teks: "Musrenbang diadakan {musrenbang}.", sama_dengan: [A]}
  II.1: {teks: "{golongan} golongan diundang.", sama_dengan: [C.1.a.1]}
  II.2: {teks: Satu utusan setiap RW., sama_dengan: [C.1.a.1.ix]}
  II.3: {teks: "Laporan untuk {perencanaan} paling lambat {laporan}.", sama_dengan: [C.3.b]}
  III.1: {teks: Usulan fisik disurvei., sama_dengan: [C.1.e]}
  IV.1: {teks: Usulan kelompok khusus., sama_dengan: []}
  V.1: {teks: Penolakan beralasan., sama_dengan: [D.2, C.2.c.3.h.ditolak]}
  V.2: {teks: "Alasan: ditunda setahun."}
  V.3: {teks: "Alasan: status tanah."}
  V.4: {teks: "Alasan: sudah dianggarkan."}
"""
MUSRENBANG = """\
tahun: 2027
tahun_rencana: 2028
kecamatan: {kode: "31.71.05", nama: Cempaka Putih}
kota: {kode: "31.71", nama: Jakarta Pusat, jenis: Kota Administrasi}
pejabat:
  camat: {nama: Ratna Wulandari, nip: "197001011995032000"}
  kepala_perencanaan: {jabatan: Kepala Subanrenda Jakarta Pusat, nama: Budi Santoso}
jadwal:
  penetapan_tim: 2027-01-20
  survei: {mulai: 2027-02-01, selesai: 2027-02-05}
  musrenbang: {mulai: 2027-02-09, selesai: 2027-02-10, jam: 08.00–15.30, tempat: Aula}
  batas_laporan: 2027-02-19
tim_penyelenggara:
  - {nama: Siti, unsur: kecamatan, tugas: Ketua}
  - {nama: Joko, unsur: masyarakat, tugas: Anggota}
undangan:
  - {golongan: dewan, instansi: DPRD Provinsi, jumlah: 1}
  - {golongan: kepala-kelurahan, instansi: Kelurahan Rawasari, jumlah: 1}
  - {golongan: utusan-rw, instansi: Utusan RW Rawasari, jumlah: 9}
situs: {alamat: "https://musrenbang.contoh.example", kontak: Kantor kecamatan}
"""


def _dated(text: str) -> str:
    for day, other in (("02-24", "01-20"), ("02-26", "01-22"), ("03-09", "02-09")):
        text = text.replace(f"2016-{day}", f"2027-{other}")
    return text.replace("2016-03-02", "2027-02-03").replace("/2016", "/2027")


FOLDER = "2027/rawasari"
ANOTHER_GUIDE: Mapping[str, str] = {
    "proposals/2027/musrenbang.yaml": MUSRENBANG,
    "proposals/2027/juknis.yaml": JUKNIS,
    "proposals/2027/skpd.yaml": SKPD,
    "proposals/2027/template-kegiatan.yaml": TEMPLATE,
    f"proposals/{FOLDER}/kelurahan.yaml": _dated(KELURAHAN),
    **{
        f"proposals/{FOLDER}/{nomor}.yaml": _dated(USULAN).replace("Barat III", f"Timur {street}")
        for nomor, street in (("0001", "II"), ("0003", "V"), ("0004", "IX"))
    },
    f"proposals/{FOLDER}/0002.yaml": _dated(PELATIHAN),
    f"decisions/{FOLDER}/0001.yaml": _dated(DISETUJUI) + "prioritas: 2\n",
    f"decisions/{FOLDER}/0002.yaml": """\
keputusan: ditolak
tanggal: 2027-02-09
alasan:
  kode: bukan-urusan
  uraian: Pelatihan ini urusan provinsi.
  saran: Daftar pada balai latihan provinsi.
""",
    f"decisions/{FOLDER}/0003.yaml": _dated(DISETUJUI) + "prioritas: 1\n",
}
"""One proposal is still open; two for the same agency are approved, the later one ranked first."""
