"""Rules on reasons: nothing is rejected or changed without one, and what one claims is found."""

import re
from collections.abc import Iterator

from musrenbang.files.paths import keputusan_path
from musrenbang.records.validation import guess
from musrenbang.rules.rule import SINCE_2016, Hit, Sort, guide_is_broken, one_of_the_guide, rule
from musrenbang.rules.survey import faults
from musrenbang.text.lookalikes import skeleton
from musrenbang.year.cases import Case
from musrenbang.year.outliers import Aspect
from musrenbang.year.views import View
from schemas.juknis import Bukti
from schemas.keputusan import Alasan, Survei

_LEAST_WORDS = 3


@rule(
    "keputusan.alasan-penolakan",
    Sort.INTEGRITY,
    ("C.2.c.3.h.ditolak", "D.2", "Form 1.KEDUA", "Form 4"),
    "Penolakan wajib beralasan: kode dan uraian.",
    "Usulan ditolak tanpa alasan.",
    hint="Isi `alasan: {kode: …, uraian: …}`.",
)
def rejection_has_a_reason(view: View) -> Iterator[Hit]:
    """Menurut juknis, penolakan tanpa alasan tidak dapat disimpan.

    Tambahkan `alasan` dengan salah satu kode alasan juknis dan uraian yang dapat dimengerti
    pengusul.
    """
    for case, decision in view.decisions:
        if decision.keputusan == "ditolak" and decision.alasan is None:
            yield Hit(case.decision_file, ("keputusan",), mend=("alasan", "kode"))


@rule(
    "keputusan.alasan-tanpa-penolakan",
    Sort.INTEGRITY,
    ("C.2.c.3.h",),
    "Alasan penolakan hanya ada pada usulan yang ditolak.",
    "Usulan disetujui tetapi memuat alasan penolakan.",
    hint="Hapus `alasan`, atau ubah keputusannya menjadi ditolak.",
)
def approval_has_no_rejection_reason(view: View) -> Iterator[Hit]:
    """Keputusan yang disetujui sekaligus beralasan ditolak bertentangan dengan dirinya sendiri.

    Hapus `alasan`, atau ubah `keputusan` menjadi `ditolak`.
    """
    for case, decision in view.decisions:
        if decision.keputusan == "disetujui" and decision.alasan is not None:
            yield Hit(case.decision_file, ("alasan",), at_key=True)


@rule(
    "alasan.uraian-bermakna",
    Sort.POLICY,
    ("C.2.c.3.h.ditolak", "D.2"),
    "Uraian penolakan menjelaskan lebih dari kodenya.",
    "Uraian “bukan prioritas” tidak menjelaskan penolakannya.",
    hint="Tulis sebabnya dalam satu kalimat yang dimengerti pengusul.",
)
def rejection_is_explained(view: View) -> Iterator[Hit]:
    """Uraian yang terlalu pendek, atau hanya mengulang kode alasan, tidak membantu pengusul.

    Tulis sedikitnya tiga kata yang menyebut sebabnya, misalnya apa yang ditemukan di lapangan.
    """
    for case, decision in view.decisions:
        if decision.keputusan != "ditolak" or decision.alasan is None:
            continue
        said = re.findall(r"\w+", skeleton(decision.alasan.uraian))
        if len(said) < _LEAST_WORDS or set(said) <= set(decision.alasan.kode.split("-")):
            yield Hit(
                case.decision_file,
                ("alasan", "uraian"),
                f"Uraian “{decision.alasan.uraian}” tidak menjelaskan penolakannya.",
            )


@rule(
    "keputusan.perubahan",
    Sort.INTEGRITY,
    ("C.2.c.3.h.edit",),
    "Volume dan anggaran dalam keputusan hanya ditulis bila usulan disetujui dan nilainya berubah.",
    "`volume` sama dengan yang diusulkan.",
)
def corrections_change_something(view: View) -> Iterator[Hit]:
    """Volume atau anggaran pada keputusan berarti camat mengubahnya.

    Hapus barisnya bila nilainya tidak berubah atau usulannya ditolak. Hasil ukur ulang ditulis pada
    `survei.volume_terukur`.
    """
    for case, decision in view.decisions:
        for field, corrected, proposed in (
            ("volume", decision.volume, case.usulan.volume),
            ("perkiraan_anggaran", decision.perkiraan_anggaran, case.usulan.perkiraan_anggaran),
        ):
            if corrected is None:
                continue
            if decision.keputusan == "ditolak":
                message = f"Usulan ditolak, jadi `{field}` tidak diubah."
                hint = f"Hapus `{field}`; hasil ukur ulang ditulis pada `survei`."
            elif corrected == proposed:
                message = f"`{field}` sama dengan yang diusulkan."
                hint = f"Hapus `{field}`; hanya perubahan yang ditulis."
            else:
                continue
            yield Hit(case.decision_file, (field,), message, hint, at_key=True)


