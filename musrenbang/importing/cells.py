"""What the text of one cell means: numbers, money, RT and RW, dates, places.

A cell is read only where there is one way to read it; `CellError` says why there is not.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

Cell: TypeAlias = str | Decimal | date
DateOrder = Literal["hari-bulan-tahun", "bulan-hari-tahun"] | None


class CellError(Exception):
    """Why a cell cannot be used, in Indonesian."""


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|_x000[Dd]_")
_BROKEN = re.compile("[\ufffc-\uffff]")
SPREADSHEET_ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
)
UNCALCULATED = "=?"
"""What the reader puts where a formula has no stored result."""


def has_hidden_characters(text: str) -> bool:
    """Whether cleaning the text takes out characters nobody sees."""
    return bool(_INVISIBLE.search(text) or _CONTROL.search(text))


def as_text(cell: Cell) -> str:
    """A cell as one would read it aloud: 162, not 162.0."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell


def clean_line(text: str) -> str:
    """One line: hidden characters out, every run of white space one space."""
    return " ".join(_visible(text).split())


def clean_passage(text: str) -> str:
    """Text of several lines, each clean; no empty line at either end."""
    lines = [" ".join(line.split()) for line in _visible(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    if text in SPREADSHEET_ERRORS:
        raise CellError(f"sel berisi galat rumus {text}")
    if text == UNCALCULATED:
        raise CellError("rumus belum dihitung; buka dan simpan berkasnya dengan Excel")
    if _BROKEN.search(text):
        raise CellError("ada huruf yang rusak; periksa pengodean berkasnya")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text))


_COMMA_DECIMAL = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?")


def read_quantity(cell: Cell, *, comma: bool) -> Decimal | str:
    """A number; text that the model must judge (and perhaps refuse) is handed on as it is."""
    if isinstance(cell, date):
        raise CellError(f"“{cell}” adalah tanggal, bukan angka")
    if isinstance(cell, Decimal):
        return cell
    text = clean_line(cell)
    if not comma:
        return text
    if not _COMMA_DECIMAL.fullmatch(text):
        hint = " Tanda desimal lembar ini koma." if "." in text else ""
        raise CellError(f"“{text}” bukan angka.{hint}")
    return Decimal(text.replace(".", "").replace(",", "."))


_QUANTITY_AND_UNIT = re.compile(
    r"(-?[0-9]+(?:[.,][0-9]+)*)\s*((?:[^\W\d_]|%)+[0-9²³]?(?:[ /][^\W\d_]{2,})*\.?)?"
)


def split_quantity(cell: Cell) -> tuple[Cell, str | None]:
    """“60 m” in two parts; a bare number has no unit."""
    if not isinstance(cell, str):
        return cell, None
    text = clean_line(cell)
    match = _QUANTITY_AND_UNIT.fullmatch(text)
    if not match:
        raise CellError(f"“{text}” bukan satu angka dengan satu satuan, misalnya 60 m")
    return match[1], match[2]


_MONEY_MARKS = re.compile(r"(?i)^(?:rp\.?|idr)\s*|(?:,-|\.-|,--)$")
_CENTS = re.compile(r"(?<=[0-9])[.,]00$")
_PLAIN = re.compile(r"0|[1-9][0-9]*")
_DOTS = re.compile(r"[1-9][0-9]{0,2}((?:\.[0-9]{3})+)")
_COMMAS = re.compile(r"[1-9][0-9]{0,2}((?:,[0-9]{3})+)")


def read_rupiah(cell: Cell, *, comma: bool) -> int:
    """Whole rupiah; `comma` says whether the sheet's decimal sign is a comma.

    “1.500” alone is read only where the sheet's decimal sign is not the dot; with two groups, as
    in “1.500.000”, there is no second way to read it.
    """
    if isinstance(cell, date):
        raise CellError(f"“{cell}” adalah tanggal, bukan rupiah")
    if isinstance(cell, Decimal):
        if cell != cell.to_integral_value() or cell < 0:
            raise CellError(f"“{as_text(cell)}” bukan rupiah bulat")
        return int(cell)
    original = clean_line(cell)
    text = _MONEY_MARKS.sub("", _MONEY_MARKS.sub("", original)).strip()
    marked = text != original
    text = _CENTS.sub("", text)
    if _PLAIN.fullmatch(text):
        return int(text)
    dots, commas = _DOTS.fullmatch(text), _COMMAS.fullmatch(text)
    if dots and (comma or marked or dots[1].count(".") > 1):
        return int(text.replace(".", ""))
    if commas and ((not comma and not marked) or commas[1].count(",") > 1):
        return int(text.replace(",", ""))
    if dots or commas:
        raise CellError(f"“{original}” dapat dibaca dua cara; tulis tanpa titik dan koma")
    raise CellError(f"“{original}” bukan rupiah bulat, misalnya 1500000")


