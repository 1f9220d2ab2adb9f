"""The steps of the year by the juknis, each held against a day."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Literal

from musrenbang.files.paths import DECISIONS
from musrenbang.files.program import COMMAND
from musrenbang.records.snapshot import Snapshot, Year
from musrenbang.text.indonesian import angka, hari_tanggal, tanggal
from musrenbang.year.cases import Status
from musrenbang.year.figures import KelurahanStanding
from musrenbang.year.follow_up import Standing, follow_up
from musrenbang.year.views import View

Keadaan = Literal["selesai", "berjalan", "belum", "terlambat"]


@dataclass(frozen=True, slots=True)
class Langkah:
    """One step: its clause, how far it is, until when, and what to do about it."""

    klausul: str
    nama: str
    keadaan: Keadaan
    rincian: str
    batas: date | None = None
    berikut: str = ""


@dataclass(frozen=True, slots=True)
class Tahap:
    """One of the three stages of the juknis."""

    klausul: str
    nama: str
    langkah: tuple[Langkah, ...]


@dataclass(frozen=True, slots=True)
class YearStanding:
    """A year on one day."""

    tahun: int
    nama: str
    hari_ini: date
    tahap: tuple[Tahap, ...]
    kelurahan: tuple[KelurahanStanding, ...]
    lanjutan: str = ""
    """How the next year begins, once this one is enacted and nobody has begun it."""
    didahulukan: tuple[str, ...] = ()
    """What to do before anything else."""
    kabar: str = ""
    """How to tell what came after the kecamatan, while nobody has told it of some proposals."""
    tahun_lain: tuple[str, ...] = ()
    """Every other year that is not established, and how to see where it stands."""

    @property
    def berikut(self) -> tuple[str, ...]:
        """What to do now: what is late first, then in the order of the juknis."""
        waiting = [step for tahap in self.tahap for step in tahap.langkah if step.berikut]
        waiting.sort(key=lambda step: step.keadaan != "terlambat")
        steps = (step.berikut for step in waiting)
        told = (*self.didahulukan, *steps, self.lanjutan, self.kabar)
        return tuple(text for text in dict.fromkeys(told) if text)


def _step(
    named: tuple[str, str],
    progress: tuple[int, int],
    rincian: str,
    days: tuple[date, date | None],
    berikut: str,
) -> Langkah:
    """A step that is done when its count is full; `days` are today and the last day for it.

    A step with nothing left to do until others have done theirs has no last day: it is not late.
    """
    (klausul, nama), (done, needed), (today, batas) = named, progress, days
    keadaan: Keadaan = "berjalan" if done else "belum"
    if needed and done >= needed:
        keadaan = "selesai"
    elif batas and today > batas:
        keadaan = "terlambat"
    due = klausul == "C.3.b" or keadaan != "selesai"
    return Langkah(klausul, nama, keadaan, rincian, batas, berikut if due else "")


def _share(done: int, needed: int, every: Sequence[KelurahanStanding]) -> tuple[int, int]:
    """How much of what the kelurahan sent is done: not all, as long as one has not sent."""
    if not every or any(one.dikirim_lurah is None for one in every):
        return done, needed + 1
    return (done, needed) if needed else (1, 1)


def is_ready(one: KelurahanStanding) -> bool:
    """Whether everything is decided, and ranked where it must be, and nothing sent on yet."""
    open_ = one.kirim is None and one.dikirim_lurah is not None and one.usulan > 0
    return open_ and not one.belum_diputuskan and not one.tanpa_prioritas


def _settings(tahun: int) -> str:
    """The command that makes the workbook of the settings."""
    return f"{COMMAND} worksheet --pengaturan {tahun}"


def _next_in(tahun: int, one: KelurahanStanding) -> str:
    """What to do next in one kelurahan; empty where nothing is left."""
    if not one.usulan and one.dikirim_lurah is None:
        table = f"{COMMAND} worksheet --usulan {one.slug} --tahun {tahun}"
        return (
            f"Terima lembar usulannya: {COMMAND} accept BERKAS.xlsx. "
            f"Tabel kosong untuk kelurahan: {table}"
        )
    if one.dikirim_lurah is None:
        missing = "“Dikirim”" if one.berita_acara else "“Berita Acara” dan “Dikirim”"
        told = f"Sesudah lurah mengirim, isi {missing} pada lembar Kelurahan"
        if not one.tanpa_validasi_lurah:
            return f"{told}: {_settings(tahun)}"
        options = "--divalidasi TANGGAL --dikirim TANGGAL --berita-acara NOMOR"
        return f"Sesudah lurah mengirim, impor lagi lembarnya: {COMMAND} import LEMBAR {options}"
    return "" if one.kirim is not None else _next_after_sending(one)


def _next_after_sending(one: KelurahanStanding) -> str:
    """What to do next in a kelurahan whose lurah has sent, before the camat does."""
    if one.tanpa_validasi_lurah:
        return (
            f"{one.tanpa_validasi_lurah} usulan belum divalidasi lurah. Impor lagi lembarnya: "
            f"{COMMAND} import LEMBAR --divalidasi TANGGAL"
        )
    if is_ready(one):
        return f"Kirim: {COMMAND} send {one.slug}"
    if one.tanpa_prioritas and not one.belum_diputuskan:
        told = f"{angka(one.tanpa_prioritas)} usulan disetujui belum diberi prioritas"
        return f"{told}, wajib sebelum Kirim: {COMMAND} worksheet {one.slug}"
    if one.belum_disurvei and not one.diputuskan:
        return f"Catat survei: {COMMAND} worksheet --survei {one.slug}"
    return f"Putuskan: {COMMAND} desk, atau {COMMAND} worksheet {one.slug}"


def _next_in_first(
    tahun: int, every: Sequence[KelurahanStanding], wanted: Callable[[KelurahanStanding], bool]
) -> str:
    """What to do next in the first kelurahan of some kind; empty where there is none."""
    found = next(filter(wanted, every), None)
    return f"{found.nama}: {_next_in(tahun, found)}" if found else ""


def _preparation(view: View, every: Sequence[KelurahanStanding], today: date) -> Iterator[Langkah]:
    """Team, invitations, schedule, what the kelurahan sent, survey."""
    tahun, settings, jadwal = view.year.tahun, view.year.musrenbang, view.year.jadwal
    meeting = jadwal.musrenbang
    before = meeting.mulai - timedelta(days=1) if meeting else None
    _, team = view.guide.days("penetapan_tim")
    unsur = {member.unsur for member in settings.tim_penyelenggara} if settings else set()
    size = len(settings.tim_penyelenggara) if settings else 0
    yield _step(
        ("C.1.a", "Tim Penyelenggara"),
        (len(unsur), 2),
        f"{size} anggota" if size else "belum dibentuk",
        (today, jadwal.penetapan_tim or team),
        f"Isi lembar Tim Penyelenggara, unsur kecamatan dan masyarakat: {_settings(tahun)}",
    )
    groups = len({row.golongan for row in settings.undangan}) if settings else 0
    wanted = len(view.guide.golongan)
    yield _step(
        ("C.1.a.1", "Undangan"),
        (groups, wanted),
        f"{groups} dari {wanted} golongan diundang",
        (today, before),
        f"Lengkapi lembar Undangan: {_settings(tahun)}",
    )
    sent = sum(one.dikirim_lurah is not None for one in every)
    unsent = [one.nama for one in every if one.dikirim_lurah is None]
    yield _step(
        ("C.1.b", "Kelurahan mengirim"),
        (sent, len(every)),
        f"{sent} dari {len(every)} kelurahan; belum: {', '.join(unsent)}"
        if unsent
        else f"{sent} dari {len(every)} kelurahan",
        (today, before),
        _next_in_first(tahun, every, lambda one: one.dikirim_lurah is None)
        or f"Terima lembar kelurahan: {COMMAND} accept BERKAS.xlsx",
    )
    dates = [meeting, jadwal.survei, jadwal.batas_laporan]
    yield _step(
        ("C.1.c", "Jadwal"),
        (sum(one is not None for one in dates), len(dates)),
        f"Musrenbang {tanggal(meeting.mulai)}" if meeting else "Musrenbang belum dijadwalkan",
        (today, team),
        f"Isi Jadwal (survei, Musrenbang, batas laporan): {_settings(tahun)}",
    )
    if prices := _prices(view, (today, before)):
        yield prices
    signed = sum(one.berita_acara for one in every)
    yield _step(
        ("C.1.d", "Berita Acara kelurahan"),
        (signed, len(every)),
        f"{signed} dari {len(every)} ditandatangani lurah",
        (today, before),
        _next_in_first(tahun, every, lambda one: not one.berita_acara),
    )
    last = jadwal.survei.selesai if jadwal.survei else before
    yield _survey(view, every, (today, last))


def _prices(view: View, days: tuple[date, date | None]) -> Langkah | None:
    """Whether last year's prices have been looked through; `None` where there are no others."""
    every = view.year.template.values()
    old = sum(one.tahun_harga is not None for one in every)
    return (
        _step(
            ("D.3", "Harga satuan"),
            (len(every) - old, len(every)),
            f"{old} dari {len(every)} kegiatan belum dipastikan",
            days,
            "Pastikan “Harga satuan” pada lembar Kegiatan, lalu kosongkan “Tahun harga”: "
            f"{_settings(view.year.tahun)}",
        )
        if old
        else None
    )


