"""The engine: templates, the frame around every page, and pieces that many pages share.

A frame (head, header, footer) is the same for all pages of a section of one year, and a proposal
looks the same in every list it stands in. Both are rendered once and reused, so that a page costs
its own content and nothing more. That works because templates write links from the root of the
site, as ``="@/…"``, which become relative when the page they stand on is known.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, partial
from operator import attrgetter
from typing import Any, NamedTuple

from jinja2 import BytecodeCache, Environment, Template
from markupsafe import Markup

from musrenbang import indonesian
from musrenbang.cases import Status
from musrenbang.extracts import Sketch
from musrenbang.figures import Rekap
from musrenbang.labels import ALASAN, STATUS, TIPE
from musrenbang.publishing import Output
from musrenbang.site import addresses, templating
from musrenbang.site.entries import Entry
from musrenbang.site.find_index import shards
from musrenbang.site.world import Place, World, YearWorld

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
    """Renders templates of the theme for one world."""

    def __init__(self, world: World, code: BytecodeCache | None = None) -> None:
        self.world = world
        self.environment = _environment(world, code)
        self._frames: dict[tuple[int | None, str], Frame] = {}
        self._templates: dict[str, Template] = {}
        badges: Any = self.environment.get_template("bagian/lencana.html").module
        self.environment.globals |= {
            "ikon": cache(badges.ikon),
            "lencana": cache(badges.lencana),
        }
        pieces: Any = self.environment.get_template("bagian/butir.html").module
        self._row: Callable[[Entry], Markup] = pieces.baris
        self._rows: dict[tuple[int, str], list[str]] = {}
        self.environment.globals |= {
            "dekat": _once(pieces.dekat, attrgetter("path")),
            "jejak": cache(pieces.jejak),
            "pencatatan": _once(
                pieces.pencatatan, lambda record, nomor, tahun: (record.commit, nomor, tahun)
            ),
        }

    def page(
        self, template: str, page: Page, year: YearWorld | None = None, **values: Any
    ) -> Output:
        """Render one page of the site."""
        html = self._template(f"halaman/{template}.html").render(
            page=page,
            year=year,
            frame=self._frame(page, year),
            canonical=addresses.absolute(self.world.situs.alamat, page.path),
            **values,
        )
        return page.path, html.encode().replace(_ROOT, self._root(page).encode())

    def text(self, template: str, **values: Any) -> str:
        """Render a template that is not a page."""
        return self._template(template).render(**values)

    def rows(self, year: YearWorld, sketches: Iterable[Sketch]) -> Iterator[Markup]:
        """Proposals as every list shows them: rendered for a whole folder, and then kept."""
        for sketch in sketches:
            rows = self._rows.get((year.tahun, sketch.folder))
            if rows is None:
                place = Place("baris", year.tahun, sketch.folder)
                kept = self.world.keep(place, partial(self._rendered, year, sketch.folder))
                rows = kept.decode().split(_BETWEEN)
                self._rows[year.tahun, sketch.folder] = rows
            yield Markup(rows[year.place_of(sketch.folder, sketch.nomor)])  # noqa: S704 - rendered with autoescape

    def _rendered(self, year: YearWorld, slug: str) -> bytes:
        return _BETWEEN.join(map(self._row, year.entries_in(slug))).encode()

    def _template(self, name: str) -> Template:
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = self.environment.get_template(name)
        return found

    def _root(self, page: Page) -> str:
        """The way up; a host shows its 404 page at any depth, so that one starts at the host."""
        if page.path == addresses.NOT_FOUND:
            return self.world.host_path
        return addresses.root_of(page.path)

    def _frame(self, page: Page, year: YearWorld | None) -> Frame:
        """The frame of a page, rendered at its first use."""
        key = (year.tahun if year else None, page.bagian)
        frame = self._frames.get(key)
        if frame is None:
            parts = (
                Markup(self.text(f"bagian/{part}.html", bagian=page.bagian, year=year))  # noqa: S704 - rendered with autoescape
                for part in ("kepala", "atas", "bawah")
            )
            shown = year or self.world.current
            frame = Frame(f"Musrenbang {shown.nama}" if shown else "Musrenbang", *parts)
            self._frames[key] = frame
        return frame


_ROOT = addresses.ROOT.encode()
_BETWEEN = "\0"
"""Stands in no text: records are refused where they hold it."""


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


def _environment(world: World, code: BytecodeCache | None) -> Environment:
    sources = {
        path: data.decode().replace(ROOT_LINK, f'="{addresses.ROOT}')
        for path, data in world.theme.files.items()
        if path.endswith((".html", ".md", ".xml")) and not path.startswith("documents/")
    }
    environment = templating.environment(sources, code)
    environment.filters |= {
        "batang": segments,
        "angka": indonesian.angka,
        "rupiah": indonesian.rupiah,
        "tanggal": indonesian.tanggal,
        "hari_tanggal": indonesian.hari_tanggal,
        "waktu_wib": indonesian.waktu_wib,
        "markdown": partial(_prose, world),
        "tipe": lambda kode: TIPE[kode or ""],
        "ukuran": size,
        "ringkas": short_rupiah,
        "selisih": signed_rupiah,
        "satuan": indonesian.satuan,
    }
    environment.tests["contoh"] = lambda url: addresses.is_example(url)  # noqa: PLW0108 - typed so
    environment.globals |= {
        "world": world,
        "addresses": addresses,
        "labels": STATUS,
        "reasons": ALASAN,
        "shards": shards,
        **{status.name: status for status in Status},
        "rentang_tanggal": indonesian.rentang_tanggal,
    }
    return environment


def _prose(world: World, text: str, top: int = 2) -> Markup:
    """Markdown from a record as HTML; the same text is not converted again by a later build."""

    def make() -> bytes:
        from musrenbang.site import rich_text  # noqa: PLC0415 - a hundredth of a second to load

        return rich_text.untrusted(text, top).encode()

    kept = world.keep(Place("prosa", further=f"{top} {text}"), make)
    return Markup(kept.decode())  # noqa: S704 - as `rich_text` has cleaned it


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
