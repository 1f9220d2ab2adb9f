"""Rules on the Berita Acara: its dates, its contents, its place after Kirim and before the report.

Most speak up only once it is `ditetapkan`: until then it is a draft that may have gaps.
"""

from collections.abc import Iterator

from musrenbang.files.paths import kirim_path
from musrenbang.rules.rule import SINCE_2016, Hit, Sort, minutes_file, rule
from musrenbang.year.views import View
from schemas import BeritaAcara


def enacted(view: View) -> BeritaAcara | None:
    """The minutes, once they are final."""
    minutes = view.year.berita_acara
    return minutes if minutes and minutes.ditetapkan else None


@rule(
    "berita-acara.jadwal",
    Sort.INTEGRITY,
    ("C.2.a", "Form 1"),
    "Hari Musrenbang pada Berita Acara sama dengan jadwalnya.",
    "Berita Acara menulis 2016-03-11, jadwalnya 2016-03-10.",
)
def minutes_match_the_schedule(view: View) -> Iterator[Hit]:
    """Berita Acara dan jadwal menceritakan Musrenbang yang sama.

    Perbaiki tanggal yang keliru; bila Musrenbang bergeser, perbarui `jadwal.musrenbang`.
    """
    minutes = view.year.berita_acara
    meeting = view.year.musrenbang.jadwal.musrenbang if view.year.musrenbang else None
    if minutes is None or meeting is None:
        return
    for field, written, planned in (
        ("mulai", minutes.mulai, meeting.mulai),
        ("selesai", minutes.selesai, meeting.selesai),
    ):
        if written != planned:
            yield Hit(
                minutes_file(view),
                (field,),
                f"Berita Acara menulis {written}, jadwalnya {planned}.",
                "Samakan dengan `jadwal.musrenbang` dalam musrenbang.yaml.",
            )


@rule(
    "berita-acara.ditetapkan",
    Sort.INTEGRITY,
    ("C.2.d", "Form 1"),
    "Berita Acara ditetapkan sesudah Musrenbang selesai dan sesudah Kirim.",
    "Berita Acara ditetapkan, padahal Kramat belum Kirim.",
)
def minutes_follow_kirim(view: View) -> Iterator[Hit]:
    """Lampiran Berita Acara memuat hasil yang sudah tetap, jadi Kirim mendahuluinya.

    Lakukan Kirim untuk setiap kelurahan yang usulannya diterima, lalu isi `ditetapkan` dengan
    tanggal yang tidak mendahului Kirim dan hari terakhir Musrenbang. Kelurahan yang lurahnya baru
    mengirim sesudah penetapan tidak ikut diperiksa.
    """
    minutes = enacted(view)
    if minutes is None or minutes.ditetapkan is None:
        return
    where = ("ditetapkan",)
    if minutes.ditetapkan < minutes.selesai:
        yield Hit(
            minutes_file(view),
            where,
            f"Ditetapkan {minutes.ditetapkan}, sebelum Musrenbang selesai {minutes.selesai}.",
            "Periksa tanggalnya.",
        )
    for folder in view.year.kelurahan.values():
        sent = folder.dikirim_lurah
        if sent is None or sent > minutes.ditetapkan:
            continue
        if folder.kirim is None:
            yield Hit(
                minutes_file(view),
                where,
                f"Berita Acara ditetapkan, padahal {folder.nama} belum Kirim.",
                f"Buat {kirim_path(view.year.tahun, folder.slug)} dahulu, atau hapus `ditetapkan`.",
                at_key=True,
            )
        elif folder.kirim.tanggal > minutes.ditetapkan:
            yield Hit(
                minutes_file(view),
                where,
                f"Ditetapkan {minutes.ditetapkan}, sebelum Kirim {folder.nama} "
                f"{folder.kirim.tanggal}.",
                "Periksa tanggalnya.",
            )


