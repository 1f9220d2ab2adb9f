"""Rules on texts in Markdown: they can be set, and what looks like a link leads somewhere."""

import re
from collections.abc import Iterator
from html import unescape
from textwrap import shorten
from typing import NamedTuple

from musrenbang.files.paths import DECISIONS, PROPOSALS, Kind, usulan_path
from musrenbang.records.findings import Keys, Position
from musrenbang.rules.rule import Hit, Sort, minutes_file, rule
from musrenbang.text.escaping import visible
from musrenbang.year.views import View


class _Markdown(NamedTuple):
    """One text: its file, the line it begins in or the keys it stands under."""

    file: str
    where: Keys | int
    text: str


def _texts(view: View) -> Iterator[_Markdown]:
    year = view.year
    for notice in year.pengumuman:
        path = f"{DECISIONS}/{year.tahun}/{Kind.PENGUMUMAN.value}/{notice.slug}.md"
        yield _Markdown(path, notice.baris, notice.isi)
    for name, text in (
        ("arah-kebijakan", year.arah_kebijakan),
        ("program-prioritas", year.program_prioritas),
    ):
        yield _Markdown(f"{PROPOSALS}/{year.tahun}/{name}.md", 1, text or "")
    if year.berita_acara:
        minutes = year.berita_acara
        yield _Markdown(minutes_file(view), ("tanggapan",), minutes.tanggapan or "")
        for at, added in enumerate(minutes.adendum):
            yield _Markdown(minutes_file(view), ("adendum", at, "isi"), added.isi)


_DEEP = re.compile(r"^(?: {80}|[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+|>[ \t]*){13})", re.MULTILINE)
_BRACKETS = 300
_CODE_OF_CHARACTER = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")


@rule(
    "teks.susunan",
    Sort.INTEGRITY,
    ("C.3.a",),
    "Pengumuman dan naskah tersusun sederhana.",
    "Daftar atau kutipan ini bertingkat terlalu dalam.",
    hint="Pakai paling banyak dua belas tingkat, dan tidak lebih dari 300 kurung siku.",
)
def texts_are_plainly_built(view: View) -> Iterator[Hit]:
    """Yang terbit adalah yang tertulis, dan tidak lama disusun.

    Teks yang bertingkat sangat dalam atau berisi ratusan kurung siku tidak dapat diterbitkan. Kode
    seperti `&#8203;` ditulis sebagai karakternya sendiri, agar dapat diperiksa seperti yang lain.
    """
    for file, where, text in _texts(view):
        deep = _DEEP.search(text)
        if deep:
            at = where if isinstance(where, tuple) else _position(where, text, deep.start())
            yield Hit(file, at)
        if text.count("[") > _BRACKETS:
            at = where if isinstance(where, tuple) else _position(where, text, text.index("["))
            yield Hit(file, at, f"Teks ini memuat lebih dari {_BRACKETS} kurung siku.")
        for code in _CODE_OF_CHARACTER.finditer(text):
            at = where if isinstance(where, tuple) else _position(where, text, code.start())
            message = f"“{code[0]}” adalah kode untuk sebuah karakter, yang tidak terbaca di sini."
            yield Hit(
                file, at, message, f"Tulis karakternya sendiri: “{visible(unescape(code[0]))}”."
            )


_CODE = re.compile(r"```[^`]*```|`[^`\n]+`")
_LINK = re.compile(
    r"(?<!\\)(?P<picture>!?)\[(?P<text>[^\]\[]*)\]"
    r"(?:\(\s*+(?P<target><[^>\n]{0,500}+>|[^\s)]{0,500}+)[^)\n]{0,500}+\)|\[(?P<name>[^\]\[]*)\])"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<text>[^\]\n]+)\]:[ \t]*(?P<target><[^>\n]*>|\S*)", re.MULTILINE
)
_PAGE = re.compile(r"(?P<tahun>[0-9]{4})/usulan/(?P<slug>[a-z0-9-]+)/(?P<nomor>[0-9]+)/?")


@rule(
    "teks.tautan",
    Sort.POLICY,
    ("C.3.a",),
    "Setiap tautan dalam pengumuman dan naskah menuju ke sebuah alamat.",
    "Tautan “hasil” menuju ke “hasil.html”, yang tidak dapat dibuka pembaca.",
    hint="Tulis alamat lengkapnya, misalnya https://…, atau hapus tautannya.",
)
def links_lead_somewhere(view: View) -> Iterator[Hit]:
    """Pembaca hanya dapat dibawa ke alamat lengkap yang diawali https:// atau mailto:.

    Alamat lain, tujuan yang kosong, rujukan yang tidak ditulis dan gambar hilang dari halaman yang
    terbit. Tautan ke halaman usulan di situs ini harus menyebut usulan yang ada.
    """
    for file, where, written in _texts(view):
        text = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), written)
        defined = {found["text"].casefold() for found in _DEFINITION.finditer(text)}
        for found in (*_LINK.finditer(text), *_DEFINITION.finditer(text)):
            message = _told(view, found, defined)
            if message:
                at = where if isinstance(where, tuple) else _position(where, text, found.start())
                yield Hit(file, at, message)


def _told(view: View, found: re.Match[str], defined: set[str]) -> str:
    """What is wrong with a link; empty where it leads somewhere."""
    parts = found.groupdict()
    text = _short(parts["text"])
    if parts.get("picture"):
        return f"Gambar “{text}” tidak ditampilkan dalam teks ini."
    if parts["target"] is None:
        name = parts["name"] or parts["text"]
        known = " ".join(name.split()).casefold() in defined
        return "" if known else f"Tautan “{text}” merujuk ke [{_short(name)}], yang tidak ditulis."
    target = parts["target"].strip("<>")
    if not target:
        return f"Tautan “{text}” tidak menyebut tujuannya."
    if not re.match(r"(?:https://[^/]|mailto:.)", target, re.IGNORECASE):
        return f"Tautan “{text}” menuju ke “{_short(target)}”, yang tidak dapat dibuka pembaca."
    return _lost_page(view, target)


def _lost_page(view: View, target: str) -> str:
    """What is wrong with an address of this very site: the proposal it names is not there."""
    settings = view.year.musrenbang
    home = (settings.situs.alamat or "").rstrip("/") if settings else ""
    page = _PAGE.fullmatch(target.removeprefix(f"{home}/")) if home else None
    if page is None or view.exists("/".join(page.groups())):
        return ""
    path = usulan_path(int(page["tahun"]), page["slug"], page["nomor"])
    return "" if view.is_broken(path) else f"Tautan ini ke usulan yang tidak ada: {page[0]}."


def _short(text: str) -> str:
    return shorten(text, 60, placeholder="…")


def _position(first: int, text: str, at: int) -> Position:
    return Position(first + text.count("\n", 0, at), at - text.rfind("\n", 0, at))