def _survey(
    view: View, every: Sequence[KelurahanStanding], days: tuple[date, date | None]
) -> Langkah:
    done, needed = sum(one.disurvei for one in every), sum(one.perlu_survei for one in every)
    flagged = sum(
        1 for case in view.cases if case.status is Status.BELUM_DIVALIDASI and case.id in view.flags
    )
    told = f"{angka(done)} dari {angka(needed)} usulan fisik disurvei"
    if flagged:
        told += f"; {angka(flagged)} belum diputuskan ditandai tidak wajar"
    first = next((one.slug for one in every if one.belum_disurvei and not one.kirim), "")
    return _step(
        ("C.1.e", "Survei lapangan"),
        _share(done, needed, every),
        told,
        days if done < needed else (days[0], None),
        f"Catat hasil survei: {COMMAND} worksheet --survei {first}" if first else "",
    )


def _meeting(view: View, every: Sequence[KelurahanStanding], today: date) -> Iterator[Langkah]:
    """Decisions, Kirim, minutes, photos."""
    tahun, jadwal = view.year.tahun, view.year.jadwal
    last = jadwal.musrenbang.selesai if jadwal.musrenbang else None
    decided, all_ = sum(one.diputuskan for one in every), sum(one.dapat_diputuskan for one in every)
    # What went out undecided was sent so on purpose (D.4).
    left = sum(one.belum_diputuskan for one in every if one.kirim is None)
    first = jadwal.musrenbang.mulai if jadwal.musrenbang else today
    opening = "P" if today >= first else f"Mulai {tanggal(first)}: p"
    told = f"{angka(decided)} dari {angka(all_)} usulan"
    if not left and decided < all_:
        told += f"; {angka(all_ - decided)} dikirim tanpa keputusan"
    yield _step(
        ("C.2.c.3", "Keputusan camat"),
        _share(all_ - left, all_, every),
        told,
        (today, last if left else None),
        f"{opening}utuskan di meja sidang: {COMMAND} desk" if left else "",
    )
    ready = [one.slug for one in every if is_ready(one)]
    sent_on = sum(one.kirim is not None for one in every)
    yield _step(
        ("C.2.c.4", "Kirim"),
        (sent_on, len(every)),
        f"{sent_on} dari {len(every)} kelurahan",
        (today, jadwal.batas_laporan or last),
        f"Kirim: {COMMAND} send {' '.join(ready)}" if ready else "",
    )
    minutes = view.year.berita_acara
    enacted = minutes.ditetapkan if minutes else None
    book = f"{COMMAND} worksheet --berita-acara --tahun {tahun}"
    finished = bool(every) and sent_on == len(every)
    yield _step(
        ("C.2.d", "Berita Acara"),
        (bool(minutes) + bool(enacted), 2),
        f"ditetapkan {tanggal(enacted)}" if enacted else "konsep" if minutes else "belum ditulis",
        (today, jadwal.batas_laporan or last),
        f"Isi Berita Acara, lalu “Ditetapkan”: {book}" if finished else "",
    )
    photos = len(minutes.dokumentasi) if minutes else 0
    yield _step(
        ("C.2.e", "Dokumentasi"),
        (photos, max(photos, 1)),
        f"{photos} foto" if photos else "belum ada foto",
        (today, None),
        f"Simpan foto di {DECISIONS}/{tahun}/ dan sebut pada lembar Dokumentasi: {book}"
        if finished and not (enacted or photos)
        else "",
    )


