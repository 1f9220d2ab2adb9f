"""Attempts to cheat: what each writes (`None` removes) and the rules that have to refuse it.

Of a photo stands here how wide it is.
"""

from collections.abc import Mapping

from musrenbang.files.program import PIN
from musrenbang.records.canonical import dump
from musrenbang.records.loader import load
from musrenbang.records.shipped_guide import shipped
from musrenbang.review.owners import codeowners
from tests.review_support import MemoryTree, read_base

BASE = read_base()
for _usulan, _foto in (("rawasari/0005", "0005-tepi.jpg"), ("kramat/0001", "0002-balai.jpg")):
    BASE[f"proposals/2016/{_usulan}.yaml"] += f"foto: [{_foto}]\n"
    BASE[f"proposals/2016/{_usulan.partition('/')[0]}/{_foto}"] = "8"
CODEOWNERS = ".github/CODEOWNERS"
NEWS = "- {tahap: kota, hasil: diterima, tanggal: 2016-03-15, sumber: Berita Acara Kota}\n"
LATER = "- {tahap: rkpd, hasil: diterima, tanggal: 2016-03-20, sumber: Rancangan RKPD}\n"
KRAMAT_NEWS = "decisions/2016/tindak-lanjut/kramat/0001.yaml"
BASE[KRAMAT_NEWS] = NEWS + LATER
SIGNED_REPORT = "decisions/2016/dokumen-bertanda-tangan/laporan.pdf"
BASE[SIGNED_REPORT] = "%PDF-1.7\n"
WHEEL = "https://alat.example/musrenbang-1.2.0-py3-none-any.whl#sha256=" + "a" * 64
BASE[PIN] = f"{WHEEL}\n"
BASE[CODEOWNERS] = codeowners(load(MemoryTree(BASE)))
P = "proposals/2016"
D = "decisions/2016"
KRAMAT_KIRIM = f"{D}/kramat/kirim.yaml"

APPROVED = "keputusan: disetujui\ntanggal: 2016-03-09\n"
REJECTED = (
    "keputusan: ditolak\ntanggal: 2016-03-09\n"
    "alasan: {kode: bukan-prioritas, uraian: Mendahulukan penanganan banjir.}\n"
)
GOOD = {f"{D}/rawasari/0002.yaml": REJECTED}

MINUTES = """\
nomor: 3/BA/2016
mulai: 2016-03-09
selesai: 2016-03-10
jam: 08.00–15.30
tempat: Aula
delegasi: [{lembaga: LMK Rawasari}]
kehadiran: [{golongan: lurah, diundang: 3, hadir: 3}]
dokumentasi: [{berkas: pembukaan.jpg, keterangan: Pembukaan.}]
tanggapan: Saluran didahulukan.
ditetapkan: 2016-03-10
"""

Files = Mapping[str, str | None]


def edited(path: str, old: str, new: str) -> str:
    assert old in BASE[path], old
    return BASE[path].replace(old, new)


def correction(nomor: str) -> str:
    row = f'{{nomor: "{nomor}", tanggal: 2016-03-15, alasan: Salah ketik.}}'
    return f"tanggal: 2016-03-10\nkoreksi:\n  - {row}\n"


CHEATER = edited(f"{P}/musrenbang.yaml", "camat-contoh", "kawan-saya")
INFLATED = edited(f"{D}/kramat/0001.yaml", "128", "129").replace("102400000", "103200000")