@rule(
    "keputusan.alasan-perubahan",
    Sort.INTEGRITY,
    ("C.2.c.3.h.edit",),
    "Perubahan volume atau anggaran wajib beralasan.",
    "Volume atau anggaran diubah tanpa alasan perubahan.",
)
def correction_has_a_reason(view: View) -> Iterator[Hit]:
    """Warga harus dapat membaca mengapa volume atau anggarannya berubah.

    Tulis `alasan_perubahan`, misalnya hasil ukur ulang tim teknis. Bila tidak ada yang diubah,
    hapus `alasan_perubahan`.
    """
    for case, decision in view.decisions:
        changed = decision.volume is not None or decision.perkiraan_anggaran is not None
        if changed and decision.keputusan == "disetujui" and decision.alasan_perubahan is None:
            yield Hit(
                case.decision_file,
                ("volume",) if decision.volume is not None else ("perkiraan_anggaran",),
                "Volume atau anggaran diubah tanpa alasan perubahan.",
                "Isi `alasan_perubahan: …`.",
                mend=("alasan_perubahan",),
            )
        if not changed and decision.alasan_perubahan is not None:
            yield Hit(
                case.decision_file,
                ("alasan_perubahan",),
                "Ada alasan perubahan, tetapi tidak ada yang diubah.",
                "Tulis `volume` yang baru, atau hapus `alasan_perubahan`.",
                at_key=True,
            )


@rule(
    "keputusan.anggaran-ikut-volume",
    Sort.INTEGRITY,
    ("C.2.c.3.h.edit", "Form 3"),
    "Bila volume diubah dan usulan memiliki perkiraan anggaran, anggaran barunya ikut ditulis.",
    "Volume diubah, tetapi perkiraan anggarannya belum dihitung ulang.",
    hint="Isi `perkiraan_anggaran: …`.",
)
def changed_volume_states_the_amount(view: View) -> Iterator[Hit]:
    """Volume yang berubah dengan anggaran lama membuat jumlah pada Lampiran II keliru.

    Tulis `perkiraan_anggaran` untuk volume yang baru.
    """
    for case, decision in view.decisions:
        if (
            decision.keputusan == "disetujui"
            and decision.volume is not None
            and decision.volume != case.usulan.volume
            and decision.perkiraan_anggaran is None
            and case.usulan.perkiraan_anggaran is not None
        ):
            yield Hit(case.decision_file, ("volume",), mend=("perkiraan_anggaran",))


_YEAR = re.compile(r"\b20[0-9]{2}\b")
_THIS_YEAR = re.compile(r"\btahun (?:ini|berjalan)\b", re.IGNORECASE)


def _rejected(view: View, *shown_by: Bukti) -> Iterator[tuple[Case, Alasan, Survei | None]]:
    codes = view.guide.proven_by(*shown_by)
    for case, decision in view.decisions:
        reason = decision.alasan
        if decision.keputusan == "ditolak" and reason and (not shown_by or reason.kode in codes):
            yield case, reason, decision.survei


@rule(
    "alasan.dikenal",
    Sort.INTEGRITY,
    ("D.2",),
    "Kode alasan adalah salah satu alasan penolakan juknis tahun itu.",
    "`bukan-priorita` bukan alasan penolakan menurut juknis.",
)
def reason_is_one_of_the_guide(view: View) -> Iterator[Hit]:
    """Setiap tahun juknis menetapkan alasan penolakannya, masing-masing dengan kodenya.

    Tulis salah satu kode itu. Alasan baru ditambahkan dalam juknis.yaml tahun itu, sebelum ada
    keputusan.
    """
    known = view.guide.alasan
    if guide_is_broken(view):
        return
    for slug, folder in view.year.kelurahan.items():
        for nomor, decision in folder.keputusan.items():
            kode = decision.alasan.kode if decision.alasan else ""
            if kode and kode not in known:
                yield Hit(
                    keputusan_path(view.year.tahun, slug, nomor),
                    ("alasan", "kode"),
                    f"`{kode}` bukan alasan penolakan menurut juknis.",
                    guess(kode, known, one_of_the_guide(view, known)),
                )


