"""C.2 and C.3: the meeting and the report."""

from collections.abc import Iterator, Sequence
from datetime import date

from musrenbang.files.paths import DECISIONS, Kind, settings_path
from musrenbang.text.indonesian import angka, tanggal
from musrenbang.year.kelurahan_progress import KelurahanStanding
from musrenbang.year.langkah import Langkah, share, step
from musrenbang.year.next_actions import BUILD, is_ready
from musrenbang.year.preparation_steps import jadwal_of
from musrenbang.year.views import View


def meeting(view: View, every: Sequence[KelurahanStanding], today: date) -> Iterator[Langkah]:
    """Decisions, Kirim, minutes, photos."""
    tahun, jadwal = view.year.tahun, jadwal_of(view)
    last = jadwal.musrenbang.selesai if jadwal.musrenbang else None
    decided, all_ = sum(one.diputuskan for one in every), sum(one.dapat_diputuskan for one in every)
    # What went out undecided was sent so on purpose (D.4).
    left = sum(one.belum_diputuskan for one in every if one.kirim is None)
    first = jadwal.musrenbang.mulai if jadwal.musrenbang else today
    opening = "P" if today >= first else f"Mulai {tanggal(first)}: p"
    told = f"{angka(decided)} dari {angka(all_)} usulan"
    if not left and decided < all_:
        told += f"; {angka(all_ - decided)} dikirim tanpa keputusan (D.4)"
    yield step(
        ("C.2.c.3", "Keputusan camat"),
        share(all_ - left, all_, every),
        told,
        (today, last),
        f"{opening}utuskan di meja sidang: {BUILD} desk" if left else "",
    )
    ready = [one.slug for one in every if is_ready(one)]
    sent_on = sum(one.kirim is not None for one in every)
    yield step(
        ("C.2.c.4", "Kirim"),
        (sent_on, len(every)),
        f"{sent_on} dari {len(every)} kelurahan",
        (today, jadwal.batas_laporan or last),
        f"Kirim: {BUILD} send {' '.join(ready)}" if ready else "",
    )
    minutes = view.year.berita_acara
    enacted = minutes.ditetapkan if minutes else None
    file = settings_path(tahun, Kind.BERITA_ACARA)
    finished = bool(every) and sent_on == len(every)
    yield step(
        ("C.2.d", "Berita Acara"),
        (bool(minutes) + bool(enacted), 2),
        f"ditetapkan {tanggal(enacted)}" if enacted else "konsep" if minutes else "belum ditulis",
        (today, jadwal.batas_laporan or last),
        f"Isi {file}, lalu `ditetapkan`." if finished else "",
    )
    photos = len(minutes.dokumentasi) if minutes else 0
    yield step(
        ("C.2.e", "Dokumentasi"),
        (photos, max(photos, 1)),
        f"{photos} foto" if photos else "belum ada foto",
        (today, None),
        f"Simpan foto di {DECISIONS}/{tahun}/ dan sebut pada `dokumentasi` dalam {file}."
        if enacted and not photos
        else "",
    )


def report(view: View, every: Sequence[KelurahanStanding], today: date) -> Iterator[Langkah]:
    """Notice and report."""
    tahun, jadwal = view.year.tahun, jadwal_of(view)
    last = jadwal.musrenbang.selesai if jadwal.musrenbang else None
    finished = bool(every) and all(one.kirim for one in every)
    notices = [notice for notice in view.year.pengumuman if last is None or notice.tanggal >= last]
    yield step(
        ("C.3.a", "Pengumuman hasil"),
        (finished + bool(finished and notices), 2),
        f"{len(notices)} pengumuman sesudah Musrenbang" if notices else "belum diumumkan",
        (today, None),
        f"Umumkan: {BUILD} new pengumuman" if finished and not notices else "",
    )
    enacted = view.year.berita_acara.ditetapkan if view.year.berita_acara else None
    ready = finished and enacted is not None
    yield step(
        ("C.3.b", "Laporan kepada Kanppeko/Kanppekab"),
        (finished + bool(enacted), 2),
        f"dokumen siap: {tahun}/dokumen/laporan.pdf di situs" if ready else "dokumen belum siap",
        (today, jadwal.batas_laporan),
        f"Terbitkan, lalu sampaikan laporan.pdf: {BUILD} build"
        if ready and jadwal.batas_laporan and today <= jadwal.batas_laporan
        else "",
    )
