"""Rules on who was there: attendance by group, and a representative of every institution."""

from collections import Counter
from collections.abc import Iterator

from musrenbang.rules.minutes import enacted
from musrenbang.rules.rule import SINCE_2016, Hit, Sort, minutes_file, rule
from musrenbang.year.views import View
from musrenbang.year.vocabulary import vocabulary, words

_GENERIC = vocabulary(
    """
    anggota delegasi di kab kabupaten kec kecamatan kel kelurahan kepala ketua kota lingkungan
    lurah para perwakilan pengurus rw se seksi tim unsur utusan wakil warga
    """
)
"""Words that tell no institution from another, unless there are no others."""


def institution(name: str, area: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words that tell an institution from others; all its words where none do."""
    every = frozenset(word for word in words(name) if not word.isdigit())
    return every - _GENERIC - area or every - area or every


@rule(
    "kehadiran.golongan",
    Sort.POLICY,
    ("C.2.b", "Form 2"),
    "Berita Acara mencatat kehadiran setiap golongan yang diundang, masing-masing satu kali.",
    "Kehadiran belum dicatat untuk pkk.",
    since=SINCE_2016,
)
def attendance_covers_the_invited(view: View) -> Iterator[Hit]:
    """Daftar hadir diisi semua peserta; jumlah per golongan dicatat pada Berita Acara.

    Tambahkan baris pada `kehadiran` untuk golongan yang disebut; tulis `hadir: 0` bila tidak ada
    yang datang.
    """
    minutes = enacted(view)
    settings = view.year.musrenbang
    if minutes is None or settings is None:
        return
    counts = Counter(row.golongan for row in minutes.kehadiran)
    invited = dict.fromkeys(row.golongan for row in settings.undangan if row.jumlah)
    missing = [group for group in invited if not counts[group]]
    if missing:
        yield Hit(
            minutes_file(view),
            ("kehadiran",),
            f"Kehadiran belum dicatat untuk {', '.join(missing)}.",
            f"Tambahkan `{{golongan: {missing[0]}, diundang: …, hadir: …}}`.",
            at_key=True,
        )
    seen: set[str] = set()
    for index, row in enumerate(minutes.kehadiran):
        if row.golongan in seen:
            yield Hit(
                minutes_file(view),
                ("kehadiran", index, "golongan"),
                f"Kehadiran {row.golongan} dicatat dua kali.",
                "Gabungkan menjadi satu baris.",
            )
        seen.add(row.golongan)


@rule(
    "kehadiran.jumlah",
    Sort.POLICY,
    ("C.2.b", "Form 2"),
    "Jumlah yang diundang sesuai undangan, dan yang hadir tidak melebihinya.",
    "Golongan lurah diundang 2, tetapi dicatat hadir 3.",
)
def attendance_matches_the_invitations(view: View) -> Iterator[Hit]:
    """Angka kehadiran dibandingkan dengan `undangan` dalam musrenbang.yaml.

    Perbaiki `diundang` atau `hadir` pada golongan yang disebut, atau perbarui daftar undangan. Bila
    memang lebih banyak yang datang, peringatannya tinggal sebagai catatan.
    """
    minutes = view.year.berita_acara
    settings = view.year.musrenbang
    if minutes is None or settings is None:
        return
    invited: Counter[str] = Counter()
    for invitation in settings.undangan:
        invited[invitation.golongan] += invitation.jumlah
    for index, row in enumerate(minutes.kehadiran):
        if settings.undangan and row.diundang != invited[row.golongan]:
            yield Hit(
                minutes_file(view),
                ("kehadiran", index, "diundang"),
                f"Golongan {row.golongan} dicatat diundang {row.diundang}, pada undangan "
                f"{invited[row.golongan]}.",
                "Samakan dengan `undangan` dalam musrenbang.yaml.",
            )
        if row.hadir > row.diundang:
            yield Hit(
                minutes_file(view),
                ("kehadiran", index, "hadir"),
                f"Golongan {row.golongan} diundang {row.diundang}, tetapi dicatat hadir "
                f"{row.hadir}.",
                "Periksa kedua angka itu; bila benar, ini tinggal sebagai catatan.",
                advice=True,
            )


@rule(
    "berita-acara.wakil-lembaga",
    Sort.POLICY,
    ("Form 1.Catatan", "C.2.c.2"),
    "Sedikitnya satu wakil dari setiap lembaga yang hadir menandatangani Berita Acara.",
    "Belum ada wakil dari Polsek Cempaka Putih.",
    since=SINCE_2016,
)
def every_institution_is_represented(view: View) -> Iterator[Hit]:
    """Catatan pada Form 1 meminta sedikitnya satu wakil per lembaga atau instansi.

    Tambahkan baris pada `wakil_peserta` dengan `lembaga` seperti tertulis pada undangan. Lembaga
    dari golongan yang tidak hadir sama sekali tidak diminta. Bila lembaga itu memang tidak datang,
    peringatannya tinggal sebagai catatan.
    """
    minutes = enacted(view)
    settings = view.year.musrenbang
    if minutes is None or settings is None:
        return
    absent = {row.golongan for row in minutes.kehadiran if row.hadir == 0}
    area = words(settings.kecamatan.nama) | words(settings.kota.nama)
    signed = [institution(row.lembaga, area) for row in minutes.wakil_peserta]
    missing = [
        row.instansi
        for row in settings.undangan
        if row.jumlah
        and row.golongan not in absent
        and not any(_is_same(institution(row.instansi, area), other) for other in signed)
    ]
    for name in dict.fromkeys(missing):
        yield Hit(
            minutes_file(view),
            ("wakil_peserta",),
            f"Belum ada wakil dari {name}.",
            "Tambahkan `- {lembaga: …}` dengan nama lembaga itu, bila ada yang hadir.",
            at_key=True,
            advice=True,
        )


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and (one <= other or other <= one)