@rule(
    "alasan.sesuai-uraian",
    Sort.POLICY,
    ("C.2.c.3.h.ditolak", "D.2"),
    "Uraian penolakan tidak berbunyi seperti alasan lain.",
    "Uraiannya berbunyi seperti alasan “Keadaan lapangan”, sedangkan kodenya “Bukan prioritas”.",
    hint="Pilih kode yang sesuai, atau tulis uraian yang menjelaskan kode ini.",
)
def text_fits_the_code(view: View) -> Iterator[Hit]:
    """Kode dan uraian yang berbeda bunyinya membingungkan pengusul.

    Juknis tahun itu menyebut ciri setiap alasan. Uraian yang memuat ciri alasan lain dan tidak
    satu pun ciri alasannya sendiri hanya diberi catatan; tidak ada yang tertahan olehnya.
    """
    for case, reason, _ in _rejected(view):
        other = view.guide.sounds_like(reason.kode, reason.uraian)
        if other is not None:
            yield Hit(
                case.decision_file,
                ("alasan", "uraian"),
                f"Uraiannya berbunyi seperti alasan “{other.nama}”, sedangkan kodenya "
                f"“{view.guide.reason(reason.kode).nama}”.",
                advice=True,
            )


@rule(
    "alasan.menunjuk-pekerjaan",
    Sort.POLICY,
    ("D.2.d", "D.2.f"),
    "Penolakan karena sudah atau sedang dikerjakan menyebut tahun atau usulan yang dimaksud.",
    "Alasan sudah-dikerjakan belum menyebut tahun atau pekerjaannya.",
    hint="Isi `tahun: …` atau `usulan: …` pada `alasan`.",
)
def done_work_is_pointed_at(view: View) -> Iterator[Hit]:
    """Pengusul harus dapat memeriksa pekerjaan mana yang dimaksud.

    Isi `alasan.tahun`, atau `alasan.usulan` dengan nomor usulan yang sudah dikerjakan, misalnya
    TAHUN/rawasari/0007. Tahun yang ditulis dalam uraian juga diterima.
    """
    for case, reason, _ in _rejected(view, "pekerjaan-lalu", "pekerjaan-berjalan"):
        pointed = (
            reason.tahun is not None
            or reason.usulan is not None
            or _YEAR.search(reason.uraian) is not None
            or (
                view.guide.reason(reason.kode).bukti == "pekerjaan-berjalan"
                and _THIS_YEAR.search(reason.uraian) is not None
            )
        )
        if not pointed:
            yield Hit(
                case.decision_file,
                ("alasan", "uraian"),
                f"Alasan {reason.kode} belum menyebut tahun atau pekerjaannya.",
                mend=("alasan", "tahun"),
            )


@rule(
    "alasan.tahun",
    Sort.POLICY,
    ("D.2.d", "D.2.f"),
    "Tahun pekerjaan cocok dengan alasannya: sudah lewat, atau tahun berjalan.",
    "Alasan sudah-dikerjakan menyebut tahun 2017, yang belum lewat.",
)
def year_of_work_fits_the_reason(view: View) -> Iterator[Hit]:
    """Yang sudah dikerjakan ada pada tahun sebelumnya; yang sedang dikerjakan pada tahun ini.

    Perbaiki `alasan.tahun`, pilih kode alasan yang lain, atau hapus tahunnya bila alasannya bukan
    tentang pekerjaan. Pekerjaan yang selesai pada awal tahun ini hanya diberi catatan; pendanaan
    lain boleh menyebut tahun mana pun.
    """
    for case, reason, _ in _rejected(view):
        shown_by = view.guide.reason(reason.kode).bukti
        if reason.tahun is None or shown_by == "pekerjaan-lain":
            continue
        this_year = shown_by == "pekerjaan-lalu" and reason.tahun == view.year.tahun
        if this_year:
            fits, wanted = False, "tahun Musrenbang ini"
        elif shown_by == "pekerjaan-lalu":
            fits, wanted = reason.tahun < view.year.tahun, "yang belum lewat"
        elif shown_by == "pekerjaan-berjalan":
            fits, wanted = reason.tahun == view.year.tahun, f"bukan tahun {view.year.tahun}"
        else:
            fits, wanted = False, "padahal bukan tentang pekerjaan"
        if not fits:
            yield Hit(
                case.decision_file,
                ("alasan", "tahun"),
                f"Alasan {reason.kode} menyebut tahun {reason.tahun}, {wanted}.",
                "Pastikan pekerjaannya sudah selesai sebelum keputusan ini."
                if this_year
                else "Perbaiki tahunnya, atau pilih kode alasan yang lain.",
                advice=this_year,
            )


