"""The demo: an invented year of two kelurahan, every page marked as sample, and what happens in it.

A kelurahan's proposals, a survey, decisions, Kirim, a correction. One decision pull request is
refused first: it changes the lurah's proposal instead of writing the corrected volume into the
decision. The second commit of its branch reworks it.
"""

from collections.abc import Mapping

from musrenbang.demo.signed_history import SignedHistory, Someone

YEAR = "proposals/2016"
DECISIONS = "decisions/2016"

MUSRENBANG = """\
tahun: 2016
tahun_rencana: 2017
contoh: true
pengesahan: kunci
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
"""
IGNORED = "/_site/\n/._site-*/\n"
"""What a build makes here, which is no change of the records."""
MINUTES = "berita_acara: {nomor: 12/BA/2016, tanggal: 2016-02-24, ditandatangani: true}\n"
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


CAMAT = Someone("Ratna Wulandari", "camat")
LURAH = Someone("Sri Handayani", "lurah")
OPERATOR = Someone("Agus Prasetyo", "operator")
STAFF = Someone("Staf Kelurahan Contoh", "staf")
PEOPLE = (CAMAT, LURAH, OPERATOR, STAFF)
OPEN = "keputusan-0004"
"""A branch that waits for its review, and would be refused."""


def play(recorder: SignedHistory) -> None:
    """The honest history."""
    _settings(recorder)

    recorder.branch("usulan-rawasari")
    proposals = {proposal(nomor): text for nomor, text in PROPOSALS.items()}
    recorder.commit(
        STAFF,
        "2016-02-24T16:10",
        "Usulan hasil Musrenbang Kelurahan Rawasari",
        {**proposals, LURAH_FILE: RAWASARI + MINUTES},
    )
    recorder.merge(LURAH, "2016-02-25T09:30", "Usulan Kelurahan Rawasari")

    recorder.branch("kirim-lurah")
    sent = {LURAH_FILE: RAWASARI + MINUTES + SENT}
    recorder.commit(STAFF, "2016-02-26T08:05", "Kirim usulan ke kecamatan", sent)
    recorder.merge(LURAH, "2016-02-26T10:00", "Kirim usulan Kelurahan Rawasari")

    recorder.branch("survei")
    surveys = {decision("0001"): survey(100, NOTE), decision("0003"): survey(80)}
    recorder.commit(OPERATOR, "2016-03-03T11:00", "Hasil survei Tim Teknis", surveys)
    recorder.merge(CAMAT, "2016-03-04T14:00", "Hasil survei Rawasari")

    _decisions(recorder)

    recorder.branch("kirim-rawasari")
    recorder.commit(OPERATOR, "2016-03-10T15:00", "Kirim Kelurahan Rawasari", {KIRIM_FILE: KIRIM})
    recorder.merge(CAMAT, "2016-03-10T16:00", "Kirim Kelurahan Rawasari")

    recorder.branch("koreksi-0001")
    corrected = {
        decision("0001"): approved(96, edited=True, note=NOTE),
        KIRIM_FILE: KIRIM + KOREKSI,
    }
    recorder.commit(OPERATOR, "2016-03-15T09:00", "Koreksi usulan 0001", corrected)
    recorder.merge(CAMAT, "2016-03-15T13:30", "Koreksi usulan 0001")

    recorder.branch(OPEN)
    recorder.commit(
        OPERATOR,
        "2016-03-16T10:00",
        "Keputusan 0004, lupa bahwa kelurahannya sudah dikirim",
        {decision("0004"): approved(60)},
    )
    recorder.checkout_main()


def _settings(recorder: SignedHistory) -> None:
    keys = "".join(
        f'{who.email} namespaces="git",valid-after="20160101",valid-before="20170101" '
        f"{recorder.make_key(who)}\n"
        for who in PEOPLE
    )
    files = {
        f"{YEAR}/musrenbang.yaml": MUSRENBANG,
        f"{YEAR}/skpd.yaml": SKPD,
        f"{YEAR}/template-kegiatan.yaml": TEMPLATE,
        LURAH_FILE: RAWASARI,
        ".github/allowed_signers": keys,
        ".gitignore": IGNORED,
    }
    recorder.commit(CAMAT, "2016-02-01T09:00", "Pengaturan tahun 2016", files)


def _decisions(recorder: SignedHistory) -> None:
    """The pull request that is refused first, and reworked."""
    recorder.branch("keputusan-rawasari")
    shorter = drain("003", "Jl. Rawasari Barat III", 100, "Saluran mampat dan meluap tiap hujan.")
    first = {
        proposal("0001"): shorter,
        decision("0001"): approved(100, note=NOTE),
        decision("0002"): REJECTED,
    }
    recorder.commit(OPERATOR, "2016-03-09T13:00", "Keputusan hari pertama", first)
    recorder.commit(
        OPERATOR,
        "2016-03-09T14:20",
        "Usulan lurah dikembalikan; volume dikoreksi dalam keputusan",
        {
            proposal("0001"): PROPOSALS["0001"],
            decision("0001"): approved(100, edited=True, note=NOTE),
            decision("0003"): approved(80),
        },
    )
    recorder.merge(CAMAT, "2016-03-09T15:45", "Keputusan Kelurahan Rawasari")


def tamper(recorder: SignedHistory) -> None:
    """A few frauds on top of it, each of another kind."""
    raised = {decision("0003"): approved(180, edited=True)}
    recorder.commit(OPERATOR, "2016-03-17T08:00", "Rapikan berkas", raised, signed=False)

    recorder.branch("pengumuman")
    notice = f"{DECISIONS}/pengumuman/2016-03-17-hasil.md"
    text = "# Hasil Musrenbang\n\nHasil Kelurahan Rawasari sudah dapat dilihat.\n"
    recorder.commit(OPERATOR, "2016-03-17T09:00", "Pengumuman hasil", {notice: text})
    slipped_in = {decision("0002"): APPROVED_TRAINING}
    recorder.merge(CAMAT, "2016-03-17T10:00", "Pengumuman hasil", files=slipped_in)

    recorder.branch("pengumuman-2")
    text = "# Hasil Musrenbang\n\nHasil sudah final.\n"
    recorder.commit(OPERATOR, "2016-03-18T09:00", "Pengumuman kedua", {notice: text})
    recorder.merge(OPERATOR, "2016-03-08T09:30", "Pengumuman kedua", reviewer=CAMAT)
