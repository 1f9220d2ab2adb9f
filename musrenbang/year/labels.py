"""What codes are called, in words a resident understands: on the site and in reviews."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from musrenbang.year.cases import Status
from schemas.keputusan import KodeAlasan
from schemas.musrenbang import Golongan


class StatusLabel(NamedTuple):
    """A state in words; `kode` also names its symbol and colour in the style sheet."""

    kode: str
    nama: str
    arti: str


STATUS: Mapping[Status, StatusLabel] = MappingProxyType(
    {
        Status.DISETUJUI: StatusLabel(
            "disetujui",
            "Disetujui",
            "Camat menyetujui usulan ini untuk dibahas di Musrenbang tingkat kota/kabupaten.",
        ),
        Status.DITOLAK: StatusLabel(
            "ditolak",
            "Ditolak",
            "Camat tidak meneruskan usulan ini ke Musrenbang tingkat kota/kabupaten.",
        ),
        Status.BELUM_DIVALIDASI: StatusLabel(
            "belum-divalidasi",
            "Belum diputuskan",
            "Sudah dikirim lurah, tetapi belum diputuskan camat. Yang tetap tidak diputuskan "
            "sampai hasilnya dikirim menjadi tanggung jawab camat (juknis D.4).",
        ),
        Status.FORUM_UKPD: StatusLabel(
            "forum-ukpd",
            "Forum UKPD",
            "Tidak memakai template kegiatan atau dikirim langsung oleh warga, sehingga dibahas "
            "pada forum UKPD, bukan diputuskan camat.",
        ),
        Status.BELUM_DIKIRIM: StatusLabel(
            "belum-dikirim",
            "Belum dikirim",
            "Lurah belum mengirim usulan kelurahannya, sehingga camat belum dapat memutuskannya.",
        ),
        Status.TIDAK_DITERUSKAN: StatusLabel(
            "tidak-diteruskan",
            "Tidak diteruskan",
            "Lurah tidak meneruskan usulan ini ke tingkat kecamatan.",
        ),
    }
)

CHANGED = "Disetujui dengan perubahan"

SENT_UNDECIDED = StatusLabel(
    STATUS[Status.BELUM_DIVALIDASI].kode,
    "Tidak diputuskan",
    "Camat mengirim hasil kelurahan ini tanpa memutuskan usulan ini; menjadi tanggung jawab "
    "camat (juknis D.4).",
)
"""What `Status.BELUM_DIVALIDASI` is called once the camat has sent the kelurahan on."""


class ReasonLabel(NamedTuple):
    """A reason to reject in words, and the clause of the juknis it stands in."""

    nama: str
    dasar: str


ALASAN: Mapping[KodeAlasan, ReasonLabel] = MappingProxyType(
    {
        "bukan-prioritas": ReasonLabel("Bukan prioritas kecamatan", "juknis D.2.a"),
        "kewenangan-kecamatan": ReasonLabel(
            "Dapat dikerjakan dengan kewenangan kecamatan", "juknis D.2.b"
        ),
        "sasaran-tidak-jelas": ReasonLabel("Sasaran tidak jelas", "juknis D.2.c"),
        "dikerjakan-tahun-berjalan": ReasonLabel(
            "Sudah dianggarkan atau dikerjakan pada tahun berjalan", "juknis D.2.d"
        ),
        "pendanaan-lain": ReasonLabel("Dapat didanai dari sumber lain", "juknis D.2.e"),
        "sudah-dikerjakan": ReasonLabel("Sudah dikerjakan tahun sebelumnya", "juknis D.2.f"),
        "tidak-sesuai-lapangan": ReasonLabel(
            "Tidak sesuai dengan kondisi di lapangan", "juknis D.2.g"
        ),
        "volume-tidak-wajar": ReasonLabel("Volume tidak wajar", "juknis C.2.c.3.h"),
    }
)

TIPE: Mapping[str, str] = MappingProxyType(
    {"fisik": "Fisik", "non-fisik": "Nonfisik", "barang": "Barang", "": "Belum disebutkan"}
)

GOLONGAN: Mapping[Golongan, str] = MappingProxyType(
    {
        "anggota-dprd": "Anggota DPRD yang berdomisili di kecamatan",
        "muspika": "Muspika",
        "kesbangpol": "Kantor Kesbangpol",
        "kasi-teknis-kecamatan": "Kepala seksi teknis kecamatan",
        "kasi-unit-teknis": "Kepala seksi unit teknis di kecamatan",
        "lurah": "Lurah",
        "pkk": "Tim Penggerak PKK kecamatan",
        "lembaga-masyarakat": "Ketua lembaga masyarakat kecamatan",
        "delegasi-rw": "Delegasi RW",
        "bkm-lkm": "BKM/LKM",
        "ormas-orsos": "Organisasi masyarakat dan organisasi sosial",
    }
)
