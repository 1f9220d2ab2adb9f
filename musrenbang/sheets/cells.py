"""What the text of one cell means: numbers, money, RT and RW, dates, places.

A cell is read only where there is one way to read it; `CellError` says why there is not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from musrenbang.text.lookalikes import without_hidden

Cell: TypeAlias = str | Decimal | date
DateOrder = Literal["hari-bulan-tahun", "bulan-hari-tahun"] | None


class CellError(Exception):
    """Why a cell cannot be used, in Indonesian."""


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|_x000[Dd]_")
_BROKEN = re.compile("[\ufffc-\uffff]")
SPREADSHEET_ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
)
UNCALCULATED = "=?"
"""What the reader puts where a formula has no stored result."""


def has_hidden_characters(text: str) -> bool:
    """Whether cleaning the text takes out characters nobody sees."""
    return _CONTROL.search(text) is not None or without_hidden(text) != text


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
    return without_hidden(_CONTROL.sub(" ", text))


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


_AFTER = r"[\s.:=_–—-]*(?:no(?:mor)?\b[\s.:]*)?"
_TOKEN = re.compile(
    rf"(?P<T>(?<![^\W\d_])(?:R\.?\s?T|rukun\s+tetangga)(?:(?=RW|[OIL][0-9])|(?![^\W\d_]){_AFTER}))"
    rf"|(?P<W>(?:(?<![^\W\d_])|(?<=RT))(?:R\.?\s?W|rukun\s+warga)"
    rf"(?:(?=[OIL][0-9])|(?![^\W\d_]){_AFTER}))"
    r"|(?P<range>s\s?/\s?d\b\.?|s\.?d\b\.?(?=\s*(?:[0-9]|R\.?[TW]))|(?:sampai|hingga)\b"
    r"(?:\s+dengan\b)?)"
    r"|(?P<dash>[–—-])"
    r"|(?P<comma>(?:[,;&+]|dan\b)(?:\s*(?:[,;&+]|dan\b))*)"
    r"|(?P<slash>[/\\])"
    r"|(?P<beside>(?:arah|atau|batas|bekas|belakang|dekat|depan|eks|ke|menuju|perbatasan|samping"
    r"|sebelah|seberang|sekitar)\b)"
    r"|(?P<house>(?:no(?:mor)?|blok|kav)\b[\s.:]*(?:[a-z][\s./-]*)?[0-9]+(?:/[0-9]+)*)"
    r"|(?P<number>0{0,2}[0-9]{1,3}(?=[\W_]|$|R[TW]|dan\b|s\.?d\b)(?!\.[0-9]))"
    r"|(?P<figure>[0-9]+(?:\.[0-9]+)*[^\W_]*)"
    r"|(?P<word>[^\W_]+|[^\w\s.:()\[\]\"'“”\u2018\u2019#|*])",
    re.IGNORECASE,
)
_KINDS = {
    "T": "T",
    "W": "W",
    "range": "~",
    "dash": "-",
    "comma": ",",
    "slash": "/",
    "beside": "!",
    "house": "x",
}
_QUANTITY = re.compile(
    r"[1-9][0-9.]*(?:,[0-9]+)?\s*(?:titik|unit|m[²³23']?|meter|km|cm|ha|buah|bh|lokasi|lokal|ls"
    r"|paket|ruang|lantai|orang|rumah|kk|hari|bulan|tahun|jan(?:uari)?|feb(?:ruari)?|maret|april"
    r"|mei|juni|juli|agustus|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|desember)(?![^\W_])",
    re.IGNORECASE,
)
_POSTCODE_OR_DEGREES = re.compile(r"[0-9]{4,}|[0-9]+\.[0-9]{3,}")
_ROMAN = re.compile(r"[IVX]{1,6}|[ivx]{2,6}")
_LIKE_NUMBER = re.compile(
    r"[ivxlo]+|\w|\w*\d\w*|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh",
    re.IGNORECASE,
)
_RTS = "n(?:[,~-]T?n)*+(?!(?<=[,~-]n)T)"
_RWS = "n(?:[,~-]W?n)*+"
_PAIR = f"({_RTS})/(n)"
_DASHED = "(n)-(n)"
_PAIRS = re.compile(f"{_PAIR}|{_DASHED}")
_BOTH = "T[/,-]?W"
_BOTH_REVERSED = "W[/,-]?T"
_PLACE = re.compile(
    rf"(?:{_BOTH}(?=[TW]))?+(?:"
    rf"(?:{_BOTH}|T)(?P<pairs>{_PAIR}(?:,T?{_PAIR})*+)(?![/,-]?W)"
    rf"|{_BOTH}(?P<dashed>{_DASHED}(?:,{_DASHED})*+)"
    rf"|{_BOTH_REVERSED}(?P<rw_first>n)/(?P<rt_then>{_RTS})"
    rf"|T(?P<rt>{_RTS})(?:[/,-]?W(?P<rw_after>{_RWS}))?"
    rf"|W(?P<rw>{_RWS})(?:[/,-]?T(?P<rt_after>{_RTS}))?"
    ")"
)
"""What may be said of RT and RW in one go, in the letters of `_tokens`."""
_BOTH_WORDS = re.compile(f"{_BOTH}|{_BOTH_REVERSED}")
_BARE_PAIR = re.compile("[,-]?n/n[,-]?")
_LONG_LIST = re.compile("[,~-]n$")
_UNCLEAR = "RT dan RW tidak terbaca dengan satu arti"
_MOST_RT = 60
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


def _tokens(text: str) -> tuple[str, list[str]]:
    """What a text consists of, a letter each, and the words at the same places.

    T and W are the words RT and RW, n a number, and "," "-" "~" "/" what joins them; "?" looks
    like a number and is none, "!" tells of another place, and x is everything else.
    """
    kinds, words = ["x"], [""]
    for token in _TOKEN.finditer(text):
        kinds.append(_kind(token, kinds[-1]))
        words.append(token[0])
    return "".join(kinds), words


def _kind(token: re.Match[str], before: str) -> str:
    group, word = token.lastgroup or "", token[0]
    if group in _KINDS:
        return _KINDS[group]
    if group == "word":
        if before in "TW/,~-" and _ROMAN.fullmatch(word):
            return "n"
        return "?" if before in "TW/,~-" and _LIKE_NUMBER.fullmatch(word) else "x"
    if before != "/" and _QUANTITY.match(token.string, token.start()):
        return "?" if before in "TW" else "x"
    if group == "number":
        return "n"
    is_other = before in ",-" and _POSTCODE_OR_DEGREES.fullmatch(word)
    return "?" if before in "TW/,~-" and not is_other else "x"


class RtRw(NamedTuple):
    """What a text says of RT and RW: on identity cards and in “05/03” the RT comes first."""

    rw: tuple[str, ...] = ()
    rt: tuple[str, ...] = ()
    is_clear: bool = True
    """Whether everything it says could be read in one way only."""


def rt_rw_in(text: str) -> RtRw:
    """All RT and RW a text names; none where a part of it is unclear."""
    kinds, words = _tokens(text)
    try:
        places = [_named(place, words) for place in _places(kinds)]
    except CellError:
        return RtRw(is_clear=False)
    if any(rt and not rw for rw, rt in places) and any(rt and rw for rw, rt in places):
        return RtRw(is_clear=False)
    rws = {number for rw, _ in places for number in rw}
    rts = {number for _, rt in places for number in rt}
    return RtRw(_three_digits(rws), _three_digits(rts))


def _places(kinds: str) -> Iterator[re.Match[str]]:
    """What the tokens say of RT and RW, place by place; refused where a part is left over."""
    is_named = has_bare_pair = False
    for run in re.finditer("[^x]+", kinds):
        said = re.search("[TW].*", run[0])
        has_bare_pair = has_bare_pair or bool(_BARE_PAIR.fullmatch(run[0]))
        if not said or not re.search("[n?]", said[0]):
            continue
        start = run.start() + said.start()
        end = start + len(said[0].rstrip(",-!/" if re.search("W|/n", said[0]) else ",-!"))
        if kinds.endswith(("~", "!", "n/"), 0, start):
            raise CellError(_UNCLEAR)
        while start < end:
            place = _PLACE.match(kinds, start, end)
            if not place or (_LONG_LIST.search(place[0]) and kinds.startswith("x", place.end())):
                raise CellError(_UNCLEAR)
            yield place
            is_named = True
            start = place.end() + kinds.startswith(",", place.end())
    if is_named and has_bare_pair:
        raise CellError(_UNCLEAR)


def _named(place: re.Match[str], words: list[str]) -> tuple[list[int], list[int]]:
    """RW and RT of one place."""
    rw: list[int] = []
    rt: list[int] = []
    for name, said in place.groupdict().items():
        if said and name.startswith("rw"):
            rw += _numbers(place, name, words)
        elif said and name.startswith("rt"):
            rt += _numbers(place, name, words)
        elif said:
            for pair in _PAIRS.finditer(place.string, *place.span(name)):
                rt += _numbers(pair, 1 if pair[1] else 3, words)
                rw += _numbers(pair, 2 if pair[2] else 4, words)
    return rw, rt


def _numbers(match: re.Match[str], group: str | int, words: list[str]) -> list[int]:
    """Numbers of a list in tokens, those between the ends of a range too."""
    found: list[int] = []
    is_range = False
    for at in range(*match.span(group)):
        if match.string[at] == "n":
            number = int(words[at]) if words[at].isdigit() else _roman(words[at].upper())
            first = found[-1] if is_range else number
            if not first <= number <= first + _MOST_RT:
                raise CellError("rentang nomor harus dari yang kecil ke yang besar")
            found += range(first, number + 1)
            is_range = False
        is_range = is_range or match.string[at] in "-~"
    return found


def _three_digits(numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{number:03d}" for number in sorted(set(numbers)) if number)


def says_rt_rw(title: str) -> bool:
    """Whether a column holds RT and RW together."""
    return _BOTH_WORDS.search(_tokens(title)[0]) is not None


def titled_rt_rw(title: str, text: str) -> str:
    """The text of a cell, after its column's title where only that says what “05/03” is."""
    words = _BOTH_WORDS.search(_tokens(title)[0])
    if not words or not text or re.search("[TW]", _tokens(text)[0]):
        return text
    return f"{'RT/RW' if words[0][0] == 'T' else 'RW/RT'} {text}"


def read_rw(cell: Cell) -> str:
    """One RW, in three digits."""
    numbers = _neighbourhoods(cell, "RW")
    if len(numbers) != 1:
        raise CellError(f"“{as_text(cell)}” bukan satu nomor RW")
    return numbers[0]


def read_rt(cell: Cell) -> tuple[str, ...]:
    """A list of RT, each in three digits."""
    return _neighbourhoods(cell, "RT")


def _neighbourhoods(cell: Cell, word: Literal["RT", "RW"]) -> tuple[str, ...]:
    text = clean_line(as_text(cell))
    titled = text if re.match(rf"x{word[1]}", _tokens(text)[0]) else f"{word} {text}"
    kinds, words = _tokens(titled)
    said = re.fullmatch(rf"x{word[1]}(n(?:[,~-]{word[1]}?n)*)", kinds)
    numbers = _three_digits(_numbers(said, 1, words)) if said else ()
    if not numbers:
        raise CellError(f"“{as_text(cell)}” bukan nomor {word}, misalnya 03")
    return numbers


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
