"""Addresses: where every page and file of the site stands, and how one reaches another.

A page is known by its path below the output folder. Links are relative and end in a file name, so
that the site works from a disk, below any path of any host, and inside an archive. Addresses are
built only from numbers and slugs that a model or the file layout has judged, never from free text.
"""

from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from musrenbang.files.paths import SIGNED
from musrenbang.year.cases import Status
from musrenbang.year.guide import Kelompok

ROOT = "\N{SUBSTITUTE}"
"""The way up to the output folder, until it is known which page it stands on.

One control character that no page may hold otherwise: looking for it costs nothing.
"""

HOME = "index.html"
NOT_FOUND = "404.html"
NOTICES = "pengumuman/index.html"
GUIDE = "panduan/index.html"
TERMS = "panduan/istilah/index.html"
RULES = "panduan/aturan/index.html"
JUKNIS = "panduan/juknis/index.html"
TAKING_PART = "partisipasi/index.html"
DIRECT_PROPOSAL = "partisipasi/usulan-langsung/index.html"
FEEDBACK = "partisipasi/info-dan-saran/index.html"
DATA = "data/index.html"
CHECK = "periksa/index.html"
FEED = "feed.xml"
STYLE = "aset/situs.css"
HISTORY_LINE = "api/v1/riwayat.json"

NO_SKPD = "tanpa_skpd"
"""The folder of proposals that name no agency; the underscore keeps it apart from every slug."""

NO_RW = "tanpa-rw"

_EXAMPLE_DOMAINS = (".example", ".invalid", ".test", ".example.com", ".example.net", ".example.org")
_EXAMPLE_HOSTS = frozenset({"example.com", "example.net", "example.org"})
"""RFC 2606."""


def root_of(page: str) -> str:
    """The way from a page up to the output folder: nothing, or a row of ``../``."""
    return "../" * page.count("/")


def absolute(base: str | None, path: str) -> str | None:
    """The public address of a page or file, without ``index.html``; `None` where unknown."""
    if base is None:
        return None
    return f"{base.rstrip('/')}/{path.removesuffix('index.html')}"


@lru_cache(maxsize=64)
def is_example(url: str) -> bool:
    """Whether an address is made up: its domain is one of those reserved for examples."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host.endswith(_EXAMPLE_DOMAINS) or host in _EXAMPLE_HOSTS


def clause_anchor(clause: str) -> str:
    """The anchor of a juknis clause, of its own for each: "Form 1.1" → klausul-Form_1.1."""
    return f"klausul-{clause.replace(' ', '_')}"


def year_page(tahun: int) -> str:
    return f"{tahun}/index.html"


def find_page(tahun: int) -> str:
    return f"{tahun}/usulan/index.html"


def index_script(tahun: int, shard: int) -> str:
    """One part of the search index."""
    return f"{tahun}/usulan/indeks-{shard}.js"


def proposal_page(tahun: int, folder: str, nomor: str) -> str:
    return f"{tahun}/usulan/{folder}/{nomor}/index.html"


def receipt_page(tahun: int, folder: str, nomor: str) -> str:
    return f"{tahun}/usulan/{folder}/{nomor}/kartu/index.html"


def outcome_picture(nama: str) -> str:
    """What messengers show beside a link to a proposal with an outcome of this name."""
    return f"aset/kartu/{nama.lower().replace(' ', '-')}.png"


def kelurahan_list(tahun: int) -> str:
    return f"{tahun}/kelurahan/index.html"


def kelurahan_page(tahun: int, slug: str) -> str:
    return f"{tahun}/kelurahan/{slug}/index.html"


def kelurahan_feed(tahun: int, slug: str) -> str:
    return f"{tahun}/kelurahan/{slug}/feed.xml"


def rw_page(tahun: int, slug: str, rw: str | None) -> str:
    name = f"rw-{rw}" if rw else NO_RW
    return f"{tahun}/kelurahan/{slug}/{name}/index.html"


def rw_feed(tahun: int, slug: str, rw: str) -> str:
    return f"{tahun}/kelurahan/{slug}/rw-{rw}/feed.xml"


def skpd_list(tahun: int) -> str:
    return f"{tahun}/skpd/index.html"


def skpd_page(tahun: int, kode: str) -> str:
    return f"{tahun}/skpd/{kode or NO_SKPD}/index.html"


def status_list(tahun: int) -> str:
    return f"{tahun}/keputusan/index.html"


def status_page(tahun: int, status: Status) -> str:
    return f"{tahun}/keputusan/{status.value}/index.html"


def documents_page(tahun: int) -> str:
    return f"{tahun}/dokumen/index.html"


def skpd_paper(kode: str) -> str:
    """The name of the list for an agency, without its format."""
    return f"skpd-{kode}" if kode else "tanpa-skpd"


def kelurahan_paper(slug: str) -> str:
    """The name of the list for a lurah, without its format."""
    return f"kelurahan-{slug}"


def workroom_page(tahun: int) -> str:
    return f"{tahun}/kerja/index.html"


def workroom_file(tahun: int, name: str) -> str:
    """A file to work on, beside the page that offers it."""
    return f"{tahun}/kerja/{name}"


def history_page(tahun: int) -> str:
    return f"{tahun}/riwayat/index.html"


def history_part(tahun: int, name: str) -> str:
    """The part of a year's history that one filter leaves."""
    return f"{tahun}/riwayat/{name}/index.html"


def history_feed(tahun: int) -> str:
    return f"{tahun}/riwayat/feed.xml"


def numbered(page: str, number: int) -> str:
    """A further page of a list that is too long for one."""
    return page if number == 1 else page.removesuffix("index.html") + f"{number}/index.html"


def notice_page(slug: str) -> str:
    return f"pengumuman/{slug}/index.html"


def guide_page(name: str) -> str:
    return f"panduan/{name}/index.html"


def photo(tahun: int, source: str) -> str:
    """The public place of a photo, from its path in the tree."""
    top, _, *folders, name = source.split("/")
    folder = f"foto/{folders[0]}" if top == "proposals" else "dokumentasi"
    return f"{tahun}/{folder}/{name}"


def data_file(tahun: int, name: str) -> str:
    return f"{tahun}/data/{name}"


def api(tahun: int, name: str) -> str:
    return f"api/v1/{tahun}/{name}"


def calendar(tahun: int) -> str:
    return f"{tahun}/jadwal.ics"


class DocumentLink(NamedTuple):
    """A printable document; `size` in bytes, `pages` where it is known."""

    path: str
    """Its place below the output folder, for example ``2016/dokumen/berita-acara.pdf``."""
    title: str
    pages: int | None
    size: int
    kelompok: Kelompok | Literal["kerja"] = "hasil"
    """When it is needed: before the meeting, as its result, made public after it, or to work on."""

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def is_signed(self) -> bool:
        """Whether it is a paper as it was signed electronically."""
        return f"/{SIGNED}/" in self.path

    @property
    def format(self) -> str:
        """The kind of file in capitals, for example ``PDF``."""
        return self.name.rsplit(".", 1)[-1].upper()