def _report(view: View, every: Sequence[KelurahanStanding], today: date) -> Iterator[Langkah]:
    """Notice and report."""
    tahun, jadwal = view.year.tahun, view.year.jadwal
    last = jadwal.musrenbang.selesai if jadwal.musrenbang else None
    finished = bool(every) and all(one.kirim for one in every)
    notices = [notice for notice in view.year.pengumuman if last is None or notice.tanggal >= last]
    yield _step(
        ("C.3.a", "Pengumuman hasil"),
        (finished + bool(finished and notices), 2),
        f"{len(notices)} pengumuman sesudah Musrenbang" if notices else "belum diumumkan",
        (today, None),
        f"Umumkan: {COMMAND} new pengumuman" if finished and not notices else "",
    )
    enacted = view.year.berita_acara.ditetapkan if view.year.berita_acara else None
    ready = finished and enacted is not None
    yield _step(
        ("C.3.b", f"Laporan kepada {view.guide.juknis.perencanaan.nama}"),
        (finished + bool(enacted), 2),
        f"dokumen siap: {tahun}/dokumen/laporan.pdf di situs"
        if ready
        else f"menunggu {' dan '.join(_awaited(every, enacted))}",
        (today, jadwal.batas_laporan),
        f"Terbitkan, lalu sampaikan laporan.pdf: {COMMAND} build"
        if ready and jadwal.batas_laporan and today <= jadwal.batas_laporan
        else "",
    )


