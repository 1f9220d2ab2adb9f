"""Feeds, calendar, sitemap: what other programs watch."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from heapq import nlargest
from typing import NamedTuple
from urllib.parse import quote

from musrenbang.files.paths import USULAN_LANGSUNG, Kind, place_of
from musrenbang.files.published_folder import Output
from musrenbang.history.timeline import History
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.site import addresses
from musrenbang.site.engine import Engine
from musrenbang.site.life_story import corrections
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.text.indonesian import WIB, tanggal
from musrenbang.year.cases import VERDICTS, Case
from musrenbang.year.figures import group
from musrenbang.year.follow_up import title_of
from schemas.musrenbang import JadwalMusrenbang, Rentang

FEED_SIZE = 60
SITEMAP_SIZE = 50_000
"""Addresses in one sitemap, as its protocol allows; more become an index of several."""
LINE_BYTES = 75
_START = datetime(2000, 1, 1, tzinfo=WIB)


class Item(NamedTuple):
    """One entry of a feed."""

    id: str
    judul: str
    path: str
    waktu: datetime
    ringkasan: str

    @property
    def updated(self) -> str:
        """The moment as Atom writes it."""
        return self.waktu.isoformat()


def main_feed(engine: Engine, years: Sequence[YearFacts]) -> Iterator[Output]:
    """The feed of everything."""
    site = engine.site
    items: list[Item] = [
        Item(
            urn(site, f"pengumuman/{notice.pengumuman.slug}"),
            notice.pengumuman.judul,
            notice.path,
            _midnight(notice.pengumuman.tanggal),
            "Pengumuman",
        )
        for year in years
        for notice in year.notices
    ]
    for year in years:
        items += _newest(site, year, year.view.cases)
    nama = site.current.nama if site.current else "Kecamatan"
    yield feed(engine, addresses.FEED, f"Musrenbang {nama}", addresses.HOME, items)


def kelurahan_feeds(engine: Engine, year: YearFacts, slug: str) -> Iterator[Output]:
    """The feeds of one kelurahan and of each of its RW.

    None for a single proposal: who waits for one follows its RW, and a year of 50,000 would have
    as many files more.
    """
    nama = year.kelurahan_name(slug)
    cases = year.by_kelurahan[slug]
    yield feed(
        engine,
        addresses.kelurahan_feed(year.tahun, slug),
        f"Keputusan usulan Kelurahan {nama} {year.tahun}",
        addresses.kelurahan_page(year.tahun, slug),
        _newest(engine.site, year, cases),
    )
    for rw, members in group(cases, lambda case: case.usulan.rw).items():
        if rw:
            yield feed(
                engine,
                addresses.rw_feed(year.tahun, slug, rw),
                f"Keputusan usulan RW {rw} Kelurahan {nama} {year.tahun}",
                addresses.rw_page(year.tahun, slug, rw),
                _newest(engine.site, year, members),
            )


def _newest(site: Site, year: YearFacts, cases: Iterable[Case]) -> list[Item]:
    """The newest decisions and news after them, as many as a feed may hold."""
    cases = list(cases)
    decided = (case for case in cases if case.status in VERDICTS)
    dated = ((_decided(year, case), case.id, case) for case in decided)
    newest = nlargest(FEED_SIZE, dated, key=lambda item: item[:2])
    news = nlargest(
        FEED_SIZE,
        (
            (_told(year, case, kabar.tanggal, number), case.id, number)
            for case in cases
            for number, kabar in enumerate(case.kabar, 1)
        ),
    )
    known = {case.id: case for case in cases} if news else {}
    return [
        *(_item(site, year, moment, case) for moment, _, case in newest),
        *(_news(site, year, moment, known[name], number) for moment, name, number in news),
    ]


def _told(year: YearFacts, case: Case, day: date, number: int) -> datetime:
    """When news came: of one day the time of its record, where that was made on the same day."""
    events = year.history.by_path.get(case.follow_up_file, ())
    moments = (commit.time.astimezone(WIB) for _, commit in events)
    same_day = (moment for moment in moments if moment.date() == day)
    return _apart(year, case, next(same_day, _midnight(day)), number)


def _news(site: Site, year: YearFacts, moment: datetime, case: Case, number: int) -> Item:
    entry, kabar = year.entry(case), case.kabar[number - 1]
    why = f" {kabar.keterangan}" if kabar.keterangan else ""
    return Item(
        urn(site, f"{case.id}/tindak-lanjut/{number}"),
        f"{title_of(kabar.tahap, kabar.hasil)}: {entry.judul}",
        entry.path,
        moment,
        f"Kelurahan {entry.wilayah}, {tanggal(kabar.tanggal)}. Sumber: {kabar.sumber}.{why}",
    )


def _decided(year: YearFacts, case: Case) -> datetime:
    """When a decision was made or last changed, in WIB.

    What was only recorded later, as whole years are at their founding, has the day it was made on.
    """
    folder = year.year.folder(case.folder) or KelurahanFolder(case.folder)
    days = [case.keputusan.tanggal] if case.keputusan else []
    days += [koreksi.tanggal for koreksi in corrections(case, folder)]
    events = year.history.by_path.get(case.decision_file, ())
    for letter, commit in events[-1:]:
        moment = commit.time.astimezone(WIB)
        if letter != "A" or moment.date() in days:
            return _apart(year, case, moment)
    return _apart(year, case, _midnight(max(days)) if days else _START)


def _apart(year: YearFacts, case: Case, moment: datetime, number: int = 0) -> datetime:
    """A moment that many share as that of one alone, less than a minute later."""
    place = [folder.slug for folder in year.year.folders].index(case.folder)
    return moment + timedelta(milliseconds=int(case.nomor), microseconds=10 * place + number)


def _item(site: Site, year: YearFacts, moment: datetime, case: Case) -> Item:
    entry = year.entry(case)
    return Item(
        urn(site, case.id),
        f"{entry.hasil_lengkap}: {entry.judul}",
        entry.path,
        moment,
        f"Kelurahan {entry.wilayah}." + (f" Alasan: {entry.alasan}." if entry.alasan else ""),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WIB)


def urn(site: Site, name: str) -> str:
    """A permanent identity that does not depend on where the site is hosted."""
    kode = site.current.kode if site.current else "00"
    return f"urn:musrenbang:{kode}:{quote(name)}"


def feed(engine: Engine, path: str, judul: str, page: str, items: Iterable[Item]) -> Output:
    """One Atom feed with the newest of some items."""
    newest = sorted(items, key=lambda item: (item.waktu, item.id), reverse=True)[:FEED_SIZE]
    base = engine.site.situs.alamat
    root = (base.rstrip("/") + "/") if base else addresses.root_of(path)
    text = engine.text(
        "feed.xml",
        id=urn(engine.site, path),
        judul=judul,
        root=root,
        path=path,
        page=page,
        items=newest,
        updated=(newest[0].waktu if newest else _START).isoformat(),
    )
    return path, text.encode()


def sitemap(site: Site, paths: Iterable[str], history: History) -> Iterator[Output]:
    """The sitemap, which needs absolute addresses, and what robots may do."""
    base = site.situs.alamat
    lines = ["User-agent: *", "Allow: /"]
    if base:
        changed = _changed(history)
        pages = [
            (path, max((changed[key] for key in _about(path) if key in changed), default=None))
            for path in sorted(paths)
            if path.endswith("index.html")
        ]
        parts = [pages[at : at + SITEMAP_SIZE] for at in range(0, len(pages), SITEMAP_SIZE)]
        if len(parts) == 1:
            yield "sitemap.xml", _sitemap(base, "urlset", "url", pages)
        else:
            names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
            for name, part in zip(names, parts, strict=True):
                yield name, _sitemap(base, "urlset", "url", part)
            every = ((name, None) for name in names)
            yield "sitemap.xml", _sitemap(base, "sitemapindex", "sitemap", every)
        lines.append(f"Sitemap: {base.rstrip('/')}/sitemap.xml")
    yield "robots.txt", ("\n".join(lines) + "\n").encode()


Part = tuple[str, ...]
"""A part of the records: all of them, a year, a folder of it, a proposal or the Kirim of that."""


def _changed(history: History) -> dict[Part, datetime]:
    """When each part of the records was last changed."""
    found: dict[Part, datetime] = {}
    for change in history.changes:
        moment = change.commit.time.astimezone(WIB)
        for _, path in change.files:
            place = place_of(path)
            if place:
                name = (
                    place.kind.value if place.kind is Kind.KIRIM else place.name.partition("-")[0]
                )
                whole = str(place.tahun), place.kelurahan, name
                for size in range(4):
                    found.setdefault(whole[:size], moment)
    return found


def _about(path: str) -> Iterator[Part]:
    """The parts of the records that a page tells of; none for guides, which change otherwise."""
    match path.split("/"):
        case [tahun, "usulan", folder, nomor, _]:
            yield tahun, folder, nomor
            yield tahun, folder, Kind.KIRIM.value
        case [tahun, "kelurahan", slug, *_] if slug != "index.html":
            yield tahun, slug
            yield tahun, USULAN_LANGSUNG
        case [tahun, *_] if tahun.isdigit():
            yield (tahun,)
        case ["index.html"] | ["pengumuman" | "data", *_]:
            yield ()


def _sitemap(
    base: str, root: str, item: str, places: Iterable[tuple[str, datetime | None]]
) -> bytes:
    """A list of pages with the time of their last change, or of such lists."""
    every = "".join(
        f"<{item}><loc>{addresses.absolute(base, path)}</loc>"
        f"{f'<lastmod>{moment.isoformat()}</lastmod>' if moment else ''}</{item}>\n"
        for path, moment in places
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{every}</{root}>\n'
    ).encode()


def calendar(_: Engine, year: YearFacts) -> Iterator[Output]:
    """The schedule of a year for calendar programs; nothing where no date is set."""
    events = list(_dates(year))
    if events:
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Musrenbang Kecamatan//ID",
            *(line for event in events for line in event),
            "END:VCALENDAR",
        ]
        text = "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))
        yield addresses.calendar(year.tahun), text.encode()


def _dates(year: YearFacts) -> Iterator[list[str]]:
    jadwal = year.year.jadwal
    meeting = jadwal.musrenbang
    about = f"Musrenbang {year.nama}, pukul {meeting.jam}" if meeting else ""
    for name, judul, when in (
        ("tim", "Penetapan Tim Penyelenggara", jadwal.penetapan_tim),
        ("survei", "Survei camat dan tim teknis", jadwal.survei),
        ("musrenbang", about, meeting),
        ("laporan", "Batas penyampaian laporan", jadwal.batas_laporan),
        ("kota", "Musrenbang tingkat kota/kabupaten", jadwal.musrenbang_kota),
    ):
        if when:
            yield _event(year, name, judul, when)


def _event(year: YearFacts, name: str, judul: str, when: date | Rentang) -> list[str]:
    first, last = (when, when) if isinstance(when, date) else (when.mulai, when.selesai)
    title = f"{judul} (DATA CONTOH)" if year.contoh else judul
    lines = [
        "BEGIN:VEVENT",
        f"UID:{name}-{year.tahun}-{year.kode}@musrenbang",
        f"DTSTAMP:{first:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_ics(title)}",
    ]
    if isinstance(when, JadwalMusrenbang):
        place = f"{when.tempat}, {when.alamat}".rstrip(", ")
        lines.append(f"LOCATION:{_ics(place)}")
    return [*lines, "END:VEVENT"]


def _ics(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def _fold(line: str) -> Iterator[str]:
    """Lines as short as RFC 5545 demands; further ones begin with a space."""
    start = ""
    while len((start + line).encode()) > LINE_BYTES:
        cut = LINE_BYTES - len(start)
        while len((start + line[:cut]).encode()) > LINE_BYTES:
            cut -= 1
        yield start + line[:cut]
        line, start = line[cut:], " "
    yield start + line
