"""Rules on the schedule: the windows of the juknis, and dates that follow one another."""

from collections.abc import Iterator

from musrenbang.rules.rule import SINCE_2016, Hit, Sort, guide_is_broken, musrenbang_file, rule
from musrenbang.year.views import View


@rule(
    "jadwal.minggu-musrenbang",
    Sort.POLICY,
    ("A",),
    "Musrenbang Kecamatan dilaksanakan dalam jangka waktu juknis.",
    "Musrenbang 2016-03-09 di luar 8 sampai 20 Februari (2016-02-08 sampai 2016-02-20).",
    hint="Periksa tanggalnya; bila benar, ini tinggal sebagai catatan.",
    since=SINCE_2016,
)
def meeting_in_its_weeks(view: View) -> Iterator[Hit]:
    """Hari pertama atau terakhir Musrenbang jatuh di luar jangka waktu yang ditetapkan juknis.

    Minggu boleh dihitung per tujuh tanggal (1–7, 8–14, 15–21) atau menurut kalender, Senin sampai
    Minggu. Pindahkan jadwalnya ke dalam jangka waktu itu; bila kantor perencanaan menyetujui
    tanggal lain, peringatannya tinggal sebagai catatan dan tidak menahan perubahan apa pun.
    """
    meeting = view.year.jadwal.musrenbang
    if meeting is None or guide_is_broken(view):
        return
    opens, closes = view.guide.days("musrenbang")
    for field, day in (("mulai", meeting.mulai), ("selesai", meeting.selesai)):
        if not opens <= day <= closes:
            yield Hit(
                musrenbang_file(view),
                ("jadwal", "musrenbang", field),
                f"Musrenbang {day} di luar {view.guide.juknis.jadwal.musrenbang} ({opens} sampai "
                f"{closes}).",
                advice=True,
            )


@rule(
    "jadwal.penetapan-tim",
    Sort.POLICY,
    ("C.1.a",),
    "Tim Penyelenggara ditetapkan dalam jangka waktu juknis, sebelum Musrenbang.",
    "Tim ditetapkan 2016-03-04, sesudah minggu ke-1 Februari (sampai 2016-02-07).",
    hint="Periksa tanggal surat keputusannya; bila benar, ini tinggal sebagai catatan.",
    since=SINCE_2016,
)
def team_in_time(view: View) -> Iterator[Hit]:
    """Penetapan tim yang terlambat menyisakan terlalu sedikit waktu untuk mengundang dan menyurvei.

    Tulis tanggal surat keputusan camat pada `jadwal.penetapan_tim`, paling lambat pada akhir
    jangka waktu itu. Bila memang terlambat, peringatannya tinggal sebagai catatan dan tidak
    menahan perubahan apa pun.
    """
    day, meeting = view.year.jadwal.penetapan_tim, view.year.jadwal.musrenbang
    if day is None or guide_is_broken(view):
        return
    _, limit = view.guide.days("penetapan_tim")
    if meeting is not None and day >= meeting.mulai:
        message = f"Tim baru ditetapkan {day}, padahal Musrenbang mulai {meeting.mulai}."
    elif day > limit:
        window = view.guide.juknis.jadwal.penetapan_tim
        message = f"Tim ditetapkan {day}, sesudah {window} (sampai {limit})."
    else:
        return
    yield Hit(musrenbang_file(view), ("jadwal", "penetapan_tim"), message, advice=True)


