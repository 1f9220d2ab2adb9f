"""The engine: templates, the frame around every page, and pieces that many pages share.

A frame (head, header, footer) is the same for all pages of a section of one year, and a proposal
looks the same in every list it stands in. Both are rendered once and reused, so that a page costs
its own content and nothing more. That works because templates write links from the root of the
site, as ``="@/…"``, which become relative when the page they stand on is known.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from musrenbang.files.published_folder import Output
from musrenbang.site import addresses, rich_text
from musrenbang.site.entries import ListedProposal
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.text import indonesian
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Rekap
from musrenbang.year.labels import ALASAN, STATUS, TIPE

NBSP = "\N{NO-BREAK SPACE}"

ROOT_LINK = '="@/'
"""How templates write the beginning of a link within the site."""


class Crumb(NamedTuple):
    """One step of the way from the home page to a page."""

    nama: str
    path: str


class Page(NamedTuple):
    """What the frame needs to know of a page; texts are unescaped Indonesian."""

    path: str
    judul: str
    deskripsi: str = ""
    remah: tuple[Crumb, ...] = ()
    bagian: str = ""
    """The entry of the main navigation that this page belongs to."""
    skrip: tuple[str, ...] = ()
    """Scripts below the output folder that the page runs."""
    feed: str | None = None
    indexed: bool = True
    """Whether search engines should list it."""
    data: Mapping[str, object] | None = None
    """What it is about, in schema.org's words."""
    form_action: str = ""
    """The other origin that its form may lead to."""


class Frame(NamedTuple):
    """The parts around a page that many pages share, already rendered."""

    nama: str
    kepala: Markup
    atas: Markup
    bawah: Markup


class Engine:
    """Renders templates of the theme for one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.environment = _environment(site)
        self._frames: dict[tuple[int | None, str], Frame] = {}
        badges: Any = self.environment.get_template("bagian/lencana.html").module
        self.environment.globals |= {
            "ikon": cache(badges.ikon),
            "lencana": cache(badges.lencana),
        }
        pieces: Any = self.environment.get_template("bagian/butir.html").module
        self._row: Callable[[ListedProposal], Markup] = pieces.baris
        self._rows: dict[str, Markup] = {}
        self.environment.globals |= {
            "dekat": _once(pieces.dekat, attrgetter("path")),
            "jejak": cache(pieces.jejak),
            "pencatatan": _once(
                pieces.pencatatan, lambda record, nomor, tahun: (record.commit, nomor, tahun)
            ),
        }

    def page(
        self, template: str, page: Page, year: YearFacts | None = None, **values: Any
    ) -> Output:
        """Render one page of the site."""
        html = self.environment.get_template(f"halaman/{template}.html").render(
            page=page,
            year=year,
            frame=self._frame(page, year),
            canonical=addresses.absolute(self.site.situs.alamat, page.path),
            **values,
        )
        return page.path, html.replace(_ROOT, f'="{self._root(page)}').encode()

    def text(self, template: str, **values: Any) -> str:
        """Render a template that is not a page."""
        return self.environment.get_template(template).render(**values)

    def rows(self, year: YearFacts, cases: Iterable[Case]) -> Iterator[Markup]:
        """Proposals as every list shows them, rendered once each."""
        for case in cases:
            found = self._rows.get(case.id)
            if found is None:
                found = self._rows[case.id] = self._row(year.entry(case))
            yield found

    def _root(self, page: Page) -> str:
        """The way up; a host shows its 404 page at any depth, so that one starts at the host."""
        if page.path == addresses.NOT_FOUND:
            return self.site.host_path
        return addresses.root_of(page.path)

    def _frame(self, page: Page, year: YearFacts | None) -> Frame:
        """The frame of a page, rendered at its first use."""
        key = (year.tahun if year else None, page.bagian)
        frame = self._frames.get(key)
        if frame is None:
            parts = (
                Markup(self.text(f"bagian/{part}.html", bagian=page.bagian, year=year))  # noqa: S704 - rendered with autoescape
                for part in ("kepala", "atas", "bawah")
            )
            shown = year or self.site.current
            frame = Frame(f"Musrenbang {shown.nama}" if shown else "Musrenbang", *parts)
            self._frames[key] = frame
        return frame


_ROOT = f'="{addresses.ROOT}'


def _once(render: Callable[..., Markup], key: Callable[..., Hashable]) -> Callable[..., Markup]:
    """A macro that is rendered once for each key of its arguments."""
    done: dict[Hashable, Markup] = {}

    def piece(*arguments: object) -> Markup:
        name = key(*arguments)
        found = done.get(name)
        if found is None:
            found = done[name] = render(*arguments)
        return found

    return piece


def _environment(site: Site) -> Environment:
    sources = {
        path: data.decode().replace(ROOT_LINK, _ROOT)
        for path, data in site.theme.files.items()
        if path.endswith((".html", ".md", ".xml")) and not path.startswith("documents/")
    }
    environment = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # there are no constants to fold, and looking for them takes a tenth
        auto_reload=False,
        cache_size=-1,
    )
    # Templates name attributes, never keys; asking for both takes a seventh of a page.
    environment.getattr = getattr  # type: ignore[method-assign,assignment]
    environment.filters |= {
        "batang": segments,
        "angka": indonesian.angka,
        "rupiah": indonesian.rupiah,
        "tanggal": indonesian.tanggal,
        "hari_tanggal": indonesian.hari_tanggal,
        "waktu_wib": indonesian.waktu_wib,
        "markdown": rich_text.untrusted,
        "tipe": lambda kode: TIPE[kode or ""],
        "ukuran": size,
        "ringkas": short_rupiah,
        "selisih": signed_rupiah,
        "satuan": indonesian.satuan,
    }
    environment.tests["contoh"] = lambda url: addresses.is_example(url)  # noqa: PLW0108 - typed so
    environment.globals |= {
        "site": site,
        "addresses": addresses,
        "labels": STATUS,
        "reasons": ALASAN,
        **{status.name: status for status in Status},
        "rentang_tanggal": indonesian.rentang_tanggal,
    }
    return environment


def segments(rekap: Rekap) -> list[tuple[str, float, float]]:
    """The states of a group as parts of a bar of width 100: code, start and width."""
    found = []
    before = 0
    for status, tally in rekap.status.items():
        if tally.jumlah:
            scale = 100 / rekap.total.jumlah
            found.append((status.value, round(before * scale, 2), round(tally.jumlah * scale, 2)))
            before += tally.jumlah
    return found


def size(count: int) -> str:
    """A number of bytes for people, never broken across lines: 81920 → 82 kB."""
    return indonesian.ukuran(count).replace(" ", NBSP)


def short_rupiah(value: int) -> str:
    """A large amount for a headline: 13270000000 → Rp13,27 miliar."""
    for unit, name in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")):
        if value >= unit:
            return f"Rp{indonesian.angka(round(Decimal(value) / unit, 2))}{NBSP}{name}"
    return indonesian.rupiah(value)


def signed_rupiah(value: int) -> str:
    """A difference for a headline, with its sign: 2500000 → +Rp2,5 juta."""
    sign = "\N{MINUS SIGN}" if value < 0 else "+" if value else ""
    return sign + short_rupiah(abs(value))
