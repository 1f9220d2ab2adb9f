"""Rules on the lurah's side: what must be true before a kelurahan's proposals reach the camat."""

from collections.abc import Iterator
from datetime import date

from musrenbang.files.paths import kelurahan_path
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.rules.rule import SINCE_2016, Hit, Sort, rule
from musrenbang.year.views import View


def _sent(view: View) -> Iterator[tuple[KelurahanFolder, date, str]]:
    """The kelurahan that have sent, each with the day and its file."""
    for folder in view.year.kelurahan.values():
        if folder.dikirim_lurah is not None:
            yield folder, folder.dikirim_lurah, kelurahan_path(view.year.tahun, folder.slug)


@rule(
    "kelurahan.berita-acara",
    Sort.INTEGRITY,
    ("C.1.d",),
    "Lurah menandatangani Berita Acara Musrenbang Kelurahan sebelum usulannya dikirim.",
    "Rawasari sudah dikirim, tetapi Berita Acaranya belum ditandatangani.",
    since=SINCE_2016,
)
def minutes_are_signed_before_sending(view: View) -> Iterator[Hit]:
    """Usulan yang dikirim tanpa Berita Acara yang ditandatangani belum sah sebagai hasil kelurahan.

    Isi `berita_acara` dengan nomor, tanggal dan `ditandatangani: true`; tanggalnya tidak sesudah
    `dikirim`. Bila belum ditandatangani, hapus dahulu `dikirim`.
    """
    for folder, sent, path in _sent(view):
        minutes = folder.profil.berita_acara if folder.profil else None
        if minutes is None:
            yield Hit(
                path,
                ("dikirim",),
                f"{folder.nama} sudah dikirim, tetapi Berita Acaranya belum ada.",
                "Tambahkan `berita_acara: {nomor: …, tanggal: …, ditandatangani: true}`.",
                at_key=True,
            )
        elif not minutes.ditandatangani:
            yield Hit(
                path,
                ("berita_acara", "ditandatangani"),
                f"{folder.nama} sudah dikirim, tetapi Berita Acaranya belum ditandatangani.",
                "Tulis true sesudah lurah menandatangani, atau hapus `dikirim`.",
            )
        elif minutes.tanggal > sent:
            yield Hit(
                path,
                ("berita_acara", "tanggal"),
                f"Berita Acara {minutes.tanggal} sesudah pengiriman {sent}.",
                "Periksa kedua tanggal itu.",
            )


@rule(
    "kelurahan.dikirim-tepat-waktu",
    Sort.POLICY,
    ("C.1.b",),
    "Lurah mengirim hasil Musrenbang Kelurahan sebelum Musrenbang Kecamatan dimulai.",
    "Rawasari baru mengirim 2016-03-10, padahal Musrenbang mulai 2016-03-09.",
    hint="Periksa tanggalnya; bila benar, ini tinggal sebagai catatan.",
    since=SINCE_2016,
)
def kelurahan_send_before_the_meeting(view: View) -> Iterator[Hit]:
    """Usulan yang datang sesudah Musrenbang dibuka tidak sempat disiapkan dan disurvei.

    Periksa tanggal `dikirim`. Bila memang terlambat, peringatannya tinggal sebagai catatan dan
    tidak menahan perubahan apa pun.
    """
    schedule = view.year.jadwal.musrenbang
    if schedule is None:
        return
    for folder, sent, path in _sent(view):
        if sent >= schedule.mulai:
            yield Hit(
                path,
                ("dikirim",),
                f"{folder.nama} baru mengirim {sent}, padahal Musrenbang mulai {schedule.mulai}.",
                advice=True,
            )