def _awaited(every: Sequence[KelurahanStanding], enacted: date | None) -> list[str]:
    """What the report still waits for."""
    unsent = [one.nama for one in every if not one.kirim]
    shown = ", ".join(unsent[:_MOST_NAMES])
    more = f" dan {len(unsent) - _MOST_NAMES} lagi" if len(unsent) > _MOST_NAMES else ""
    found = [f"Kirim {shown}{more}"] if unsent else []
    found += [] if every else ["usulan kelurahan"]
    return [*found, *([] if enacted else ["penetapan Berita Acara"])]


_MOST_NAMES = 3


def year_standing(view: View, today: date) -> YearStanding:
    """Where a year stands on a day."""
    every = view.standings
    settings = view.year.musrenbang
    return YearStanding(
        view.year.tahun,
        f"Kecamatan {settings.kecamatan.nama}" if settings else "Kecamatan",
        today,
        (
            _stage(view, "C.1", "Persiapan", _preparation(view, every, today)),
            _stage(view, "C.2", "Pelaksanaan", _meeting(view, every, today)),
            _stage(view, "C.3", "Pelaporan", _report(view, every, today)),
        ),
        every,
        lanjutan=_onwards(view, every),
        kabar=_news(view),
        tahun_lain=tuple(_other_years(view)),
    )


def _news(view: View) -> str:
    """What is asked of an established year: news of proposals of which there is none."""
    minutes, tahun = view.year.berita_acara, view.year.tahun
    quiet = follow_up(view.cases).keadaan[Standing.TANPA_KABAR].jumlah
    if not (quiet and minutes and minutes.ditetapkan):
        return ""
    return (
        f"Catat kabar sesudah kecamatan; {angka(quiet)} usulan belum ada kabar: "
        f"{COMMAND} worksheet --tindak-lanjut --tahun {tahun}"
    )


def _stage(view: View, klausul: str, nama: str, steps: Iterator[Langkah]) -> Tahap:
    """A stage and its steps, their clauses as the guide of the year numbers them."""
    number = view.guide.number
    told = tuple(replace(step, klausul=number(step.klausul)) for step in steps)
    return Tahap(number(klausul), nama, told)


def unfinished(year: Year) -> str:
    """What a year still waits for: Kirim and the minutes; empty where it is established."""
    minutes = year.berita_acara
    waiting = [folder.nama for folder in year.kelurahan.values() if not folder.kirim]
    shown = ", ".join(waiting[:_MOST_NAMES])
    more = f" dan {len(waiting) - _MOST_NAMES} lagi" if len(waiting) > _MOST_NAMES else ""
    found = [f"Kirim {shown}{more}"] if waiting else []
    enacted = minutes and minutes.ditetapkan
    return " dan ".join([*found, *([] if enacted else ["penetapan Berita Acara"])])