@rule(
    "berita-acara.isi",
    Sort.POLICY,
    ("Form 1.1", "Form 1.2", "Form 1.3"),
    "Berita Acara memuat sambutan, pemaparan, serta tanggapan dan saran peserta.",
    "Berita Acara ditetapkan tanpa pemaparan.",
    since=SINCE_2016,
)
def minutes_tell_what_was_said(view: View) -> Iterator[Hit]:
    """Form 1 menyebut siapa yang memberi sambutan, apa yang dipaparkan dan apa tanggapannya.

    Isi `sambutan`, `pemaparan` dan `tanggapan` sebelum Berita Acara ditetapkan.
    """
    minutes = enacted(view)
    if minutes is None:
        return
    for field, content in (
        ("sambutan", minutes.sambutan),
        ("pemaparan", minutes.pemaparan),
        ("tanggapan", minutes.tanggapan),
    ):
        if not content:
            yield Hit(
                minutes_file(view),
                (field,),
                f"Berita Acara ditetapkan tanpa {field}.",
                f"Tambahkan `{field}:`.",
            )


@rule(
    "berita-acara.delegasi",
    Sort.POLICY,
    ("Form 1.KEEMPAT",),
    "Berita Acara menyebut perwakilan masyarakat pada forum berikutnya.",
    "Berita Acara ditetapkan tanpa delegasi ke forum berikutnya.",
    since=SINCE_2016,
)
def minutes_name_delegates(view: View) -> Iterator[Hit]:
    """Butir KEEMPAT pada Form 1 menetapkan perwakilan masyarakat.

    Tambahkan `delegasi` dengan lembaga yang diwakili; namanya boleh ditulis tangan di kertas.
    """
    minutes = enacted(view)
    if minutes is not None and not minutes.delegasi:
        yield Hit(
            minutes_file(view),
            ("delegasi",),
            "Berita Acara ditetapkan tanpa delegasi ke forum berikutnya.",
            "Tambahkan `delegasi: [{lembaga: …}]`.",
        )


@rule(
    "berita-acara.dokumentasi",
    Sort.POLICY,
    ("C.2.e",),
    "Pelaksanaan Musrenbang didokumentasikan dengan foto.",
    "Berita Acara ditetapkan tanpa dokumentasi.",
    since=SINCE_2016,
)
def meeting_is_documented(view: View) -> Iterator[Hit]:
    """Juknis meminta Musrenbang didokumentasikan.

    Simpan sedikitnya satu foto di folder decisions tahun itu dan sebut pada `dokumentasi`. Bila
    memang tidak ada yang memotret, peringatannya tinggal sebagai catatan.
    """
    minutes = enacted(view)
    if minutes is not None and not minutes.dokumentasi:
        yield Hit(
            minutes_file(view),
            ("dokumentasi",),
            "Berita Acara ditetapkan tanpa dokumentasi.",
            "Tambahkan `dokumentasi: [{berkas: …, keterangan: …}]`.",
            advice=True,
        )


@rule(
    "laporan.tepat-waktu",
    Sort.POLICY,
    ("C.3.b",),
    "Berita Acara ditetapkan tidak sesudah batas laporan.",
    "Ditetapkan 2016-03-19, sesudah batas laporan 2016-03-18.",
    since=SINCE_2016,
)
def report_is_in_time(view: View) -> Iterator[Hit]:
    """Laporan kepada Kanppeko/Kanppekab memuat Berita Acara yang sudah ditetapkan.

    Periksa `ditetapkan`. Bila memang terlambat, peringatannya tinggal sebagai catatan dan tidak
    menahan perubahan apa pun.
    """
    minutes = enacted(view)
    limit = view.year.musrenbang.jadwal.batas_laporan if view.year.musrenbang else None
    if minutes and minutes.ditetapkan and limit and minutes.ditetapkan > limit:
        yield Hit(
            minutes_file(view),
            ("ditetapkan",),
            f"Ditetapkan {minutes.ditetapkan}, sesudah batas laporan {limit}.",
            "Periksa tanggalnya, atau `jadwal.batas_laporan`; bila benar, ini tinggal sebagai "
            "catatan.",
            advice=True,
        )