@rule(
    "kelurahan.validasi-lengkap",
    Sort.INTEGRITY,
    ("B.1", "C.1.d"),
    "Kelurahan yang sudah mengirim telah memvalidasi seluruh usulannya.",
    "Kelurahan Rawasari sudah mengirim, tetapi usulan ini belum divalidasi.",
    hint="Tambahkan `validasi_lurah: {hasil: …, tanggal: …}`.",
)
def sent_kelurahan_has_validated_all(view: View) -> Iterator[Hit]:
    """Setiap usulan harus memuat hasil validasi lurah begitu kelurahannya mengirim.

    Isi `validasi_lurah` dengan `hasil: diteruskan` atau `hasil: tidak-diteruskan` dan tanggalnya.
    """
    for folder, _, _ in _sent(view):
        for case in view.cases_by_folder[folder.slug].values():
            if case.usulan.validasi_lurah is None:
                yield Hit(
                    case.file,
                    ("validasi_lurah",),
                    f"Kelurahan {folder.nama} sudah mengirim, tetapi usulan ini belum divalidasi.",
                )


@rule(
    "kelurahan.validasi-sebelum-dikirim",
    Sort.POLICY,
    ("C.1.d",),
    "Lurah memvalidasi usulan sebelum mengirimnya.",
    "Divalidasi 2016-02-27, sesudah dikirim 2016-02-26.",
    hint="Periksa kedua tanggal itu.",
)
def validation_precedes_sending(view: View) -> Iterator[Hit]:
    """Tanggal validasi sesudah tanggal kirim berarti salah satunya keliru.

    Perbaiki `validasi_lurah.tanggal` pada usulan, atau `dikirim` dalam kelurahan.yaml.
    """
    for folder, sent, _ in _sent(view):
        for case in view.cases_by_folder[folder.slug].values():
            check = case.usulan.validasi_lurah
            if check and check.tanggal and check.tanggal > sent:
                yield Hit(
                    case.file,
                    ("validasi_lurah", "tanggal"),
                    f"Divalidasi {check.tanggal}, sesudah dikirim {sent}.",
                )


@rule(
    "kelurahan.catatan-tidak-diteruskan",
    Sort.POLICY,
    ("D.2",),
    "Usulan yang tidak diteruskan lurah diberi catatan alasannya.",
    "Usulan ini tidak diteruskan tanpa catatan.",
    hint="Tambahkan `catatan: …` pada `validasi_lurah`.",
)
def withheld_proposals_have_a_note(view: View) -> Iterator[Hit]:
    """Penolakan atas usulan hasil Rembuk RW wajib beralasan, juga bila lurah yang menahannya.

    Tulis alasannya pada `validasi_lurah.catatan`, agar pengusul tahu mengapa.
    """
    for case in view.cases:
        check = case.usulan.validasi_lurah
        if check and check.hasil == "tidak-diteruskan" and check.catatan is None:
            yield Hit(case.file, ("validasi_lurah", "hasil"))


@rule(
    "usulan.rw-dikenal",
    Sort.POLICY,
    ("C.1.e.1", "C.1.f"),
    "Nomor RW usulan tidak melebihi banyaknya RW di kelurahan.",
    "RW 010 di luar 9 RW di Rawasari.",
    hint="Perbaiki nomornya, atau “Jumlah RW” pada lembar Kelurahan buku pengaturan.",
)
def proposal_comes_from_a_known_rw(view: View) -> Iterator[Hit]:
    """Nomor RW di luar banyaknya RW biasanya salah ketik atau usulan milik kelurahan lain.

    Perbaiki `rw` pada usulan, atau `jumlah_rw` dalam kelurahan.yaml bila RW-nya memang ada.
    """
    for case in view.cases:
        folder = view.year.kelurahan.get(case.kelurahan)
        count = folder.profil.jumlah_rw if folder and folder.profil else None
        if count is not None and case.usulan.rw and not 1 <= int(case.usulan.rw) <= count:
            yield Hit(
                case.file,
                ("rw",),
                f"RW {case.usulan.rw} di luar {count} RW di {case.nama_kelurahan}.",
            )
