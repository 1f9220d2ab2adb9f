"""Rules on the Berita Acara: dates, contents, attendance, photos, its place after Kirim.

Most speak up only once it is `ditetapkan`: until then it is a draft that may have gaps.
"""

from collections import Counter
from collections.abc import Iterator

from musrenbang.files.paths import DECISIONS, kirim_path
from musrenbang.records.findings import Keys
from musrenbang.rules.rule import SINCE_2016, Hit, Sort, minutes_file, rule
from musrenbang.year.cases import photo_files
from musrenbang.year.views import View
from musrenbang.year.vocabulary import vocabulary, words
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
    hint="Samakan dengan `jadwal.musrenbang` dalam musrenbang.yaml.",
)
def minutes_match_the_schedule(view: View) -> Iterator[Hit]:
    """Berita Acara dan jadwal menceritakan Musrenbang yang sama.

    Perbaiki tanggal yang keliru; bila Musrenbang bergeser, perbarui `jadwal.musrenbang`.
    """
    minutes = view.year.berita_acara
    meeting = view.year.jadwal.musrenbang
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

    Lakukan Kirim untuk setiap kelurahan, lalu isi `ditetapkan` dengan tanggal yang tidak mendahului
    Kirim dan hari terakhir Musrenbang. Penetapan baru ditahan selama masih ada kelurahan yang belum
    dikirim; Berita Acara lama yang ditetapkan sebelum lurahnya mengirim tetap sah.
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
    "berita-acara.adendum",
    Sort.INTEGRITY,
    ("C.2.d", "Form 1"),
    "Adendum menambah Berita Acara yang sudah ditetapkan, berurutan menurut tanggalnya.",
    "Adendum tanggal 2016-03-09 mendahului penetapan atau adendum sebelumnya, 2016-03-10.",
)
def addenda_follow_the_minutes(view: View) -> Iterator[Hit]:
    """Selama Berita Acara masih konsep, isinya sendiri yang diperbaiki.

    Tulis `adendum` sesudah `ditetapkan`, yang baru di bawah yang lama, dengan tanggal yang tidak
    mendahului penetapan dan adendum sebelumnya.
    """
    minutes = view.year.berita_acara
    if minutes is None or not minutes.adendum:
        return
    latest = minutes.ditetapkan
    if latest is None:
        yield Hit(
            minutes_file(view),
            ("adendum",),
            "Ada adendum, padahal Berita Acara belum ditetapkan.",
            "Hapus `adendum` dan perbaiki isi Berita Acara, atau isi `ditetapkan`.",
            at_key=True,
        )
        return
    for index, row in enumerate(minutes.adendum):
        if row.tanggal < latest:
            yield Hit(
                minutes_file(view),
                ("adendum", index, "tanggal"),
                f"Adendum tanggal {row.tanggal} mendahului penetapan atau adendum "
                f"sebelumnya, {latest}.",
                "Periksa tanggalnya.",
            )
        latest = max(latest, row.tanggal)