@rule(
    "jadwal.batas-laporan",
    Sort.POLICY,
    ("C.3.b",),
    "Laporan disampaikan sesudah Musrenbang, dalam jangka waktu juknis.",
    "Batas laporan 2016-03-18 sesudah 28 Februari (sampai 2016-02-28).",
    since=SINCE_2016,
)
def report_deadline_in_time(view: View) -> Iterator[Hit]:
    """Batas laporan yang ditulis tidak boleh melewati batas juknis atau mendahului Musrenbang.

    Tulis tanggal sesudah Musrenbang pada `jadwal.batas_laporan`, paling lambat pada akhir jangka
    waktu itu. Bila juknis membolehkan, tanggal yang lebih lambat cukup mendahului
    `jadwal.musrenbang_kota`; selain itu peringatannya tinggal sebagai catatan.
    """
    window = view.guide.juknis.jadwal
    schedule = view.year.jadwal
    day = schedule.batas_laporan
    if day is None:
        return
    where = ("jadwal", "batas_laporan")
    _, limit = view.guide.days("laporan")
    kota = schedule.musrenbang_kota if window.laporan_sebelum_kota else None
    late = day > limit and (kota is None or day >= kota)
    if late and not guide_is_broken(view):
        otherwise = ", atau tanggal sebelum `musrenbang_kota`" * window.laporan_sebelum_kota
        yield Hit(
            musrenbang_file(view),
            where,
            f"Batas laporan {day} sesudah {window.laporan} (sampai {limit}).",
            f"Tulis {limit} atau sebelumnya{otherwise}.",
            advice=True,
        )
    if schedule.musrenbang and day < schedule.musrenbang.selesai:
        yield Hit(
            musrenbang_file(view),
            where,
            f"Batas laporan {day} mendahului akhir Musrenbang {schedule.musrenbang.selesai}.",
            "Tulis tanggal sesudah Musrenbang selesai.",
        )


@rule(
    "jadwal.survei",
    Sort.POLICY,
    ("C.1.e",),
    "Survei bersama tim teknis selesai sebelum Musrenbang dimulai.",
    "Survei baru selesai 2016-03-09, padahal Musrenbang mulai 2016-03-09.",
    hint="Selesaikan survei sebelum hari pertama Musrenbang; bila sudah terjadi, ini tinggal "
    "sebagai catatan.",
    since=SINCE_2016,
)
def survey_before_the_meeting(view: View) -> Iterator[Hit]:
    """Hasil survei adalah bahan Musrenbang, jadi harus ada sebelum Musrenbang dibuka.

    Atur `jadwal.survei.selesai` paling lambat sehari sebelum `jadwal.musrenbang.mulai`. Bila survei
    memang baru selesai kemudian, peringatannya tinggal sebagai catatan.
    """
    schedule = view.year.jadwal
    if schedule.survei is None or schedule.musrenbang is None:
        return
    if schedule.survei.selesai >= schedule.musrenbang.mulai:
        yield Hit(
            musrenbang_file(view),
            ("jadwal", "survei", "selesai"),
            f"Survei baru selesai {schedule.survei.selesai}, padahal Musrenbang mulai "
            f"{schedule.musrenbang.mulai}.",
            advice=True,
        )


@rule(
    "jadwal.urutan",
    Sort.INTEGRITY,
    ("A", "C.1.e"),
    "Hari selesai tidak mendahului hari mulai.",
    "Selesai 2016-03-08 mendahului mulai 2016-03-09.",
    hint="Periksa kedua tanggal itu.",
)
def dates_follow_one_another(view: View) -> Iterator[Hit]:
    """Tanggal yang terbalik hampir selalu salah ketik.

    Periksa bulan dan harinya, juga tahunnya, lalu perbaiki tanggal yang keliru.
    """
    schedule = view.year.jadwal
    for name, span in (("survei", schedule.survei), ("musrenbang", schedule.musrenbang)):
        if span is not None and span.selesai < span.mulai:
            yield Hit(
                musrenbang_file(view),
                ("jadwal", name, "selesai"),
                f"Selesai {span.selesai} mendahului mulai {span.mulai}.",
            )


@rule(
    "jadwal.ditetapkan",
    Sort.INTEGRITY,
    ("C.1.c", "C.2.a"),
    "Jadwal Musrenbang sudah ditetapkan sebelum ada keputusan.",
    "Sudah ada 1 keputusan, tetapi jadwal Musrenbang belum ditetapkan.",
    hint="Tambahkan `musrenbang:` dengan mulai, selesai, jam dan tempat.",
)
def schedule_precedes_decisions(view: View) -> Iterator[Hit]:
    """Tanpa jadwal, tidak ada yang tahu apakah keputusan diambil dalam Musrenbang.

    Tulis tanggal yang disepakati dengan kantor perencanaan pada `jadwal.musrenbang` sebelum
    keputusan pertama dicatat.
    """
    settings = view.year.musrenbang
    if settings and settings.jadwal.musrenbang is None and view.decisions:
        yield Hit(
            musrenbang_file(view),
            ("jadwal",),
            f"Sudah ada {len(view.decisions)} keputusan, tetapi jadwal Musrenbang belum "
            "ditetapkan.",
        )
