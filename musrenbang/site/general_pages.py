"""The pages that belong to no year: notice board, notices, guide, rules, taking part, data, 404.

Rule book and juknis come from the rules' own metadata, so that no rule exists without its page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import indent
from types import SimpleNamespace
from typing import NamedTuple

from markupsafe import Markup

from musrenbang.files.program import number, with_command
from musrenbang.files.published_folder import Output
from musrenbang.files.theme import THEME_FOLDER
from musrenbang.history.timeline import History
from musrenbang.records import canonical
from musrenbang.records.shipped_guide import shipped
from musrenbang.rules import RULES
from musrenbang.rules.clauses import rules_by_clause
from musrenbang.site import addresses, metadata, rich_text
from musrenbang.site.data_columns import COLUMNS
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import Notice
from musrenbang.site.forms import form_pages
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.text import escaping
from musrenbang.year.figures import group
from musrenbang.year.guide import Guide as YearGuide
from schemas import Juknis

GUIDE_FOLDER = "panduan"
LATEST_NOTICES = 3


class Guide(NamedTuple):
    """One guide page of the theme: its title is its first line."""

    nama: str
    judul: str
    ringkasan: str
    source: str

    @property
    def path(self) -> str:
        return addresses.guide_page(self.nama)


def sources(site: Site) -> dict[str, str]:
    """The file that each guide page is written in, by page."""
    return {guide.path: f"{THEME_FOLDER.name}/{guide.source}" for guide in guides(site)}


def home_page(engine: Engine, years: Sequence[YearFacts]) -> Iterator[Output]:
    """The notice board of the current year."""
    year = years[0] if years else None
    yield engine.page(
        "beranda",
        Page(
            addresses.HOME,
            f"Papan pengumuman Musrenbang {year.nama}" if year else "Papan pengumuman Musrenbang",
            "Apa yang terjadi dengan usulan warga: disetujui, ditolak, dan alasannya.",
            bagian="beranda",
            feed=addresses.FEED,
            data=metadata.of_home(engine.site, year) if year else None,
        ),
        year,
        pengumuman=[notice for _, notice in _notices(years)[:LATEST_NOTICES]],
        selesai=next((year for year in years if year.selesai), None),
    )


def data_page(engine: Engine, years: Sequence[YearFacts], history: History) -> Iterator[Output]:
    """What can be downloaded, and which version of it this is."""
    yield engine.page(
        "data",
        Page(
            addresses.DATA,
            "Data terbuka",
            "Berkas data usulan dan arti setiap kolomnya.",
            bagian="dokumen",
            data=metadata.of_data(engine.site, years),
        ),
        kolom=COLUMNS,
        asal=history,
    )


def check_page(
    engine: Engine, years: Sequence[YearFacts], history: History, digests: Mapping[str, str]
) -> Iterator[Output]:
    """Where anybody compares a paper with those published, by `digests` (SHA-256 by path)."""
    papers = [one for year in years for one in year.documents if one.kelompok != "kerja"]
    yield engine.page(
        "periksa",
        Page(
            addresses.CHECK,
            "Periksa sendiri",
            "Cocokkan PDF yang Anda terima dengan dokumen yang terbit di situs ini.",
            bagian="dokumen",
            skrip=("aset/periksa.js",) if papers else (),
        ),
        sidik=[(one, digests[one.path]) for one in papers],
        commit="" if history.head is None or history.dirty else history.head.id,
        asal=history,
    )


def general_pages(engine: Engine, years: Sequence[YearFacts]) -> Iterator[Output]:
    """Notices, guides, taking part and 404: what is there whatever the proposals say."""
    yield from _notice_pages(engine, years)
    yield from _guides(engine, years)
    yield engine.page(
        "partisipasi",
        Page(
            addresses.TAKING_PART,
            "Ikut serta",
            "Cara warga mengirim usulan langsung, info dan saran.",
            bagian="panduan",
        ),
    )
    yield from form_pages(engine, years[0] if years else None)
    yield engine.page("404", Page(addresses.NOT_FOUND, "Halaman tidak ditemukan", indexed=False))


def _notices(years: Iterable[YearFacts]) -> list[tuple[YearFacts, Notice]]:
    """All notices with their years, newest first."""
    found = [(year, notice) for year in years for notice in year.notices]
    found.sort(key=lambda one: (one[1].pengumuman.tanggal, one[1].pengumuman.slug), reverse=True)
    return found


def _notice_pages(engine: Engine, years: Sequence[YearFacts]) -> Iterator[Output]:
    every = _notices(years)
    board = Page(
        addresses.NOTICES,
        "Pengumuman",
        "Semua pengumuman Musrenbang Kecamatan.",
        bagian="pengumuman",
        feed=addresses.FEED,
    )
    yield engine.page("pengumuman-semua", board, pengumuman=[notice for _, notice in every])
    for year, notice in every:
        text = notice.pengumuman
        page = Page(
            notice.path,
            text.judul,
            f"Pengumuman Musrenbang Kecamatan tahun {notice.tahun}.",
            (Crumb(board.judul, board.path),),
            "pengumuman",
            data=metadata.of_notice(year, notice),
        )
        later = [
            other
            for _, other in reversed(every)
            if other.tahun == notice.tahun and other.pengumuman.tanggal > text.tanggal
        ]
        corrects = [one for one in later if _CORRECTS.search(one.pengumuman.judul)]
        yield engine.page("pengumuman", page, year, pengumuman=text, pembetulan=corrects)


_CORRECTS = re.compile(r"\b(?:koreksi|ralat|pembetulan|perbaikan|adendum)\b", re.IGNORECASE)
"""Titles of notices that put right what earlier ones said."""


def guides(site: Site) -> tuple[Guide, ...]:
    """The guide pages of the theme, by their file names, which begin with an order number."""
    found = []
    for file in sorted(site.theme.below(GUIDE_FOLDER)):
        name = file.removesuffix(".md")
        if name == file:
            continue
        title, _, rest = site.theme.text(f"{GUIDE_FOLDER}/{file}").partition("\n")
        lead = rest.strip().split("\n\n", 1)[0].replace("\n", " ")
        found.append(
            Guide(name.split("-", 1)[1], title.removeprefix("# "), lead, f"{GUIDE_FOLDER}/{file}")
        )
    return tuple(found)


def told_of(juknis: Juknis) -> SimpleNamespace:
    """What guide pages say of the guide of a year: an untrusted record, harmless in Markdown."""
    names = {
        "penetapan_tim": juknis.jadwal.penetapan_tim,
        "laporan": juknis.jadwal.laporan,
        "perencanaan": juknis.perencanaan.nama,
    }
    plain = {name: Markup(escaping.markdown(text)) for name, text in names.items()}  # noqa: S704
    file = indent(canonical.dump(juknis), "    ", lambda _: True)
    return SimpleNamespace(**plain, berkas=Markup(file))  # noqa: S704 - a block of code


def _guides(engine: Engine, years: Sequence[YearFacts]) -> Iterator[Output]:
    every = guides(engine.site)
    in_force, typed = _in_force(years), engine.site.command
    overview = Page(
        addresses.GUIDE,
        "Panduan",
        "Panduan untuk warga, lurah, operator, camat dan pemeriksa, dan arti istilah.",
        bagian="panduan",
    )
    yield engine.page("panduan-semua", overview, panduan=every)
    for guide in every:
        page = Page(
            guide.path, guide.judul, guide.ringkasan, (Crumb("Panduan", overview.path),), "panduan"
        )
        current = engine.site.current
        source = with_command(in_force.cited(engine.site.theme.text(guide.source)), typed)
        told = (
            engine.environment()
            .from_string(source)
            .render(
                tahun=current.tahun if current else None,
                kelurahan=engine.site.kelurahan_contoh,
                juknis=told_of(in_force.juknis),
                punya_program=engine.site.holds_program,
                versi=number(),
            )
        )
        body = rich_text.trusted(told.partition("\n")[2])
        if current is None:  # and so no pages of a year to link to
            body = rich_text.without_dead_links(body)
        yield engine.page("panduan", page, isi=body, panduan=every)


_PREFACE = "aturan/pengantar.md"


def _in_force(years: Sequence[YearFacts]) -> YearGuide:
    """The guide of the newest year, by which pages of no year name clauses."""
    return years[0].view.guide if years else YearGuide(0, shipped())


def rule_book(engine: Engine, years: Sequence[YearFacts]) -> Iterator[Output]:
    """The rule book, with clauses as the newest year numbers them, and the clauses by guide."""
    guide = _in_force(years)
    newest_first: list[YearGuide] = []
    for one in (year.view.guide for year in years):
        if all(one.juknis != other.juknis for other in newest_first):
            newest_first.append(one)
    every = newest_first or [guide]
    titles = Counter(one.juknis.judul for one in every)
    crumbs = (Crumb("Panduan", addresses.GUIDE),)
    yield engine.page(
        "aturan",
        Page(
            addresses.RULES,
            "Buku aturan",
            "Setiap aturan yang diperiksa program, klausul juknisnya, dan cara memenuhinya.",
            crumbs,
            "panduan",
        ),
        pengantar=rich_text.trusted(engine.site.theme.text(_PREFACE)),
        kata=guide.worded,
        kelompok=group(RULES, lambda rule: rule.id.partition(".")[0]),
        penjelasan={rule.id: rich_text.trusted(guide.worded(rule.explanation)) for rule in RULES},
        klausul={
            rule.id: [*dict.fromkeys(found for one in rule.clauses for found in guide.numbers(one))]
            for rule in RULES
        },
    )
    yield engine.page(
        "juknis",
        Page(
            addresses.JUKNIS,
            "Juknis, klausul demi klausul",
            "Apa yang dijalankan program dari setiap klausul juknis, dan apa yang tidak dapat.",
            crumbs,
            "panduan",
        ),
        juknis=[
            (
                f"{one.juknis.judul} ({one.tahun})" * (titles[one.juknis.judul] > 1)
                or one.juknis.judul,
                one,
                rules_by_clause(RULES, one),
            )
            for one in every
        ],
    )
