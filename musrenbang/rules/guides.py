"""Rules on the guide of a year itself, where it has one of its own."""

from collections.abc import Iterator

from musrenbang.files.paths import Kind, settings_path
from musrenbang.records.shipped_guide import shipped
from musrenbang.records.validation import guess
from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.text.lookalikes import skeleton
from musrenbang.year.views import View


def _file(view: View) -> str:
    return settings_path(view.year.tahun, Kind.JUKNIS)


@rule(
    "juknis.jangka",
    Sort.INTEGRITY,
    ("A", "C.1.a", "C.3.b"),
    "Jangka waktu juknis ada pada tahunnya.",
    "Jangka waktu “29 Februari” keliru: 29 Februari 2017 tidak ada.",
    hint="Tulis hari atau minggu yang ada pada tahun itu.",
)
def windows_are_in_the_year(view: View) -> Iterator[Hit]:
    """Tidak setiap tahun mempunyai 29 Februari, atau minggu kelima dalam bulan itu.

    Periksa jangka waktunya pada kalender tahun itu.
    """
    for name, message in view.guide.outside() if view.year.juknis else ():
        yield Hit(_file(view), ("jadwal", name), message)


@rule(
    "juknis.jangka-sejalan",
    Sort.POLICY,
    ("A", "C.1.a", "C.3.b"),
    "Jangka waktu juknis dapat dipenuhi oleh satu jadwal.",
    "Jangka waktu tidak sejalan: laporan paling lambat 26 Februari 2017, sebelum Musrenbang "
    "berakhir (19 Maret 2017).",
    hint="Perbaiki jangka waktu ini, atau jangka waktu Musrenbangnya.",
)
def windows_agree(view: View) -> Iterator[Hit]:
    """Tim ditetapkan sebelum Musrenbang, dan laporan disampaikan sesudahnya.

    Jangka waktu yang berlawanan hampir selalu salah ketik bulannya.
    """
    for name, message in view.guide.at_odds() if view.year.juknis else ():
        yield Hit(_file(view), ("jadwal", name), message)


@rule(
    "juknis.nama-berbeda",
    Sort.INTEGRITY,
    ("C.1.a.1", "D.2"),
    "Nama alasan penolakan berbeda satu sama lain, begitu pula nama golongan undangan.",
    "Nama “Ditunda” sama dengan nama `tunda`.",
    hint="Beri nama yang berbeda; namanya yang dipilih orang, bukan kodenya.",
)
def names_differ(view: View) -> Iterator[Hit]:
    """Dalam pilihan dan pada halaman, alasan dan golongan dikenal dari namanya.

    Nama yang sama, atau hanya berbeda huruf besarnya, membuat orang memilih yang keliru.
    """
    juknis = view.year.juknis
    if juknis is None:
        return
    for part, entries in (("alasan", juknis.alasan), ("golongan", juknis.golongan)):
        seen: dict[str, str] = {}
        for kode, one in entries.items():
            first = seen.setdefault(skeleton(one.nama), kode)
            if first != kode:
                message = f"Nama “{one.nama}” sama dengan nama `{first}`."
                yield Hit(_file(view), (part, kode, "nama"), message)


@rule(
    "juknis.klausul",
    Sort.INTEGRITY,
    ("C.1.a.1", "D.2"),
    "Klausul yang disebut juknis ada dalam daftarnya, dan padanannya ada dalam juknis bawaan.",
    "`ZZ.9` tidak ada pada `klausul`.",
)
def clauses_are_known(view: View) -> Iterator[Hit]:
    """Nomor yang salah ketik tercetak pada halaman dan dokumen tanpa dapat dicari.

    Perbaiki nomornya, atau tambahkan klausulnya. Juknis tanpa daftar klausul boleh menyebut nomor
    apa pun. `sama_dengan` menyebut klausul juknis bawaan, atau `[]` bila tidak ada padanannya.
    """
    juknis = view.year.juknis
    if juknis is None or not juknis.klausul:
        return
    for part, entries in (("alasan", juknis.alasan), ("golongan", juknis.golongan)):
        for kode, entry in entries.items():
            if entry.klausul and entry.klausul not in juknis.klausul:
                hint = guess(entry.klausul, juknis.klausul, "Tambahkan pada `klausul`.")
                message = f"`{entry.klausul}` tidak ada pada `klausul`."
                yield Hit(_file(view), (part, kode, "klausul"), message, hint)
    known = shipped().klausul
    for number, clause in juknis.klausul.items():
        for index, one in enumerate(clause.sama_dengan or ()):
            if one not in known:
                hint = guess(one, known, "Tulis klausul juknis bawaan, atau `tidak ada`.")
                message = f"`{one}` bukan klausul juknis bawaan."
                yield Hit(_file(view), ("klausul", number, "sama_dengan", index), message, hint)
