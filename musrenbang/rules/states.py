"""Rules on states: what may be decided, and when."""

from collections.abc import Iterator
from datetime import date

from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.cases import Case, Status
from musrenbang.year.views import View

_UNDECIDABLE = {
    Status.BELUM_DIKIRIM: (
        "Kelurahan ini belum mengirim usulannya, jadi belum dapat diputuskan.",
        "Tunggu sampai lurah mengirim (`dikirim:` dalam kelurahan.yaml), atau hapus keputusan ini.",
    ),
    Status.TIDAK_DITERUSKAN: (
        "Lurah tidak meneruskan usulan ini ke kecamatan.",
        "Hapus keputusan ini.",
    ),
}


def correction_dates(view: View, case: Case) -> tuple[date, ...]:
    """When a case was corrected after Kirim, as its kelurahan's kirim.yaml says."""
    folder = view.year.kelurahan.get(case.folder)
    rows = folder.kirim.koreksi if folder and folder.kirim else ()
    return tuple(row.tanggal for row in rows if row.nomor == case.nomor)


@rule(
    "keputusan.usulan-dikirim",
    Sort.INTEGRITY,
    ("C.2.c.3.f",),
    "Hanya usulan yang sudah dikirim lurah yang dapat diputuskan camat.",
    "Kelurahan ini belum mengirim usulannya, jadi belum dapat diputuskan.",
)
def only_sent_proposals_are_decided(view: View) -> Iterator[Hit]:
    """Keputusan atas usulan yang belum dikirim, atau yang tidak diteruskan lurah, tidak sah.

    Tunggu sampai lurah menulis `dikirim` dalam kelurahan.yaml, atau hapus berkas keputusannya.
    """
    for case, _ in view.decisions:
        if case.status in _UNDECIDABLE:
            message, hint = _UNDECIDABLE[case.status]
            yield Hit(case.decision_file, ("keputusan",), message, hint, at_key=True)


@rule(
    "keputusan.forum-ukpd",
    Sort.INTEGRITY,
    ("D.5", "C.2.c.3.h.disetujui"),
    "Usulan tanpa template dan usulan langsung dibahas pada forum UKPD, tidak diputuskan camat.",
    "Usulan tanpa template dibahas pada forum UKPD, tidak diputuskan camat.",
)
def forum_proposals_are_not_decided(view: View) -> Iterator[Hit]:
    """Camat hanya menyetujui atau menolak usulan yang memakai template kegiatan.

    Hapus keputusannya. Bila usulan sebenarnya sesuai dengan sebuah template, minta lurah mengisi
    `template` lebih dahulu.
    """
    for case, _ in view.decisions:
        if case.status is Status.FORUM_UKPD:
            kind = "Usulan langsung" if case.langsung else "Usulan tanpa template"
            yield Hit(
                case.decision_file,
                ("keputusan",),
                view.guide.worded(f"{kind} dibahas pada forum UKPD, tidak diputuskan camat."),
                "Hapus keputusan ini."
                if case.langsung
                else "Hapus keputusan ini, atau minta lurah memilih template yang sesuai.",
                at_key=True,
            )


@rule(
    "keputusan.sesudah-dikirim",
    Sort.INTEGRITY,
    ("C.2.c.3.f",),
    "Keputusan tidak mendahului tanggal usulan dikirim lurah.",
    "Keputusan tanggal 2016-02-25 mendahului pengiriman 2016-02-26.",
    hint="Periksa tanggal keputusan.",
)
def decision_follows_sending(view: View) -> Iterator[Hit]:
    """Camat tidak dapat memutuskan usulan sebelum menerimanya.

    Periksa `tanggal` pada keputusan dan `dikirim` dalam kelurahan.yaml.
    """
    for case, decision in view.decisions:
        folder = view.year.kelurahan.get(case.folder)
        sent = folder.dikirim_lurah if folder else None
        if sent is not None and decision.tanggal < sent:
            yield Hit(
                case.decision_file,
                ("tanggal",),
                f"Keputusan tanggal {decision.tanggal} mendahului pengiriman {sent}.",
            )


@rule(
    "keputusan.dalam-musrenbang",
    Sort.INTEGRITY,
    ("C.2.a", "C.2.c.3"),
    "Keputusan diambil pada hari-hari Musrenbang, kecuali koreksi yang disebut dalam kirim.yaml.",
    "Keputusan tanggal 2016-03-11 di luar Musrenbang 2016-03-09 sampai 2016-03-10.",
    hint="Tulis hari Musrenbang; perubahan sesudah Kirim disebut sebagai `koreksi` dalam "
    "kirim.yaml dengan tanggal ini.",
)
def decision_is_taken_at_the_meeting(view: View) -> Iterator[Hit]:
    """Keputusan diambil bersama peserta, jadi tanggalnya salah satu hari Musrenbang.

    Perbaiki `tanggal`. Keputusan yang diubah sesudah Kirim memakai tanggal koreksinya, dan koreksi
    itu disebut dalam kirim.yaml dengan tanggal yang sama.
    """
    meeting = view.year.jadwal.musrenbang
    if meeting is None:
        return
    for case, decision in view.decisions:
        if meeting.mulai <= decision.tanggal <= meeting.selesai:
            continue
        if decision.tanggal not in correction_dates(view, case):
            yield Hit(
                case.decision_file,
                ("tanggal",),
                f"Keputusan tanggal {decision.tanggal} di luar Musrenbang {meeting.mulai} sampai "
                f"{meeting.selesai}.",
            )