@rule(
    "berita-acara.isi",
    Sort.POLICY,
    ("Form 1.1", "Form 1.2", "Form 1.3"),
    "Berita Acara memuat sambutan, pemaparan, serta tanggapan dan saran peserta.",
    "Berita Acara ditetapkan tanpa pemaparan.",
    since=SINCE_2016,
)
def minutes_tell_what_was_said(view: View) -> Iterator[Hit]:
    """Berita Acara menyebut siapa yang memberi sambutan, apa yang dipaparkan dan apa tanggapannya.

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
    hint="Tambahkan lembaganya pada lembar Delegasi buku Berita Acara.",
    since=SINCE_2016,
)
def minutes_name_delegates(view: View) -> Iterator[Hit]:
    """Berita Acara menetapkan perwakilan masyarakat.

    Tambahkan `delegasi` dengan lembaga yang diwakili; namanya boleh ditulis tangan di kertas.
    """
    minutes = enacted(view)
    if minutes is not None and not minutes.delegasi:
        yield Hit(minutes_file(view), ("delegasi",))


@rule(
    "berita-acara.dokumentasi",
    Sort.POLICY,
    ("C.2.e",),
    "Pelaksanaan Musrenbang didokumentasikan dengan foto.",
    "Berita Acara ditetapkan tanpa dokumentasi.",
    hint="Simpan fotonya di folder keputusan tahun itu, lalu sebut pada lembar Dokumentasi buku "
    "Berita Acara.",
    since=SINCE_2016,
)
def meeting_is_documented(view: View) -> Iterator[Hit]:
    """Juknis meminta Musrenbang didokumentasikan.

    Simpan sedikitnya satu foto di folder decisions tahun itu dan sebut pada `dokumentasi`. Bila
    memang tidak ada yang memotret, peringatannya tinggal sebagai catatan.
    """
    minutes = enacted(view)
    if minutes is not None and not minutes.dokumentasi:
        yield Hit(minutes_file(view), ("dokumentasi",), advice=True)


@rule(
    "laporan.tepat-waktu",
    Sort.POLICY,
    ("C.3.b",),
    "Berita Acara ditetapkan tidak sesudah batas laporan.",
    "Ditetapkan 2016-03-19, sesudah batas laporan 2016-03-18.",
    hint="Periksa tanggalnya, atau `jadwal.batas_laporan`; bila benar, ini tinggal sebagai "
    "catatan.",
    since=SINCE_2016,
)
def report_is_in_time(view: View) -> Iterator[Hit]:
    """Laporan kepada kantor perencanaan memuat Berita Acara yang sudah ditetapkan.

    Periksa `ditetapkan`. Bila memang terlambat, peringatannya tinggal sebagai catatan dan tidak
    menahan perubahan apa pun.
    """
    minutes = enacted(view)
    limit = view.year.jadwal.batas_laporan
    if minutes and minutes.ditetapkan and limit and minutes.ditetapkan > limit:
        yield Hit(
            minutes_file(view),
            ("ditetapkan",),
            f"Ditetapkan {minutes.ditetapkan}, sesudah batas laporan {limit}.",
            advice=True,
        )


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
    minutes = view.year.berita_acara
    settings = view.year.musrenbang
    if minutes is None or settings is None:
        return
    counts = Counter(row.golongan for row in minutes.kehadiran)
    expected = settings.undangan if minutes.ditetapkan else ()
    invited = dict.fromkeys(row.golongan for row in expected if row.jumlah)
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
    hint="Tambahkan `- {lembaga: …}` dengan nama lembaga itu, bila ada yang hadir.",
    since=SINCE_2016,
)
def every_institution_is_represented(view: View) -> Iterator[Hit]:
    """Berita Acara meminta sedikitnya satu wakil per lembaga atau instansi.

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
            at_key=True,
            advice=True,
        )


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and (one <= other or other <= one)


def _named(view: View) -> Iterator[tuple[str, Keys, str]]:
    """Every photo a record names: the record's file, where it names it, the photo's path."""
    for case in view.cases:
        for index, path in enumerate(photo_files(case)):
            yield case.file, ("foto", index), path
    minutes = view.year.berita_acara
    for index, photo in enumerate(minutes.dokumentasi if minutes else ()):
        path = f"{DECISIONS}/{view.year.tahun}/{photo.berkas}"
        yield minutes_file(view), ("dokumentasi", index, "berkas"), path


@rule(
    "foto.ada",
    Sort.INTEGRITY,
    ("C.2.e",),
    "Foto yang disebut ada di folder yang sama.",
    "Foto 0001-a.jpg tidak ada di folder ini.",
)
def photos_exist(view: View) -> Iterator[Hit]:
    """Halaman usulan dan dokumentasi menampilkan foto yang disebut, jadi berkasnya harus ada.

    Simpan fotonya di folder yang sama dengan nama yang persis sama, atau hapus namanya.
    """
    for file, where, path in _named(view):
        if path not in view.year.foto:
            message = f"Foto {path.rpartition('/')[2]} tidak ada di folder ini."
            part = "namanya" if where[0] == "foto" else "barisnya"
            yield Hit(file, where, message, f"Tambahkan berkasnya atau hapus {part}.")


@rule(
    "foto.tak-disebut",
    Sort.POLICY,
    ("C.2.e",),
    "Setiap foto disebut oleh sebuah usulan atau oleh Berita Acara.",
    "Foto 0001-b.jpg tidak disebut di mana pun.",
    hint="Sebut namanya pada `foto` atau `dokumentasi`, atau hapus berkasnya.",
)
def photos_are_named(view: View) -> Iterator[Hit]:
    """Foto yang tidak disebut tidak tampil di mana pun, tetapi tetap membebani riwayat.

    Sebut namanya pada `foto` usulan atau `dokumentasi` Berita Acara, atau hapus berkasnya.
    """
    named = {path for _, _, path in _named(view)}
    if any(
        path.startswith((f"proposals/{view.year.tahun}/", f"decisions/{view.year.tahun}/"))
        for path in view.snapshot.broken
    ):
        return
    for path in view.year.foto:
        if path not in named:
            yield Hit(path, (), f"Foto {path.rpartition('/')[2]} tidak disebut di mana pun.")
