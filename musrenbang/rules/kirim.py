"""Rules on Kirim: what must be true before a kelurahan's proposals go on to the city, and after."""

from collections.abc import Iterator

from musrenbang.files.paths import kirim_path
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.cases import Status
from musrenbang.year.views import View
from schemas import Kirim


def _sent_on(view: View) -> Iterator[tuple[KelurahanFolder, Kirim, str]]:
    for folder in view.year.folders:
        if folder.kirim is not None:
            yield folder, folder.kirim, kirim_path(view.year.tahun, folder.slug)


@rule(
    "kirim.lengkap",
    Sort.INTEGRITY,
    ("C.2.c.4", "D.3", "D.4"),
    "Saat Kirim, setiap usulan bertemplate sudah diputuskan atau disebut dalam tanpa_validasi.",
    "Usulan 0004 dikirim tanpa keputusan dan tanpa disebut di sini.",
)
def kirim_is_complete(view: View) -> Iterator[Hit]:
    """Tidak ada usulan bertemplate yang hilang diam-diam saat Kirim.

    Putuskan usulan yang disebut, atau tambahkan nomornya pada `tanpa_validasi` beserta alasannya:
    usulan itu menjadi tanggung jawab camat. Sebaliknya, hapus baris usulan yang sudah diputuskan;
    yang diputuskan lewat koreksi sesudah Kirim boleh tetap tercatat.
    """
    for folder, kirim, path in _sent_on(view):
        named = {row.nomor for row in kirim.tanpa_validasi}
        corrected = {row.nomor for row in kirim.koreksi}
        cases = view.cases_by_folder[folder.slug]
        for nomor, case in cases.items():
            if case.status is not Status.BELUM_DIVALIDASI or nomor in named:
                continue
            if not view.is_broken(case.decision_file):
                yield Hit(
                    path,
                    ("tanpa_validasi",),
                    f"Usulan {nomor} dikirim tanpa keputusan dan tanpa disebut di sini.",
                    f"Putuskan dahulu, atau tambahkan nomor {nomor} beserta alasannya.",
                    at_key=True,
                )
        for index, row in enumerate(kirim.tanpa_validasi):
            named_case = cases.get(row.nomor)
            if (
                named_case
                and named_case.status is not Status.BELUM_DIVALIDASI
                and row.nomor not in corrected
            ):
                yield Hit(
                    path,
                    ("tanpa_validasi", index, "nomor"),
                    f"Usulan {row.nomor} berstatus {named_case.status.value}, "
                    "bukan belum divalidasi.",
                    "Hapus baris ini.",
                )


@rule(
    "kirim.kelurahan-dikirim",
    Sort.INTEGRITY,
    ("C.2.c.3.f", "C.2.c.4"),
    "Kirim hanya untuk kelurahan yang usulannya sudah dikirim lurah, tidak mendahuluinya.",
    "Kelurahan Rawasari belum mengirim usulannya.",
)
def kirim_follows_the_lurah(view: View) -> Iterator[Hit]:
    """Camat tidak dapat meneruskan usulan yang belum diterimanya dari lurah.

    Hapus kirim.yaml sampai lurah mengirim, atau perbaiki tanggalnya.
    """
    for folder, kirim, path in _sent_on(view):
        sent = folder.dikirim_lurah
        if sent is None:
            yield Hit(
                path,
                ("tanggal",),
                f"Kelurahan {folder.nama} belum mengirim usulannya.",
                "Hapus kirim.yaml sampai lurah mengirim.",
                at_key=True,
            )
        elif kirim.tanggal < sent:
            yield Hit(
                path,
                ("tanggal",),
                f"Kirim tanggal {kirim.tanggal} mendahului pengiriman lurah {sent}.",
                "Periksa tanggalnya.",
            )


@rule(
    "kirim.sesudah-musrenbang-dimulai",
    Sort.INTEGRITY,
    ("C.2.c.4",),
    "Kirim tidak mendahului hari pertama Musrenbang.",
    "Kirim tanggal 2016-03-08 mendahului Musrenbang 2016-03-09.",
    hint="Periksa tanggalnya.",
)
def kirim_follows_the_meeting(view: View) -> Iterator[Hit]:
    """Kirim adalah langkah terakhir Musrenbang, sesudah verifikasi dan validasi selesai.

    Periksa `tanggal` dalam kirim.yaml dan `jadwal.musrenbang` dalam musrenbang.yaml.
    """
    meeting = view.year.jadwal.musrenbang
    if meeting is None:
        return
    for _, kirim, path in _sent_on(view):
        if kirim.tanggal < meeting.mulai:
            yield Hit(
                path,
                ("tanggal",),
                f"Kirim tanggal {kirim.tanggal} mendahului Musrenbang {meeting.mulai}.",
            )


@rule(
    "kirim.sesudah-keputusan",
    Sort.INTEGRITY,
    ("C.2.c.4",),
    "Kirim tidak mendahului keputusan, kecuali keputusan yang dikoreksi sesudahnya.",
    "Keputusan tanggal 2016-03-10 sesudah Kirim 2016-03-09.",
    hint="Sebut sebagai `koreksi` dalam kirim.yaml, atau perbaiki tanggalnya.",
)
def kirim_follows_the_decisions(view: View) -> Iterator[Hit]:
    """Sejak Kirim berkas kelurahan terkunci; keputusan yang lebih baru hanya dapat lewat koreksi.

    Sebut nomornya pada `koreksi` dalam kirim.yaml, atau perbaiki tanggal keputusannya.
    """
    for folder, kirim, _ in _sent_on(view):
        corrected = {row.nomor for row in kirim.koreksi}
        for nomor, case in view.cases_by_folder[folder.slug].items():
            decision = case.keputusan
            if decision and decision.tanggal > kirim.tanggal and nomor not in corrected:
                yield Hit(
                    case.decision_file,
                    ("tanggal",),
                    f"Keputusan tanggal {decision.tanggal} sesudah Kirim {kirim.tanggal}.",
                )


@rule(
    "koreksi.sesudah-kirim",
    Sort.INTEGRITY,
    ("C.2.c.4",),
    "Koreksi tidak mendahului Kirim yang dikoreksinya.",
    "Koreksi tanggal 2016-03-09 mendahului Kirim 2016-03-10.",
    hint="Periksa tanggalnya.",
)
def correction_follows_kirim(view: View) -> Iterator[Hit]:
    """Sebelum Kirim berkas belum terkunci, jadi tidak ada yang perlu dikoreksi.

    Perbaiki tanggal pada `koreksi`, atau hapus barisnya bila perubahannya sebelum Kirim.
    """
    for _, kirim, path in _sent_on(view):
        for index, row in enumerate(kirim.koreksi):
            if row.tanggal < kirim.tanggal:
                yield Hit(
                    path,
                    ("koreksi", index, "tanggal"),
                    f"Koreksi tanggal {row.tanggal} mendahului Kirim {kirim.tanggal}.",
                )
