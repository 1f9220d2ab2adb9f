"""Rules on fairness (C.1.f): what is out of the ordinary is not approved without a word.

A proposal may ask for what it likes and nobody is stopped from entering it: before the decision a
flag is advice on the proposal. After an approval it asks for `penjelasan` in the decision; a
correction into the usual range, or a rejection, settles it.
"""

from collections.abc import Iterator

from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.cases import Case, Status
from musrenbang.year.outliers import Aspect
from musrenbang.year.views import View


def _open(case: Case) -> bool:
    """Whether the camat still owes an answer: undecided and not sent on, or approved silently."""
    if case.status is Status.DISETUJUI:
        return case.keputusan is not None and case.keputusan.penjelasan is None
    return case.menunggu_keputusan


def _hit(case: Case, field: str, message: str) -> Hit:
    if case.status is Status.DISETUJUI:
        hint = "Tulis `penjelasan` mengapa tetap disetujui, perbaiki nilainya, atau tolak."
        return Hit(case.decision_file, ("keputusan",), message, hint, mend=("penjelasan",))
    hint = "Periksa sebelum memutuskan; menyetujui apa adanya perlu `penjelasan` pada keputusannya."
    return Hit(case.file, (field,), message, hint, advice=True)


def _flagged(view: View, aspect: Aspect) -> Iterator[Hit]:
    for case in view.cases:
        for flag in view.flags.get(case.id, ()):
            if flag.aspect is aspect and _open(case):
                yield _hit(case, str(flag.where[0]), flag.message)


@rule(
    "kewajaran.volume",
    Sort.POLICY,
    ("C.1.f", "C.2.c.3.h.edit"),
    "Volume yang jauh dari usulan sejenis hanya disetujui dengan koreksi atau penjelasan.",
    "Volume 1.000 m2; median 100 pada 10 usulan sejenis lain, rentang wajar 17–600.",
)
def unusual_volumes_are_explained(view: View) -> Iterator[Hit]:
    """Volume dibandingkan dengan usulan lain yang sama kegiatan dan satuannya pada tahun itu.

    Rentang wajar dihitung dari median dan simpangan pada skala perbandingan, sedikitnya dari
    delapan usulan lain. Ukur ulang, lalu koreksi volumenya, tolak, atau tulis `penjelasan`.
    """
    yield from _flagged(view, Aspect.VOLUME)


@rule(
    "kewajaran.satuan",
    Sort.POLICY,
    ("C.1.f", "C.1.e.3"),
    "Volume yang tampak salah satuan hanya disetujui dengan koreksi atau penjelasan.",
    "Volume 0,5 orang bukan bilangan bulat, padahal satuannya hitungan.",
)
def unit_mistakes_are_settled(view: View) -> Iterator[Hit]:
    """Misalnya 3.000 km yang mestinya 3 km, atau 0,01 unit untuk barang yang dihitung utuh.

    Koreksi volumenya pada keputusan, atau minta lurah memperbaiki satuannya. Bila memang benar,
    tulis `penjelasan`.
    """
    yield from _flagged(view, Aspect.SATUAN)


@rule(
    "kewajaran.harga",
    Sort.POLICY,
    ("C.1.f",),
    "Harga satuan yang tidak lazim hanya disetujui dengan koreksi atau penjelasan.",
    "Harga satuan Rp950.000 berbeda 19 % dari harga template "
    "Rp800.000; 120 m menjadi Rp96.000.000.",
)
def unusual_prices_are_explained(view: View) -> Iterator[Hit]:
    """Harga satuan adalah perkiraan anggaran dibagi volume.

    Pembandingnya harga pada template; tanpa itu, harga yang dipakai kebanyakan usulan sejenis.
    Selisih sampai 10 % dibiarkan. Koreksi `perkiraan_anggaran` pada keputusan, atau tulis
    `penjelasan`.
    """
    yield from _flagged(view, Aspect.HARGA)


@rule(
    "kewajaran.anggaran",
    Sort.POLICY,
    ("C.1.f", "Form 3"),
    "Perkiraan anggaran adalah volume kali harga satuan, tanpa kelebihan atau kekurangan nol.",
    "Perkiraan anggaran Rp960.000.000 bukan 120 m kali harga template "
    "Rp800.000, yaitu Rp96.000.000.",
)
def amounts_are_volume_times_price(view: View) -> Iterator[Hit]:
    """Menangkap anggaran yang kelebihan atau kekurangan nol, dan harga satu unit yang ditulis utuh.

    Koreksi `perkiraan_anggaran` pada keputusan menjadi volume kali harga satuan. Bila memang benar,
    tulis `penjelasan`.
    """
    yield from _flagged(view, Aspect.ANGGARAN)


@rule(
    "kewajaran.lokasi",
    Sort.POLICY,
    ("C.1.f", "C.1.e.1"),
    "Titik lokasi yang jauh dari usulan lain di kelurahannya hanya disetujui dengan penjelasan.",
    "Titik lokasi 11.120 m dari tengah usulan lain di kelurahan Kramat; jarak median 190 m "
    "pada 9 usulan lain.",
)
def remote_places_are_explained(view: View) -> Iterator[Hit]:
    """Satu angka koordinat yang salah ketik memindahkan titik berkilo-kilometer.

    Periksa alamatnya saat survei dan minta lurah memperbaiki `lokasi.koordinat`. Bila titiknya
    memang di sana, tulis `penjelasan`.
    """
    yield from _flagged(view, Aspect.LOKASI)


@rule(
    "usulan.kembar",
    Sort.POLICY,
    ("B.1", "D.2.d", "D.2.f"),
    "Usulan yang tampak mengulang usulan lain hanya disetujui dengan penjelasan.",
    "Mungkin mengulang usulan 2016/rawasari/0001: sama kegiatan, alamat dan volume.",
)
def repeated_proposals_are_explained(view: View) -> Iterator[Hit]:
    """Kegiatan yang sama di tempat yang sama: dalam satu kelurahan, di perbatasan, atau antartahun.

    Usulan tahun sebelumnya diperhitungkan bila dahulu disetujui. Tolak salah satunya, misalnya
    dengan alasan yang menunjuk usulan itu, atau tulis `penjelasan` apa bedanya.
    """
    for case in view.cases:
        twin = view.twins.get(case.id)
        if twin is not None and _open(case):
            message = f"Mungkin mengulang usulan {twin.case.id}: sama {twin.reason}."
            yield _hit(case, "usulan_kegiatan", message)