def open_beside(snapshot: Snapshot, tahun: int) -> dict[int, str]:
    """Every other year that is not established, with what it waits for."""
    return {
        other: waiting
        for other, year in snapshot.years.items()
        if other != tahun and year.kelurahan and (waiting := unfinished(year))
    }


def _other_years(view: View) -> Iterator[str]:
    for tahun, waiting in open_beside(view.snapshot, view.year.tahun).items():
        yield (
            f"Tahun {tahun} juga belum selesai, menunggu {waiting}: "
            f"{COMMAND} status --tahun {tahun}"
        )


def _onwards(view: View, every: Sequence[KelurahanStanding]) -> str:
    minutes, tahun = view.year.berita_acara, view.year.tahun
    finished = all(one.kirim for one in every) and minutes and minutes.ditetapkan
    newest = tahun == max(view.snapshot.years)
    return f"Mulai tahun berikutnya: {COMMAND} new tahun {tahun + 1}" if finished and newest else ""


_SIGNS: dict[Keadaan, str] = {"selesai": "✔", "berjalan": "◐", "belum": "○", "terlambat": "!"}
_MOST_ACTIONS = 5


def as_text(year: YearStanding) -> str:
    """The whole standing; what to do next comes last, where the eye rests."""
    return "\n".join(_lines(year))


def _lines(year: YearStanding) -> Iterator[str]:
    yield f"Musrenbang {year.nama} {year.tahun}, per {hari_tanggal(year.hari_ini)}"
    yield from year.tahun_lain
    for tahap in year.tahap:
        clause = f" ({tahap.klausul})" if tahap.klausul else ""
        yield f"\n{tahap.nama}{clause}"
        for step in tahap.langkah:
            clause = f" ({step.klausul})" if step.klausul else ""
            line = f"  {_SIGNS[step.keadaan]} {step.nama}{clause}: {step.rincian}"
            if step.batas and step.keadaan != "selesai":
                word = "lewat" if step.keadaan == "terlambat" else "paling lambat"
                line += f" [{word} {tanggal(step.batas)}]"
            yield line
    if year.kelurahan:
        yield from _table(year)
    actions = year.berikut
    yield "\nBerikutnya:" if actions else "\nTidak ada yang menunggu."
    yield from (f"  {number}. {text}" for number, text in enumerate(actions[:_MOST_ACTIONS], 1))
    if len(actions) > _MOST_ACTIONS:
        yield f"  … dan {len(actions) - _MOST_ACTIONS} lagi"
    yield "\n✔ selesai  ◐ berjalan  ○ belum  ! lewat batas"


def _table(year: YearStanding) -> Iterator[str]:
    head = ("Kelurahan", "usulan", "BA lurah", "dikirim", "survei", "diputuskan", "Kirim")
    rows = [head]
    rows += [
        (
            one.nama,
            str(one.usulan),
            "ya" if one.berita_acara else "belum",
            one.dikirim_lurah.isoformat() if one.dikirim_lurah else "belum",
            f"{one.disurvei}/{one.perlu_survei}",
            f"{one.diputuskan}/{one.dapat_diputuskan}",
            one.kirim.isoformat() if one.kirim else "belum",
        )
        for one in year.kelurahan
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    yield ""
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(cells).rstrip()
    for one in year.kelurahan:
        if action := _next_in(year.tahun, one):
            yield f"  {one.nama} → {action}"


_PUBLISHED = {"dikirim_lurah": "dikirim"}
"""Names that programs know by another word."""


def as_json(year: YearStanding) -> str:
    """The same for programs; dates as year-month-day."""
    content = {**asdict(year), "berikut": year.berikut}
    content["kelurahan"] = [
        {_PUBLISHED.get(name, name): value for name, value in asdict(one).items()}
        | {"berikut": _next_in(year.tahun, one)}
        for one in year.kelurahan
    ]
    return json.dumps(content, ensure_ascii=False, indent=1, default=str)
