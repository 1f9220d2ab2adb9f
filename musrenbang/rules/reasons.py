"""Rules on reasons: nothing is rejected or changed without one."""

import re
from collections.abc import Iterator

from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.views import View

_LEAST_WORDS = 3


@rule(
    "keputusan.alasan-penolakan",
    Sort.INTEGRITY,
    ("C.2.c.3.h.ditolak", "D.2", "Form 1.KEDUA", "Form 4"),
    "Penolakan wajib beralasan: kode dan uraian.",
    "Usulan ditolak tanpa alasan.",
)
def rejection_has_a_reason(view: View) -> Iterator[Hit]:
    """Menurut juknis, penolakan tanpa alasan tidak dapat disimpan.

    Tambahkan `alasan` dengan salah satu kode dari juknis D.2 dan uraian yang dapat dimengerti
    pengusul.
    """
    for case, decision in view.decisions:
        if decision.keputusan == "ditolak" and decision.alasan is None:
            yield Hit(
                case.decision_file,
                ("keputusan",),
                "Usulan ditolak tanpa alasan.",
                "Tambahkan `alasan: {kode: …, uraian: …}`.",
                mend=("alasan", "kode"),
            )


@rule(
    "keputusan.alasan-tanpa-penolakan",
    Sort.INTEGRITY,
    ("C.2.c.3.h",),
    "Alasan penolakan hanya ada pada usulan yang ditolak.",
    "Usulan disetujui tetapi memuat alasan penolakan.",
)
def approval_has_no_rejection_reason(view: View) -> Iterator[Hit]:
    """Keputusan yang disetujui sekaligus beralasan ditolak bertentangan dengan dirinya sendiri.

    Hapus `alasan`, atau ubah `keputusan` menjadi `ditolak`.
    """
    for case, decision in view.decisions:
        if decision.keputusan == "disetujui" and decision.alasan is not None:
            yield Hit(
                case.decision_file,
                ("alasan",),
                "Usulan disetujui tetapi memuat alasan penolakan.",
                "Hapus `alasan`, atau ubah keputusannya menjadi ditolak.",
                at_key=True,
            )


@rule(
    "alasan.uraian-bermakna",
    Sort.POLICY,
    ("C.2.c.3.h.ditolak", "D.2"),
    "Uraian penolakan menjelaskan lebih dari kodenya.",
    "Uraian “bukan prioritas” tidak menjelaskan penolakannya.",
)
def rejection_is_explained(view: View) -> Iterator[Hit]:
    """Uraian yang terlalu pendek, atau hanya mengulang kode alasan, tidak membantu pengusul.

    Tulis sedikitnya tiga kata yang menyebut sebabnya, misalnya apa yang ditemukan di lapangan.
    """
    for case, decision in view.decisions:
        if decision.keputusan != "ditolak" or decision.alasan is None:
            continue
        said = re.findall(r"\w+", decision.alasan.uraian.lower())
        if len(said) < _LEAST_WORDS or set(said) <= set(decision.alasan.kode.split("-")):
            yield Hit(
                case.decision_file,
                ("alasan", "uraian"),
                f"Uraian “{decision.alasan.uraian}” tidak menjelaskan penolakannya.",
                "Tulis sebabnya dalam satu kalimat yang dimengerti pengusul.",
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
                yield Hit(
                    case.decision_file,
                    (field,),
                    f"Usulan ditolak, jadi `{field}` tidak diubah.",
                    "Hapus baris ini; hasil ukur ulang ditulis pada `survei`.",
                    at_key=True,
                )
            elif corrected == proposed:
                yield Hit(
                    case.decision_file,
                    (field,),
                    f"`{field}` sama dengan yang diusulkan.",
                    "Hapus baris ini; hanya perubahan yang ditulis.",
                    at_key=True,
                )


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
                "Tambahkan `alasan_perubahan: …`.",
                mend=("alasan_perubahan",),
            )
        if not changed and decision.alasan_perubahan is not None:
            yield Hit(
                case.decision_file,
                ("alasan_perubahan",),
                "Ada alasan perubahan, tetapi tidak ada yang diubah.",
                "Tulis `volume` yang baru, atau hapus baris ini.",
                at_key=True,
            )


@rule(
    "keputusan.anggaran-ikut-volume",
    Sort.INTEGRITY,
    ("C.2.c.3.h.edit", "Form 3"),
    "Bila volume diubah dan usulan memiliki perkiraan anggaran, anggaran barunya ikut ditulis.",
    "Volume diubah, tetapi perkiraan anggarannya belum dihitung ulang.",
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
            yield Hit(
                case.decision_file,
                ("volume",),
                "Volume diubah, tetapi perkiraan anggarannya belum dihitung ulang.",
                "Tambahkan `perkiraan_anggaran: …`.",
                mend=("perkiraan_anggaran",),
            )
