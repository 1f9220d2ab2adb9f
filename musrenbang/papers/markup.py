"""From a document's values to what is set: HTML and CSS from templates, QR codes, photos."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import markdown
import nh3
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from musrenbang.files.photos import smaller
from musrenbang.files.theme import Theme
from musrenbang.history.timeline import History
from musrenbang.papers import redaksi
from musrenbang.papers.hasil import HASIL
from musrenbang.papers.naskah import Naskah, Potongan
from musrenbang.text.indonesian import angka, rentang_tanggal, rupiah, satuan, tanggal
from musrenbang.text.qr import qr_code
from musrenbang.year.guide import Guide

Lapisan = Literal["isi", "bingkai", "nomor"]
"""The layers of a printed page: its content, what stands on every page, and its number."""
FOLDER = "documents"
QR_FILE = f"{FOLDER}/kode-qr.png"
EMBLEMS = ("lambang.svg", "lambang.png")
_PHOTOS = "foto"
"""Where the fetcher of the documents finds them."""

_BROKEN = "documents/foto-rusak.svg"
"""What the theme shows instead of a photo that cannot be read."""

_LONGEST = 1600
"""Pixels of the longer side: about 230 a inch at the size in which photos are printed."""

_MARKS = ("CONTOH", "KONSEP")
_MARKDOWN_TAGS = frozenset(
    {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
    | {f"h{level}" for level in range(1, 7)}
)
_HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.DOTALL)


def environment(theme: Theme, guide: Guide) -> Environment:
    """The templates of a theme in the words of a guide; an unknown name in one is an error."""
    jinja = Environment(
        loader=FunctionLoader(lambda name: guide.worded(theme.text(f"{FOLDER}/{name}"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters.update(
        angka=angka,
        rupiah=rupiah,
        satuan=satuan,
        tanggal=tanggal,
        bisa_putus=bisa_putus,
        nip=redaksi.nip,
        markdown=render_markdown,
    )
    jinja.globals.update(
        HASIL={code: guide.worded(name) for code, name in HASIL.items()},
        hari_rentang=redaksi.hari_rentang,
        qr_code=qr_code,
        rentang_tanggal=rentang_tanggal,
        terbilang=redaksi.terbilang,
        waktu_terbilang=redaksi.waktu_terbilang,
    )
    return jinja


def render(jinja: Environment, naskah: Naskah, potongan: Potongan, theme: Theme) -> str:
    """The HTML of one part of a document."""
    html = jinja.get_template(naskah.template).render(
        naskah=naskah,
        kepala=naskah.kepala,
        wilayah=naskah.kepala.wilayah,
        isi=naskah.isi,
        potongan=potongan,
        lambang=next((name for name in EMBLEMS if f"{FOLDER}/{name}" in theme.files), None),
    )
    return unicodedata.normalize("NFC", html)


def render_frame(jinja: Environment, naskah: Naskah, history: History) -> str:
    """The HTML of what stands on every page of a document, upright or wide."""
    html = jinja.get_template("bingkai.html").render(
        naskah=naskah,
        kepala=naskah.kepala,
        wilayah=naskah.kepala.wilayah,
        versi=history.version,
        dicatat=history.head.time.isoformat() if history.head else "",
        qr=QR_FILE if naskah.tautan else "",
    )
    return unicodedata.normalize("NFC", html)


def render_numbers(jinja: Environment, wide: Sequence[bool]) -> str:
    """The HTML of the numbers of a document's pages, each of which is wide or not."""
    return jinja.get_template("nomor-halaman.html").render(halaman=wide)


def render_markdown(text: str) -> Markup:
    """Markdown from a record as HTML: HTML in it is shown as text, a heading is a bold line.

    A heading of its own would come before the headings of the form in the order of levels.
    """
    converter = markdown.Markdown(extensions=["tables", "sane_lists"])
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    html = nh3.clean(converter.convert(text), tags=set(_MARKDOWN_TAGS), attributes={})
    return Markup(_HEADING.sub(r'<p class="anak-judul"><strong>\1</strong></p>', html))  # noqa: S704 - just cleaned


def bisa_putus(text: str) -> str:
    """The number of a proposal, which may break after each slash: 2016/rawasari/0032.

    A character rather than `<wbr>`, whose boxes take a seventh of the time a row of Form 3 takes.
    """
    return text.replace("/", "/\N{ZERO WIDTH SPACE}")


def stylesheet(jinja: Environment, naskah: Naskah, theme: Theme, lapisan: Lapisan = "isi") -> str:
    """The style of one layer of a document: that of all documents, then its own."""
    own = naskah.template.replace(".html", ".css")
    names = ("dokumen.css", *((own,) if f"{FOLDER}/{own}" in theme.files else ()))
    values = {
        "kertas": naskah.lembar,
        "cap_air": watermark(naskah),
        "kode_qr": bool(naskah.tautan),
        "lapisan": lapisan,
    }
    return "\n".join(jinja.get_template(name).render(values) for name in names)


def watermark(naskah: Naskah) -> str:
    """The file of the watermark, made by `generated`; empty where there is none."""
    words = [
        word
        for word, holds in zip(_MARKS, (naskah.kepala.contoh, naskah.konsep), strict=True)
        if holds
    ]
    return _mark_file(words) if words else ""


def generated(jinja: Environment) -> dict[str, bytes]:
    """Files the style asks for that are no files of the theme: the watermarks."""
    template = jinja.get_template("cap-air.svg")
    return {
        _mark_file(words): template.render(kata=words).encode()
        for words in (_MARKS[:1], _MARKS[1:], _MARKS)
    }


def pictures(paths: Iterable[str], photos: Mapping[str, bytes], theme: Theme) -> dict[str, bytes]:
    """The printable form of each photo, by the path under which templates ask for it."""
    return {
        f"{_PHOTOS}/{path}": smaller(photos.get(path, b""), _LONGEST) or theme.files[_BROKEN]
        for path in paths
    }


def _mark_file(words: Sequence[str]) -> str:
    return f"{FOLDER}/cap-air-{'-'.join(words).lower()}.svg"