_ROMAN = r"(?<![A-Za-z])(?-i:[IVX]{1,6}|[ivx]{2,6})(?![A-Za-z0-9])"
_NUMBER = rf"(?:0{{0,2}}[0-9]{{1,3}}(?![0-9])|{_ROMAN})"
_RANGE = r"(?:-|–|s\s*/\s*d\.?|s\.?d\.?|sampai(?:\s+dengan)?)"
_THEN = rf"\s*(?:,|&|dan|{_RANGE})\s*"
_SAYS = r"(?![A-Za-z])[\s.:=-]*(?:no(?:mor)?\b[\s.:]*)?"
_RT_WORD = r"(?<![A-Za-z])(?:RT|R\.\s?T)"
_RW_WORD = r"(?<![A-Za-z])(?:RW|R\.\s?W)"


def _list(word: str = "(?!)") -> str:
    """Numbers one after another; the word before them may be repeated."""
    return rf"{_NUMBER}(?:{_THEN}(?:{word}{_SAYS})?{_NUMBER})*"


_LIST = _list()
_BOTH = rf"{_RT_WORD}[\s.]*[/\\.,&-]?\s*(?:RW|R\.\s?W){_SAYS}"
_BOTH_REVERSED = rf"{_RW_WORD}[\s.]*[/\\.,&-]?\s*(?:RT|R\.\s?T){_SAYS}"
_NO_MORE = r"(?!\s*[/\\–-]\s*[0-9])"
_PAIR = rf"({_LIST})\s*[/\\]\s*({_NUMBER}){_NO_MORE}|({_NUMBER})\s*[–-]\s*({_NUMBER})(?!\s*[/\\–-])"
_NAMED = re.compile(
    rf"{_BOTH}(?P<pairs>(?:{_PAIR})(?:\s*(?:[,;&]|dan)\s*(?:{_PAIR}))*)"
    rf"|{_BOTH_REVERSED}(?P<first_rw>{_NUMBER})\s*[/\\]\s*(?P<then_rt>{_LIST}){_NO_MORE}"
    rf"|(?P<unclear>{_BOTH}|{_BOTH_REVERSED})(?=[/\\]?\s*[0-9])"
    rf"|{_RT_WORD}{_SAYS}(?P<rt>{_list(_RT_WORD)})"
    rf"(?:\s*[/\\]\s*(?P<rt_rw>{_NUMBER}){_NO_MORE}|(?!\s*[/\\]\s*[0-9]))"
    rf"|{_RW_WORD}{_SAYS}(?P<rw>{_list(_RW_WORD)})(?!\s*[/\\]\s*[0-9])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"(?:{_RT_WORD}|{_RW_WORD}){_SAYS}[/\\]?\s*(?:[0-9]|{_ROMAN})", re.IGNORECASE
)
_BOTH_TITLE = re.compile(rf"{_BOTH}$|{_BOTH_REVERSED}$", re.IGNORECASE)
_WHOLE_LIST = re.compile(_LIST, re.IGNORECASE)
_PART = re.compile(rf"({_RANGE})?\s*(?:(?:RT|RW){_SAYS})?({_NUMBER})", re.IGNORECASE)
_MOST_RT = 60
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


class RtRw(NamedTuple):
    """What a text says of RT and RW: on identity cards and in “05/03” the RT comes first."""

    rw: tuple[str, ...] = ()
    rt: tuple[str, ...] = ()
    is_clear: bool = True
    """Whether everything it says could be read in one way only."""


def rt_rw_in(text: str) -> RtRw:
    """All RT and RW a text names."""
    rw: set[str] = set()
    rt: set[str] = set()
    is_clear = True
    for match in _NAMED.finditer(text):
        for pair in re.finditer(_PAIR, match["pairs"] or "", re.IGNORECASE):
            rt.update(_numbers(pair[1] or pair[3]))
            rw.update(_numbers(pair[2] or pair[4]))
        rt.update(_numbers(match["rt"] or match["then_rt"] or ""))
        rw.update(_numbers(match["rw"] or match["rt_rw"] or match["first_rw"] or ""))
        is_clear = is_clear and not match["unclear"]
    is_clear = is_clear and not _NUMBERED.search(_NAMED.sub("|", text))
    return RtRw(tuple(sorted(rw)), tuple(sorted(rt)), is_clear)


