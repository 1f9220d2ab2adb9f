"""C.1: the steps before the meeting."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import get_args

from musrenbang.files.paths import Kind, settings_path
from musrenbang.text.indonesian import angka, tanggal
from musrenbang.year.cases import Status
from musrenbang.year.kelurahan_progress import KelurahanStanding
from musrenbang.year.langkah import Langkah, share, step
from musrenbang.year.next_actions import BUILD, next_in_first
from musrenbang.year.views import View
from schemas.musrenbang import Golongan, Jadwal

GROUPS = len(get_args(Golongan))


def preparation(view: View, every: Sequence[KelurahanStanding], today: date) -> Iterator[Langkah]:
    """Team, invitations, schedule, what the kelurahan sent, survey."""
    tahun, settings, jadwal = view.year.tahun, view.year.musrenbang, jadwal_of(view)
    file = settings_path(tahun, Kind.MUSRENBANG)
    meeting = jadwal.musrenbang
    before = meeting.mulai - timedelta(days=1) if meeting else None
    unsur = {member.unsur for member in settings.tim_penyelenggara} if settings else set()
    size = len(settings.tim_penyelenggara) if settings else 0
    yield step(
        ("C.1.a", "Tim Penyelenggara"),
        (len(unsur), 2),
        f"{size} anggota" if size else "belum dibentuk",
        (today, jadwal.penetapan_tim or date(tahun, 3, 7)),
        f"Isi `tim_penyelenggara` dalam {file}: unsur kecamatan dan masyarakat.",
    )
    groups = len({row.golongan for row in settings.undangan}) if settings else 0
    yield step(
        ("C.1.a.1", "Undangan"),
        (groups, GROUPS),
        f"{groups} dari {GROUPS} golongan diundang",
        (today, before),
        f"Lengkapi `undangan` dalam {file}.",
    )
    sent = sum(one.dikirim_lurah is not None for one in every)
    unsent = [one.nama for one in every if one.dikirim_lurah is None]
    yield step(
        ("C.1.b", "Kelurahan mengirim"),
        (sent, len(every)),
        f"{sent} dari {len(every)} kelurahan; belum: {', '.join(unsent)}"
        if unsent
        else f"{sent} dari {len(every)} kelurahan",
        (today, before),
        next_in_first(tahun, every, lambda one: one.dikirim_lurah is None)
        or f"Impor lembar kelurahan: {BUILD} import BERKAS.xlsx --tahun {tahun}",
    )
    dates = [meeting, jadwal.survei, jadwal.batas_laporan]
    yield step(
        ("C.1.c", "Jadwal"),
        (sum(one is not None for one in dates), len(dates)),
        f"Musrenbang {tanggal(meeting.mulai)}" if meeting else "Musrenbang belum dijadwalkan",
        (today, date(tahun, 3, 7)),
        f"Isi `jadwal` dalam {file}: survei, musrenbang, batas_laporan.",
    )
    signed = sum(one.berita_acara for one in every)
    yield step(
        ("C.1.d", "Berita Acara kelurahan"),
        (signed, len(every)),
        f"{signed} dari {len(every)} ditandatangani lurah",
        (today, before),
        next_in_first(tahun, every, lambda one: not one.berita_acara),
    )
    yield _survey(view, every, today, jadwal)


def _survey(view: View, every: Sequence[KelurahanStanding], today: date, jadwal: Jadwal) -> Langkah:
    done, needed = sum(one.disurvei for one in every), sum(one.perlu_survei for one in every)
    flagged = sum(
        1 for case in view.cases if case.status is Status.BELUM_DIVALIDASI and case.id in view.flags
    )
    told = f"{angka(done)} dari {angka(needed)} usulan fisik disurvei"
    if flagged:
        told += f"; {angka(flagged)} belum diputuskan ditandai tidak wajar (C.1.f)"
    meeting = jadwal.musrenbang
    due = jadwal.survei.selesai if jadwal.survei else None
    # A worksheet takes surveys of what the lurah has sent only.
    first = next((one.slug for one in every if one.belum_disurvei and one.dikirim_lurah), "")
    return step(
        ("C.1.e", "Survei lapangan"),
        share(done, needed, every),
        told,
        (today, due or (meeting.mulai - timedelta(days=1) if meeting else None)),
        f"Catat hasil survei: {BUILD} worksheet {first}" if first else "",
    )


def jadwal_of(view: View) -> Jadwal:
    return view.year.musrenbang.jadwal if view.year.musrenbang else Jadwal()
