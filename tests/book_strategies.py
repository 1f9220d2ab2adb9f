"""Records of any type for hypothesis, made from what their models say."""

from datetime import date
from functools import partial
from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints

from musrenbang.records.fields import Field, bare, fields_of, is_of, lists_of
from musrenbang.sheets.cells import CellError
from musrenbang.worksheets.cell_kinds import READERS, CellKind
from musrenbang.worksheets.follow_up_book import PerTahap
from musrenbang.worksheets.record_book import plain
from musrenbang.year.follow_up import TAHAP, outcomes_of
from schemas.base import Listing, Rujukan
from schemas.juknis import Jendela
from schemas.scalars import (
    BilanganBulat,
    Rupiah,
    Tahun,
    Tanggal,
    TeksPanjang,
    Uraian,
    Urutan,
    Volume,
    YaTidak,
)
from schemas.tindak_lanjut import Kabar, Tahap
from tests.readable import READABLE

ONE_LINE = r"^[^\r\n]*$"
LISTS = {
    "skpd": {"sudin-sda": "Sudin SDA", "sudin-dik": "Sudin Pendidikan"},
    "golongan": {"lurah": "Lurah", "anggota-dprd": "Anggota DPRD"},
}
"""What codes of a list of the year may say, and how a sheet writes it."""
MOST = 3
"""Rows in a list."""


def _is_kept(text: str) -> bool:
    """Whether a cell of text says just this, and no spreadsheet could have made it of another."""
    try:
        return bool(text) and READERS[CellKind.TEKS](text) == text
    except CellError:
        return False


LINES = (
    st.text(READABLE, min_size=1, max_size=40).map(lambda text: " ".join(text.split()))
).filter(_is_kept)
PASSAGES = st.lists(LINES, min_size=1, max_size=3).map("\n".join).filter(_is_kept)
MARKDOWN = st.lists(st.sampled_from(["# Judul", "- butir", "  - anak", "", "teks *tebal*"]) | LINES)
NASKAH = MARKDOWN.map(lambda lines: "\n".join(lines).strip()).filter(bool)


def records(model: type[BaseModel]) -> st.SearchStrategy[BaseModel]:
    """Records of a type, with all that is optional there or not, and lists of up to three."""
    if issubclass(model, PerTahap):
        news = {
            tahap: records(Kabar).flatmap(partial(_told_at, tahap)).map(plain) for tahap in TAHAP
        }
        said = st.fixed_dictionaries({}, optional=news).filter(bool)
        return said.map(model.model_validate)
    if issubclass(model, Listing):
        entry = next(one for one in get_args(bare(model.model_fields["root"].annotation))[1:])
        names = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True)
        listed = st.dictionaries(names, records(entry).map(plain), min_size=1, max_size=MOST)
        return listed.map(model.model_validate)
    return _values(model).map(model.model_validate)


def _told_at(tahap: Tahap, kabar: BaseModel) -> st.SearchStrategy[BaseModel]:
    outcomes = st.sampled_from(outcomes_of(tahap))
    return outcomes.map(lambda hasil: kabar.model_copy(update={"tahap": tahap, "hasil": hasil}))


@st.composite
def _values(draw: st.DrawFn, model: type[BaseModel]) -> dict[str, Any]:
    """The values of a record; composite, for what hypothesis says of one is then short."""
    required: dict[str, Any] = {}
    optional: dict[str, Any] = {}
    single = {one.keys: one for one in fields_of(model)}
    lists = {one.keys[0]: one for one in lists_of(model) if len(one.keys) == 1}
    for name, info in model.model_fields.items():
        kind = bare(info.annotation)
        inner = isinstance(kind, type) and issubclass(kind, BaseModel)
        chosen = required if info.is_required() else optional
        if name in lists:
            items = _values(lists[name].item)
            listed = st.lists(items, min_size=1, max_size=MOST)
            chosen[name] = listed.flatmap(_named) if lists[name].named else listed
        elif inner:
            chosen[name] = _values(kind)
        else:
            chosen[name] = _value(single[(name,)])
    return draw(st.fixed_dictionaries(required, optional=optional))


def _named(items: list[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Entries by name: such as every list of names allows."""
    names = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
    several = st.lists(names, unique=True, min_size=len(items), max_size=len(items))
    return several.map(lambda found: dict(zip(found, items, strict=True)))


WINDOWS = ("minggu ke-1 Maret", "3 sampai 14 Februari", "28 Januari sampai 14 Februari")


def _value(field: Field) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - a kind each
    pattern = _pattern(field)
    if field.keys[-1] == "koordinat":
        return st.just((-6.1932, 106.8701))
    if is_of(field, Jendela):
        return st.sampled_from(WINDOWS)
    if field.many:
        one = r"[a-z]{1,6}( [a-z]{1,6})?" if pattern == ONE_LINE else pattern.strip("^$")
        codes = st.from_regex(one, fullmatch=True).filter(_is_code)
        return st.sets(codes, min_size=1, max_size=MOST).map(sorted)
    for mark in field.marks:
        if isinstance(mark, Rujukan):
            return st.sampled_from(list(LISTS[mark.daftar]))
    if field.choices and bare(field.annotation) is not bool:
        return st.sampled_from(field.choices)
    for alias, values in _VALUES:
        if is_of(field, alias):
            return values
    if pattern and pattern != ONE_LINE:
        return st.from_regex(pattern.strip("^$"), fullmatch=True).filter(_is_code)
    return PASSAGES if is_of(field, Uraian) else LINES


_VALUES: tuple[tuple[Any, st.SearchStrategy[Any]], ...] = (
    (YaTidak, st.booleans()),
    (Tanggal, st.dates(date(2000, 1, 1), date(2100, 12, 31))),
    (Tahun, st.integers(2000, 2100)),
    (Rupiah, st.integers(0, 10**12)),
    (BilanganBulat, st.integers(0, 10**6)),
    (Urutan, st.integers(1, 99_999)),
    (Volume, st.decimals(min_value="0.0001", max_value=10**6, places=4)),
    (TeksPanjang, NASKAH),
)
LONGEST = 40


def _is_code(text: str) -> bool:
    is_short = text.isascii() and text.isprintable() and len(text) <= LONGEST
    return is_short and text != "000" and _is_kept(text)


def _pattern(field: Field) -> str:
    found = (mark.pattern for mark in field.marks if isinstance(mark, StringConstraints))
    return next((str(one) for one in found if one), "")
