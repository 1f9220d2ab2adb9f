"""Rules on the survey of physical works: done, in time, and in agreement with the decision."""

from collections.abc import Iterator

from musrenbang.rules.rule import SINCE_2016, Hit, Sort, rule
from musrenbang.rules.states import correction_dates
from musrenbang.text.indonesian import angka
from musrenbang.year.cases import Case, Status
from musrenbang.year.views import View
from schemas import Keputusan
from schemas.keputusan import Survei

_TASKS = (
    ("lokasi_sesuai", "lokasi tidak sesuai"),
    ("layak_teknis", "tidak layak teknis"),
    ("layak_administratif", "tidak layak administratif"),
)


def _surveyed(view: View) -> Iterator[tuple[Case, Keputusan, Survei]]:
    for case, decision in view.decisions:
        if decision.survei is not None:
            yield case, decision, decision.survei


def _surveys(view: View) -> Iterator[tuple[Case, Survei]]:
    """Every survey, whether or not anything was decided on it yet."""
    return ((case, case.survei) for case in view.cases if case.survei is not None)


def faults(survey: Survei) -> list[tuple[str, str]]:
    """The tasks of the technical team with a bad result: field and wording."""
    return [(field, text) for field, text in _TASKS if not getattr(survey, field)]


@rule(
    "keputusan.survei",
    Sort.INTEGRITY,
    ("C.1.e", "D.1"),
    "Usulan fisik diputuskan sesudah disurvei bersama tim teknis.",
    "Usulan fisik ini diputuskan tanpa hasil survei.",
    since=SINCE_2016,
)
def physical_works_are_surveyed(view: View) -> Iterator[Hit]:
    """Keputusan atas usulan fisik harus memuat hasil survei, baik disetujui maupun ditolak.

    Tambahkan `survei` dengan tanggal, kesesuaian lokasi, kelayakan dan volume hasil ukur ulang.
    Bila lokasinya tidak dapat didatangi, usulan hanya dapat ditolak: tulis sebabnya pada
    `tanpa_survei`. Keduanya tidak dipakai bersama.
    """
    for case, decision in view.decisions:
        if decision.tanpa_survei is not None:
            if decision.keputusan != "ditolak" or decision.survei is not None:
                yield Hit(
                    case.decision_file,
                    ("tanpa_survei",),
                    "`tanpa_survei` hanya untuk penolakan yang tidak memuat survei.",
                    "Hapus `tanpa_survei` dan tulis `survei:`, atau tolak usulannya.",
                    at_key=True,
                )
        elif decision.survei is None and case.tipe == "fisik":
            yield Hit(
                case.decision_file,
                ("survei",),
                "Usulan fisik ini diputuskan tanpa hasil survei.",
                "Isi `survei:` dengan tanggal dan ketiga tugas tim teknis, atau "
                "`tanpa_survei:` pada penolakan.",
            )


@rule(
    "survei.sebelum-keputusan",
    Sort.INTEGRITY,
    ("C.1.e",),
    "Survei tidak sesudah keputusan yang didasarkan padanya.",
    "Survei tanggal 2016-03-10 sesudah keputusan 2016-03-09.",
    hint="Periksa kedua tanggal itu.",
)
def survey_precedes_decision(view: View) -> Iterator[Hit]:
    """Hasil survei adalah bahan pertimbangan, jadi tanggalnya tidak mungkin sesudah keputusan.

    Periksa `survei.tanggal` dan `tanggal` keputusan.
    """
    for case, decision, survey in _surveyed(view):
        if survey.tanggal > decision.tanggal:
            yield Hit(
                case.decision_file,
                ("survei", "tanggal"),
                f"Survei tanggal {survey.tanggal} sesudah keputusan {decision.tanggal}.",
            )


@rule(
    "survei.sesuai-jadwal",
    Sort.POLICY,
    ("C.1.e",),
    "Survei dilakukan pada jadwal survei, sebelum Musrenbang.",
    "Survei tanggal 2016-02-28 di luar jadwal survei 2016-02-29 sampai 2016-03-05.",
    since=SINCE_2016,
)
def survey_keeps_the_schedule(view: View) -> Iterator[Hit]:
    """Tanggal survei dibandingkan dengan `jadwal.survei`, atau dengan hari pertama Musrenbang.

    Perbaiki tanggalnya, atau perpanjang `jadwal.survei` bila survei memang dilakukan di luar
    jadwal. Survei ulang untuk koreksi sesudah Kirim tidak diperiksa.
    """
    span, meeting = view.year.jadwal.survei, view.year.jadwal.musrenbang
    for case, survey in _surveys(view):
        if correction_dates(view, case):
            continue
        if span and not span.mulai <= survey.tanggal <= span.selesai:
            yield Hit(
                case.decision_file,
                ("survei", "tanggal"),
                f"Survei tanggal {survey.tanggal} di luar jadwal survei {span.mulai} sampai "
                f"{span.selesai}.",
                "Perbaiki tanggalnya, atau `jadwal.survei` dalam musrenbang.yaml.",
            )
        elif not span and meeting and survey.tanggal >= meeting.mulai:
            yield Hit(
                case.decision_file,
                ("survei", "tanggal"),
                f"Survei tanggal {survey.tanggal} tidak sebelum Musrenbang {meeting.mulai}.",
                "Periksa tanggalnya; bila benar, ini tinggal sebagai catatan.",
                advice=True,
            )


