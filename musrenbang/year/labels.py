"""What codes are called, in words a resident understands: on the site and in reviews."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from musrenbang.year.cases import Case, Status


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
            "sampai hasilnya dikirim menjadi tanggung jawab camat.",
        ),
        Status.FORUM_UKPD: StatusLabel(
            "forum-ukpd",
            "Dibahas forum",
            "Tidak memakai template kegiatan atau dikirim langsung oleh warga, sehingga dibahas "
            "pada forum sebelum Musrenbang tingkat kota, bukan diputuskan camat.",
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
    "Camat mengirim hasil kelurahan ini tanpa memutuskan usulan ini. "
    "Usulan ini menjadi tanggung jawab camat.",
)
"""What `Status.BELUM_DIVALIDASI` is called once the camat has sent the kelurahan on."""

_FORUM = "sehingga dibahas pada forum sebelum Musrenbang tingkat kota, bukan diputuskan camat."


def label_of(case: Case) -> StatusLabel:
    """The state of one proposal; what it means says only what is true of this one."""
    if case.tanpa_keputusan:
        return SENT_UNDECIDED
    label = STATUS[case.status]
    if case.status is not Status.FORUM_UKPD:
        return label
    why = "Dikirim langsung oleh warga" if case.langsung else "Tidak memakai template kegiatan"
    return label._replace(arti=f"{why}, {_FORUM}")


TIPE: Mapping[str, str] = MappingProxyType(
    {"fisik": "Fisik", "non-fisik": "Nonfisik", "barang": "Barang", "": "Belum disebutkan"}
)