CHEATS: Mapping[str, tuple[Files, set[str]]] = {
    "menghapus pin program": ({PIN: None}, {"penjaga.program"}),
    "menghapus pin lalu membawa program sendiri": (
        {PIN: None, "build.py": "print()\n", "musrenbang/cli.py": "print()\n"},
        {"penjaga.program"},
    ),
    "membawa program sendiri di samping pin": (
        {"Musrenbang/cli.py": "print()\n"},
        {"penjaga.program"},
    ),
    "menulis pin tanpa enkripsi": (
        {PIN: WHEEL.replace("https", "http")},
        {"penjaga.program"},
    ),
    "menulis pin dengan dua roda": ({PIN: f"{WHEEL}\n{WHEEL}\n"}, {"penjaga.program"}),
    "menulis pin yang mencari di tempat lain": (
        {PIN: f"--extra-index-url https://lain.example\n{WHEEL}\n"},
        {"penjaga.program"},
    ),
    "menunjuk penyetuju sendiri bersama keputusan": (
        {**GOOD, f"{P}/musrenbang.yaml": CHEATER},
        {"penjaga.campuran"},
    ),
    "menunjuk penyetuju sendiri bersama usulan": (
        {
            f"{P}/musrenbang.yaml": CHEATER,
            f"{P}/utara/0001.yaml": edited(f"{P}/utara/0001.yaml", "volume: 90", "volume: 91"),
        },
        {"penjaga.campuran"},
    ),
    "mengganti lurah sekaligus mengirim usulannya": (
        {
            f"{P}/utara/kelurahan.yaml": BASE[f"{P}/utara/kelurahan.yaml"]
            + "lurah: {nama: Saya, akun: saya}\ndikirim: 2016-02-27\n",
        },
        {"penjaga.wewenang"},
    ),
    "mendaftarkan kunci sendiri bersama keputusan": (
        {**GOOD, ".github/allowed_signers": "camat@contoh.example ssh-ed25519 AAAA\n"},
        {"penjaga.campuran"},
    ),
    "melunakkan alur kerja bersama keputusan": (
        {**GOOD, ".github/workflows/periksa.yml": "name: selalu hijau\n"},
        {"penjaga.campuran"},
    ),
    "melunakkan aturan bersama keputusan": (
        {**GOOD, "musrenbang/rules/reasons.py": "LEAST = 0\n"},
        {"penjaga.campuran"},
    ),
    "menulis pemilik berkas dengan tangan": (
        {CODEOWNERS: "* @kawan-saya\n"},
        {"codeowners.mutakhir"},
    ),
    "menghapus pemilik berkas": ({CODEOWNERS: None}, {"penjaga.hapus"}),
    "mengubah keputusan sesudah Kirim": (
        {f"{D}/kramat/0001.yaml": INFLATED},
        {"penjaga.terkunci"},
    ),
    "mengubah satu, mengoreksi yang lain": (
        {f"{D}/kramat/0001.yaml": INFLATED, KRAMAT_KIRIM: correction("0002")},
        {"penjaga.terkunci", "penjaga.koreksi"},
    ),
    "mencatat koreksi untuk dipakai nanti": (
        {KRAMAT_KIRIM: correction("0001")},
        {"penjaga.koreksi"},
    ),
    "menulis ulang Kirim": (
        {KRAMAT_KIRIM: "tanggal: 2016-03-11\n"},
        {"penjaga.koreksi"},
    ),
    "menghapus Kirim lalu mengubah keputusan": (
        {KRAMAT_KIRIM: None, f"{D}/kramat/0001.yaml": INFLATED},
        {"penjaga.hapus", "penjaga.terkunci"},
    ),
    "merusak Kirim lalu mengubah keputusan": (
        {KRAMAT_KIRIM: "tanggal: [\n", f"{D}/kramat/0001.yaml": INFLATED},
        {"penjaga.koreksi", "penjaga.terkunci", "yaml.sintaks"},
    ),
    "menambah usulan sesudah Kirim": (
        {f"{P}/kramat/0003.yaml": BASE[f"{P}/kramat/0002.yaml"]},
        {"penjaga.terkunci"},
    ),
    "mengubah yang tercetak lewat template": (
        {
            f"{P}/template-kegiatan.yaml": edited(
                f"{P}/template-kegiatan.yaml", "program: Kebersihan", "program: Lain"
            )
        },
        {"penjaga.pengaturan-terkunci"},
    ),
    "menulis juknis sendiri sesudah ada keputusan": (
        {f"{P}/juknis.yaml": dump(shipped()).replace("minggu ke-3 Maret", "31 Maret")},
        {"penjaga.juknis-terkunci"},
    ),
    "memutuskan usulan yang belum dikirim": (
        {f"{D}/utara/0001.yaml": REJECTED},
        {"penjaga.belum-dikirim"},
    ),
    "mengirim atas nama lurah lalu memutuskan": (
        {
            f"{P}/utara/kelurahan.yaml": BASE[f"{P}/utara/kelurahan.yaml"]
            + "dikirim: 2016-02-27\n",
            f"{D}/utara/0001.yaml": REJECTED,
        },
        {"penjaga.belum-dikirim", "penjaga.usulan-dalam-keputusan"},
    ),
    "memutuskan usulan buatan sendiri": (
        {
            f"{P}/rawasari/0006.yaml": BASE[f"{P}/rawasari/0002.yaml"],
            f"{D}/rawasari/0006.yaml": APPROVED,
        },
        {"penjaga.belum-dikirim", "penjaga.usulan-dalam-keputusan"},
    ),
    "membesarkan usulan sambil menyetujuinya": (
        {
            f"{P}/rawasari/0002.yaml": edited(f"{P}/rawasari/0002.yaml", "6000000", "60000000"),
            f"{D}/rawasari/0002.yaml": APPROVED,
        },
        {"penjaga.usulan-dalam-keputusan"},
    ),
    "membesarkan usulan sesudah disetujui": (
        {f"{P}/rawasari/0005.yaml": edited(f"{P}/rawasari/0005.yaml", "32000000", "320000000")},
        {"penjaga.sudah-diputuskan"},
    ),
    "membetulkan kabar yang sudah tercatat": (
        {KRAMAT_NEWS: (NEWS + LATER).replace("rkpd", "apbd")},
        {"penjaga.tindak-lanjut"},
    ),
    "menyelipkan kabar di atas yang sudah tercatat": (
        {KRAMAT_NEWS: LATER + NEWS},
        {"penjaga.tindak-lanjut"},
    ),
    "menghapus kabar terakhir": ({KRAMAT_NEWS: NEWS}, {"penjaga.tindak-lanjut"}),
    "menghapus semua kabar": ({KRAMAT_NEWS: None}, {"penjaga.hapus"}),
    "merusak kabar": (
        {KRAMAT_NEWS: "- tahap: [\n"},
        {"penjaga.tindak-lanjut", "yaml.sintaks"},
    ),
    "mengoreksi dengan kabar sebagai perubahannya": (
        {
            KRAMAT_NEWS: NEWS + LATER + LATER.replace("rkpd", "apbd"),
            KRAMAT_KIRIM: correction("0001"),
        },
        {"penjaga.koreksi"},
    ),
    "memberi kabar bersama usulan lurah": (
        {
            KRAMAT_NEWS: NEWS + LATER + LATER.replace("rkpd", "apbd"),
            f"{P}/utara/0001.yaml": edited(f"{P}/utara/0001.yaml", "volume: 90", "volume: 91"),
        },
        {"penjaga.usulan-dalam-keputusan"},
    ),
    "menghapus keputusan": ({f"{D}/rawasari/0005.yaml": None}, {"penjaga.hapus"}),
    "menghapus usulan yang tidak disukai": (
        {f"{P}/rawasari/0004.yaml": None},
        {"penjaga.hapus"},
    ),
    "mengganti nomor usulan": (
        {
            f"{P}/rawasari/0004.yaml": None,
            f"{P}/rawasari/0009.yaml": BASE[f"{P}/rawasari/0004.yaml"],
        },
        {"penjaga.hapus"},
    ),
    "memakai ulang nomor usulan": (
        {f"{P}/utara/0001.yaml": BASE[f"{P}/rawasari/0002.yaml"]},
        {"penjaga.nomor-dipakai-ulang"},
    ),
    "mengubah usulan dua kelurahan": (
        {
            f"{P}/utara/0001.yaml": edited(f"{P}/utara/0001.yaml", "volume: 90", "volume: 91"),
            f"{P}/rawasari/0001.yaml": edited(
                f"{P}/rawasari/0001.yaml", "volume: 120", "volume: 121"
            ),
        },
        {"penjaga.satu-kelurahan"},
    ),
    "mengganti foto di bawah keputusan": (
        {f"{P}/rawasari/0005-tepi.jpg": "9"},
        {"penjaga.foto-diputuskan"},
    ),
    "mengganti foto usulan lain lewat koreksi yang namanya mirip": (
        {
            f"{P}/kramat/0002-balai.jpg": "9",
            KRAMAT_KIRIM: correction("0002"),
        },
        {"penjaga.terkunci", "penjaga.koreksi"},
    ),
    "mengganti dokumen yang sudah ditandatangani": (
        {SIGNED_REPORT: "%PDF-1.7 lain\n"},
        {"penjaga.dokumen-bertanda-tangan"},
    ),
    "mengirim dengan koreksi untuk dipakai nanti": (
        {f"{D}/rawasari/kirim.yaml": correction("0005")},
        {"penjaga.koreksi-awal"},
    ),
    "mengirim dengan tanggal yang belum tiba": (
        {f"{D}/rawasari/kirim.yaml": "tanggal: 2016-04-10\n"},
        {"penjaga.tanggal-mendahului"},
    ),
    "menetapkan Berita Acara sebelum semua kelurahan Kirim": (
        {f"{D}/berita-acara.yaml": MINUTES},
        {"penjaga.berita-acara"},
    ),
    "menyelipkan tahun lain": (
        {**GOOD, "decisions/2015/rawasari/0001.yaml": REJECTED},
        {"penjaga.satu-tahun", "penjaga.belum-dikirim"},
    ),
    "menyamarkan keputusan dengan huruf besar": (
        {**GOOD, f"Decisions/2016/{'rawasari'}/0001.yaml": APPROVED},
        {"penjaga.campuran"},
    ),
}
