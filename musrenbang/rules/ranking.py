"""Rules on the kecamatan's own order of what it approves, where a guide asks for one."""

from collections.abc import Iterator

from musrenbang.rules.rule import Hit, Sort, guide_is_broken, rule
from musrenbang.year.views import View


@rule(
    "prioritas.diminta",
    Sort.INTEGRITY,
    ("Form 3",),
    "Urutan prioritas hanya ada pada usulan yang disetujui, pada tahun yang juknisnya memintanya.",
    "Juknis tahun ini tidak meminta urutan prioritas.",
    hint="Hapus `prioritas`.",
)
def rank_is_asked_for(view: View) -> Iterator[Hit]:
    """Urutan yang tidak diminta juknis, atau pada usulan yang ditolak, tidak tercetak di mana pun.

    Hapus `prioritas` dari keputusannya. Bila juknis memang memintanya, tulis itu dalam juknis.yaml
    tahun itu, sebelum ada keputusan.
    """
    asked = view.guide.ranks or guide_is_broken(view)
    for case, decision in view.decisions:
        if decision.prioritas is not None and not (asked and decision.keputusan == "disetujui"):
            message = "Usulan ditolak, jadi tidak diberi urutan prioritas." if asked else ""
            yield Hit(case.decision_file, ("prioritas",), message, at_key=True)


@rule(
    "prioritas.lengkap",
    Sort.POLICY,
    ("Form 3",),
    "Setiap usulan yang disetujui memiliki urutan prioritas sebelum Kirim, bila juknis memintanya.",
    "Disetujui tanpa urutan prioritas kecamatan.",
    hint="Isi `prioritas`: urutannya, mulai dari 1.",
)
def every_approval_has_a_rank(view: View) -> Iterator[Hit]:
    """Urutannya dapat ditetapkan sesudah semua usulan dibahas, tetapi harus lengkap saat Kirim.

    Tulis `prioritas` pada setiap keputusan yang disetujui. Sebelum Kirim ini hanya catatan.
    """
    if not view.guide.ranks or guide_is_broken(view):
        return
    for case, decision in view.decisions:
        if decision.keputusan == "disetujui" and decision.prioritas is None:
            yield Hit(
                case.decision_file,
                ("keputusan",),
                advice=not case.sudah_kirim,
                mend=("prioritas",),
            )


@rule(
    "prioritas.berbeda",
    Sort.POLICY,
    ("Form 3",),
    "Urutan prioritas untuk satu perangkat daerah berbeda, kecuali juknis membolehkan yang sama.",
    "Prioritas 1 untuk perangkat daerah ini sudah dipakai usulan 2016/rawasari/0001.",
    hint="Beri urutan lain pada salah satunya.",
)
def ranks_differ_within_an_agency(view: View) -> Iterator[Hit]:
    """Dua usulan yang sama urutannya tidak menunjukkan mana yang didahulukan.

    Ubah `prioritas` salah satunya. Usulan untuk perangkat daerah lain boleh berurutan sama.
    """
    if view.guide.juknis.prioritas != "berbeda" or guide_is_broken(view):
        return
    taken: dict[tuple[str, int], str] = {}
    for case, decision in view.decisions:
        if decision.keputusan != "disetujui" or decision.prioritas is None:
            continue
        first = taken.setdefault((case.kode_skpd or "", decision.prioritas), case.id)
        if first != case.id:
            yield Hit(
                case.decision_file,
                ("prioritas",),
                f"Prioritas {decision.prioritas} untuk perangkat daerah ini sudah dipakai usulan "
                f"{first}.",
            )