@rule(
    "survei.volume-terukur",
    Sort.POLICY,
    ("C.1.e.3",),
    "Survei usulan fisik mencatat volume hasil pengukuran ulang.",
    "Survei ini belum mencatat volume terukur.",
    since=SINCE_2016,
)
def survey_measures_the_volume(view: View) -> Iterator[Hit]:
    """Pengukuran ulang volume adalah tugas ketiga tim teknis.

    Tulis hasilnya pada `survei.volume_terukur`, juga bila sama dengan yang diusulkan. Bila
    lokasinya tidak sesuai, tidak ada yang diukur dan bidang ini boleh tidak ada. Bila usulannya
    ditolak, kekurangan ini tinggal sebagai catatan: tidak ada volume yang disetujui atasnya.
    """
    for case, survey in _surveys(view):
        if case.tipe == "fisik" and survey.lokasi_sesuai and survey.volume_terukur is None:
            yield Hit(
                case.decision_file,
                ("survei", "volume_terukur"),
                "Survei ini belum mencatat volume terukur.",
                f"Isi `volume_terukur:` dalam satuan {case.satuan or 'usulan'}.",
                advice=case.status is Status.DITOLAK,
            )


@rule(
    "survei.volume-diputuskan",
    Sort.POLICY,
    ("C.1.e.3", "C.2.c.3.h.edit"),
    "Volume yang disetujui tidak melebihi hasil ukur dan mengikuti hasil ukur, kecuali dijelaskan.",
    "Terukur 100 m, tetapi disetujui 120 m seperti diusulkan.",
    since=SINCE_2016,
)
def decided_volume_follows_the_survey(view: View) -> Iterator[Hit]:
    """Juknis meminta volume diubah (Edit) bila hasil ukur ulang berbeda dari yang diusulkan.

    Tulis `volume` sebesar hasil ukur beserta `alasan_perubahan`. Mengurangi lebih jauh boleh;
    menyetujui lebih dari hasil ukur, atau membiarkan volume semula, perlu `penjelasan`.
    """
    for case, decision, survey in _surveyed(view):
        measured = survey.volume_terukur
        if decision.keputusan != "disetujui" or measured is None or decision.penjelasan:
            continue
        satuan = case.satuan or ""
        if decision.volume is None and measured != case.usulan.volume:
            yield Hit(
                case.decision_file,
                ("survei", "volume_terukur"),
                f"Terukur {angka(measured)} {satuan}, tetapi disetujui "
                f"{angka(case.usulan.volume)} {satuan} seperti diusulkan.",
                f"Tulis `volume: {measured:f}` dan `alasan_perubahan`, atau beri `penjelasan`.",
            )
        elif decision.volume is not None and decision.volume > measured:
            yield Hit(
                case.decision_file,
                ("volume",),
                f"Disetujui {angka(decision.volume)} {satuan}, lebih dari terukur "
                f"{angka(measured)} {satuan}.",
                f"Tulis `volume: {measured:f}`, atau beri `penjelasan`.",
            )


@rule(
    "survei.tidak-layak",
    Sort.POLICY,
    ("C.1.e.1", "C.1.e.2"),
    "Usulan yang menurut survei tidak sesuai atau tidak layak hanya disetujui dengan penjelasan.",
    "Disetujui, padahal menurut survei tidak layak administratif.",
    hint="Tolak usulannya, atau beri `penjelasan`.",
    since=SINCE_2016,
)
def unfit_works_are_not_approved_silently(view: View) -> Iterator[Hit]:
    """Persetujuan yang bertentangan dengan hasil survei harus dapat dimengerti warga.

    Tolak dengan alasan tentang keadaan lapangan, perbaiki hasil surveinya, atau tulis `penjelasan`
    mengapa tetap disetujui.
    """
    for case, decision, survey in _surveyed(view):
        if decision.keputusan != "disetujui" or decision.penjelasan:
            continue
        for field, text in faults(survey):
            yield Hit(
                case.decision_file, ("survei", field), f"Disetujui, padahal menurut survei {text}."
            )