@rule(
    "alasan.usulan",
    Sort.INTEGRITY,
    ("D.2.d", "D.2.f"),
    "Usulan yang ditunjuk alasan penolakan ada dan bukan usulan itu sendiri.",
    "Usulan 2015/rawasari/0009 yang ditunjuk alasan ini tidak ada.",
    hint="Periksa tahun, kelurahan dan nomornya.",
)
def pointed_proposal_exists(view: View) -> Iterator[Hit]:
    """Alasan boleh menunjuk usulan lain, misalnya yang sudah dikerjakan atau yang sama.

    Tulis tahun, kelurahan dan nomornya dengan benar, atau hapus `usulan` dan sebut pekerjaannya
    dalam uraian bila tidak tercatat di sini.
    """
    for case, reason, _ in _rejected(view):
        if reason.usulan is None:
            continue
        known = view.exists(reason.usulan)
        broken = view.is_broken(f"proposals/{reason.usulan}.yaml")
        if not (known or broken) or reason.usulan == case.id:
            fault = "adalah usulan ini sendiri" if known else "tidak ada"
            yield Hit(
                case.decision_file,
                ("alasan", "usulan"),
                f"Usulan {reason.usulan} yang ditunjuk alasan ini {fault}.",
            )


@rule(
    "alasan.survei-mendukung",
    Sort.POLICY,
    ("D.2.g",),
    "Penolakan yang berlawanan dengan hasil survei usulan fisik diberi penjelasan.",
    "Ditolak karena keadaan lapangan, padahal survei tidak menemukan yang tidak sesuai.",
    hint="Isi `penjelasan`: apa yang baru diketahui sesudah survei. Hasil surveinya tidak diubah.",
    since=SINCE_2016,
)
def survey_supports_the_rejection(view: View) -> Iterator[Hit]:
    """Status lahan dan keadaan lain kerap baru diketahui dalam Musrenbang, sesudah survei.

    Hasil survei tetap seperti yang ditemukan tim teknis. Tulis `penjelasan` pada keputusan: apa
    yang diketahui kemudian, dan dari siapa. Bila tidak ada, pilih alasan yang lain.
    """
    for case, _, survey in _rejected(view, "temuan-lapangan"):
        explained = case.keputusan is not None and case.keputusan.penjelasan is not None
        if survey is None or case.tipe != "fisik" or explained:
            continue
        remeasured = survey.volume_terukur not in {None, case.usulan.volume}
        if not faults(survey) and not remeasured:
            yield Hit(case.decision_file, ("alasan", "kode"), mend=("penjelasan",))


@rule(
    "alasan.volume-terbukti",
    Sort.POLICY,
    ("C.2.c.3.h.edit",),
    "Penolakan karena volume tidak wajar menyebut angkanya atau didukung hasil ukur.",
    "Ditolak karena volume tidak wajar, tanpa angka yang mendukung.",
    hint="Sebut volume yang wajar, misalnya hasil ukur atau volume usulan sejenis.",
)
def unreasonable_volume_is_shown(view: View) -> Iterator[Hit]:
    """Alasan ini perlu angka: volume yang wajar, hasil ukur ulang, atau usulan sejenis.

    Sebut angkanya dalam uraian, atau isi `survei.volume_terukur`. Usulan yang ditandai pemeriksaan
    kewajaran volume sudah cukup terbukti.
    """
    for case, reason, survey in _rejected(view, "angka-volume"):
        aspects = {flag.aspect for flag in view.flags.get(case.id, ())}
        flagged = bool(aspects & {Aspect.VOLUME, Aspect.SATUAN})
        remeasured = survey is not None and survey.volume_terukur not in {None, case.usulan.volume}
        if not (flagged or remeasured or re.search(r"[0-9]", reason.uraian)):
            yield Hit(case.decision_file, ("alasan", "uraian"))