def find_rt_rw(text: str) -> tuple[str | None, tuple[str, ...]]:
    """RW and RT named in a place; nothing where several RW are named, since RT belong to one."""
    named = rt_rw_in(text)
    if len(named.rw) != 1 or not named.is_clear:
        return None, ()
    return named.rw[0], named.rt


def says_rt_rw(title: str) -> bool:
    """Whether a column holds RT and RW together."""
    return _BOTH_TITLE.search(title.strip()) is not None


def titled_rt_rw(title: str, text: str) -> str:
    """The text of a cell, after its column's title where only that says what “05/03” is."""
    match = _BOTH_TITLE.search(title.strip())
    return f"{match[0]} {text}" if match and text and not _NUMBERED.search(text) else text


def read_rw(cell: Cell) -> str:
    """One RW, in three digits."""
    numbers = _neighbourhoods(cell, "RW")
    if len(numbers) != 1:
        raise CellError(f"“{as_text(cell)}” bukan satu nomor RW")
    return numbers[0]


def read_rt(cell: Cell) -> tuple[str, ...]:
    """A list of RT, each in three digits."""
    return tuple(sorted(set(_neighbourhoods(cell, "RT"))))


def _neighbourhoods(cell: Cell, word: str) -> list[str]:
    text = re.sub(rf"(?i)^{word}{_SAYS}", "", clean_line(as_text(cell))).replace(";", ",")
    numbers = _numbers(text) if _WHOLE_LIST.fullmatch(text) else []
    if not numbers:
        raise CellError(f"“{as_text(cell)}” bukan nomor {word}, misalnya 03")
    return numbers


def _numbers(text: str) -> list[str]:
    found: list[int] = []
    for match in _PART.finditer(text):
        number = int(match[2]) if match[2].isdigit() else _roman(match[2].upper())
        if match[1] and found and found[-1] < number <= found[-1] + _MOST_RT:
            found += range(found[-1] + 1, number)
        found.append(number)
    return [f"{number:03d}" for number in found if number]


def _roman(text: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


_DEGREES = r"-?[0-9]{1,3}\.[0-9]{3,}"
_POINT = re.compile(rf"[(\[]?\s*({_DEGREES})\s*[,;]\s*({_DEGREES})\s*[)\]]?")


def find_coordinates(text: str) -> tuple[tuple[float, float] | None, str]:
    """The one point named in a text, and the text without it."""
    points = list(_POINT.finditer(text))
    if len(points) != 1:
        return None, text
    point = points[0]
    rest = clean_line(f"{text[: point.start()]} {text[point.end() :]}").strip(" ,;-")
    return (float(point[1]), float(point[2])), rest


_DAY_OR_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")


def read_date(cell: Cell, order: DateOrder) -> date:
    """A date: from a date cell, as year-month-day, or in the order the mapping states."""
    if isinstance(cell, date):
        return cell
    text = clean_line(as_text(cell))
    match = _DAY_OR_MONTH_FIRST.fullmatch(text)
    try:
        if not match or order is None:
            return date.fromisoformat(text)
        first, second, year = (int(part) for part in match.groups())
        day, month = (first, second) if order == "hari-bulan-tahun" else (second, first)
        return date(year, month, day)
    except ValueError:
        if match and order is None:
            raise CellError(
                f"“{text}” dapat dibaca dua cara; isi `urutan_tanggal` pada pemetaan"
            ) from None
        raise CellError(f"“{text}” bukan tanggal, misalnya 2016-03-09") from None


_SHORTEST_SHOUT = 8


def is_shouted(text: str) -> bool:
    """Whether a text of more than one word is written in capitals throughout."""
    letters = sum(map(str.isalpha, text))
    return letters >= _SHORTEST_SHOUT and " " in text and text.isupper()


def calm(text: str, kept: tuple[str, ...], *, names: bool) -> str:
    """Ordinary letters for a shouted text; `names`: each word keeps its first capital."""
    fixed = {word.casefold(): word for word in kept}
    first = True

    def word(match: re.Match[str]) -> str:
        nonlocal first
        lower = match[0].lower()
        capital, first = first or names, False
        return fixed.get(lower) or (lower.capitalize() if capital else lower)

    return re.sub(r"[^\W\d_]+", word, text)
