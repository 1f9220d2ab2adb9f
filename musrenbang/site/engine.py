"""The engine: templates, the frame around every page, and pieces that many pages share.

A frame (head, header, footer) is the same for all pages of a section of one year, and a proposal
looks the same in every list it stands in. Both are rendered once and reused, so that a page costs
its own content and nothing more. That works because templates write links from the root of the
site, as ``="@/…"``, which become relative when the page they stand on is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from musrenbang.files.published_folder import Output
from musrenbang.site import addresses, rich_text
from musrenbang.site.contacts import contacts
from musrenbang.site.entries import once
from musrenbang.site.page_facts import Site, YearName
from musrenbang.text import indonesian
from musrenbang.year.cases import Status
from musrenbang.year.figures import Rekap
from musrenbang.year.guide import worded
from musrenbang.year.labels import TIPE
from schemas.juknis import Sebutan

NBSP = indonesian.NBSP

ROOT_LINK = '="@/'
"""How templates write the beginning of a link within the site."""


class NamedYear(Protocol):
    """What the frame says of the year of a page."""

    @property
    def nama(self) -> str:
        """The full name of the kecamatan or city."""

    @property
    def sebutan(self) -> Sebutan:
        """What its guide calls agencies and their forum."""

    def __hash__(self) -> int:
        """A frame is made once for each year."""


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
    gambar: str = ""
    """The picture below the output folder that stands beside a link to the page."""


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
        self._environment = cache(partial(_environment, site))
        self._frame = cache(self._new_frame)

    def environment(self, year: NamedYear | None = None) -> Environment:
        """The templates in the words of the guide of a year; without one, of the newest."""
        return self._environment(year.sebutan if year else self.site.sebutan)

    def page(
        self, template: str, page: Page, year: NamedYear | None = None, **values: Any
    ) -> Output:
        """Render one page of the site."""
        html = (
            self.environment(year)
            .get_template(f"halaman/{template}.html")
            .render(
                page=page,
                year=year,
                frame=self._frame(page.bagian, year),
                canonical=addresses.absolute(self.site.situs.alamat, page.path),
                **values,
            )
        )
        is_missing = page.path == addresses.NOT_FOUND
        # A host shows its 404 page at any depth, so that one starts at the host.
        up = self.site.host_path if is_missing else addresses.root_of(page.path)
        return page.path, html.replace(_ROOT, f'="{up}').encode()

    def pages(
        self,
        template: str,
        page: Page,
        year: NamedYear,
        parts: Sequence[Sequence[object]],
        **values: Any,
    ) -> Iterator[Output]:
        """Render a list that is too long for one page as several; `page` describes the first."""
        count = len(parts)
        every = [(number, addresses.numbered(page.path, number)) for number in range(1, count + 1)]
        values |= {"judul": page.judul, "halaman": every}
        for (number, path), part in zip(every, parts, strict=True):
            suffix = f" (halaman {number} dari {count})" if count > 1 else ""
            shown = page._replace(path=path, judul=page.judul + suffix)
            yield self.page(template, shown, year, butir=part, nomor=number, **values)

    def text(self, template: str, year: NamedYear | None = None, **values: Any) -> str:
        """Render a template that is not a page."""
        return self.environment(year).get_template(template).render(year=year, **values)

    def _new_frame(self, bagian: str, year: NamedYear | None) -> Frame:
        parts = (
            Markup(self.text(f"bagian/{part}.html", year, bagian=bagian))  # noqa: S704 - rendered with autoescape
            for part in ("kepala", "atas", "bawah")
        )
        shown: NamedYear | YearName | None = year or self.site.current
        return Frame(f"Musrenbang {shown.nama}" if shown else "Musrenbang", *parts)


_ROOT = f'="{addresses.ROOT}'


def _environment(site: Site, sebutan: Sebutan) -> Environment:
    sources = {
        path: worded(data.decode(), sebutan).replace(ROOT_LINK, _ROOT)
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
        "rw": indonesian.rw,
        "ringkas": short_rupiah,
        "selisih": signed_rupiah,
        "satuan": indonesian.satuan,
        "tautan": link,
    }
    environment.tests["contoh"] = lambda url: addresses.is_example(url)  # noqa: PLW0108 - typed so
    environment.globals |= {
        "site": site,
        "kontak": contacts(site.situs),
        "addresses": addresses,
        **{status.name: status for status in Status},
        "rentang_tanggal": indonesian.rentang_tanggal,
    }
    badges: Any = environment.get_template("bagian/lencana.html").module
    environment.globals |= {
        "ikon": cache(badges.ikon),
        "lencana": cache(badges.lencana),
        "bentuk_ikon": badges.bentuk_ikon,
    }
    pieces: Any = environment.get_template("bagian/butir.html").module
    environment.globals |= {
        "baris": once(pieces.baris, lambda entry, said: (entry.path, said)),
        "dekat": once(pieces.dekat, attrgetter("path")),
        "jejak": cache(pieces.jejak),
        "pencatatan": once(
            pieces.pencatatan, lambda record, nomor, tahun: (record.commit, nomor, tahun)
        ),
    }
    return environment


def link(path: str) -> str:
    """What a link to a page says: a path below the output folder, or an address elsewhere."""
    return path if path.startswith("https://") else f"{addresses.ROOT}{path}"


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
