"""What one cell means: numbers, money, RT and RW, dates, coordinates, text.

A cell has a value and a look, what a spreadsheet shows of it. It is read only where there is one
way to read it; `CellError` says why there is not.
"""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, Self, TypeAlias

from musrenbang.text.indonesian import angka, rupiah, tanggal
from musrenbang.text.lookalikes import without_hidden
from musrenbang.year import places
from schemas.scalars import date_in_words, full_year

Cell: TypeAlias = str | Decimal | date
DateOrder = Literal["hari-bulan-tahun", "bulan-hari-tahun"] | None


class CellError(Exception):
    """Why a cell cannot be used, in Indonesian."""


class Number(Decimal):
    """A number that is shown as more than its digits."""

    look: str
    kind: str
    """What it was made of, where that is no plain number: persen, pecahan, jam, eksponen."""

    def __new__(cls, value: Decimal | str, look: str, kind: str = "") -> Self:
        number = super().__new__(cls, value)
        number.look, number.kind = look, kind
        return number


class Flag(str):
    """TRUE or FALSE, chosen or calculated, not typed as text."""

    __slots__ = ()


class Unsolved(str):
    """Nothing, where there is a formula: its result is empty, or nobody has calculated it."""

    __slots__ = ()


_BOUNDS = (Decimal("1e-30"), Decimal("1e20"))


def stored(value: str | float) -> Decimal | str:
    """A stored number, with the 15 digits that a spreadsheet keeps: 0.1 + 0.2 is 0.3.

    One that is none, or beyond all measure, stays the text that it is.
    """
    number = Decimal(format(float(value), ".15g"))
    if number.is_finite() and (not number or _BOUNDS[0] <= abs(number) < _BOUNDS[1]):
        return number
    return str(value)


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
    if isinstance(cell, Number) and cell.look:
        return cell.look
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell


_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{2,}", re.IGNORECASE)
_MONTH_SHORT = r"(?:jan|feb|mar|apr|mei|may|jun|jul|ags|agu|aug|sep|okt|oct|nov|nop|des|dec)"
_MADE_A_DAY = re.compile(rf"[0-9]{{1,2}}-{_MONTH_SHORT}|{_MONTH_SHORT}-[0-9]{{2}}", re.IGNORECASE)
_DIGITS_KEPT, _MONTHS = 15, 12
_RETYPE = "format selnya sebagai Teks lalu ketik ulang"


def written(cell: Cell) -> str:
    """What somebody typed into a cell of text; refused where the spreadsheet made it another thing.

    Excel turns 3-5 into a day and rounds long numbers, also in the CSV it writes.
    """
    if isinstance(cell, date):
        first, second = f"{cell.day}/{cell.month}", f"{cell.month}/{cell.day}"
        guess = (
            f"“{first}”" if first == second or cell.day > _MONTHS else f"“{first}” atau “{second}”"
        )
        raise CellError(
            f"Excel telah mengubah isi sel ini menjadi tanggal ({tanggal(cell)}), mungkin dari "
            f"{guess}; {_RETYPE}"
        )
    if isinstance(cell, Flag):
        raise CellError(f"sel ini berisi nilai logika {cell}, bukan teks; ketik ulang isinya")
    if isinstance(cell, Number) and cell.kind == "jam":
        raise CellError(f"Excel telah mengubah isi sel ini menjadi jam ({cell.look}); {_RETYPE}")
    text = clean_line(as_text(cell))
    digits = len(cell.as_tuple().digits) if isinstance(cell, Decimal) else 0
    long = isinstance(cell, Decimal) and abs(cell) >= 10**_DIGITS_KEPT
    if long or digits > _DIGITS_KEPT or _ROUNDED.fullmatch(text):
        raise CellError(f"Excel telah membulatkan angka panjang di sel ini ({text}); {_RETYPE}")
    if _MADE_A_DAY.fullmatch(text):
        raise CellError(f"Excel telah mengubah isi sel ini menjadi tanggal (“{text}”); {_RETYPE}")
    return as_text(cell)


def clean_line(text: str) -> str:
    """One line: hidden characters out, every run of white space one space."""
    return " ".join(_visible(text).split())


def clean_passage(text: str) -> str:
    """Text of several lines, each clean; no empty line at either end."""
    lines = [" ".join(line.split()) for line in _visible(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_text(text: str) -> str:
    """Markdown: as `clean_passage`, with the spaces inside and before its lines as they are."""
    return "\n".join(line.rstrip() for line in _visible(text).splitlines()).strip("\n")


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
_POINT_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_ONE_WAY_COMMA = re.compile(
    r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}|(?:[0-9]|\.(?=[0-9]{3}))+,[0-9]{1,2}"
)
_MOST_DIGITS = 20
_ENDLESS = re.compile(rf"[0-9](?:[., ]?[0-9]){{{_MOST_DIGITS},}}|[0-9][eE][+-]?[0-9]{{2,}}")


def _figures(text: str) -> str:
    """A text that may be a number; refused where nobody means one of so many digits."""
    if _ENDLESS.search(text):
        raise CellError(f"“{text[:_MOST_DIGITS]}…” terlalu besar atau terlalu panjang bagi angka")
    return text


_VULGAR = re.compile("([0-9]*)\\s*([¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])")
_WRITTEN_OUT = re.compile("(?:([0-9]+) )?([1-9])/([1-9])")
_TIMES = re.compile(r"(?i)(?<=[0-9])\s*(?:m[1-3²³']?)?\s*[x×*]\s*[0-9]")


def read_quantity(cell: Cell, *, comma: bool) -> Decimal | str:
    """A number; text that the model must judge (and perhaps refuse) is handed on as it is."""
    if isinstance(cell, date):
        raise CellError(f"sel ini tanggal ({tanggal(cell)}), bukan angka; {_RETYPE}")
    if isinstance(cell, Flag):
        raise CellError(f"sel ini berisi nilai logika {cell}, bukan angka")
    if isinstance(cell, Number) and cell.kind in {"persen", "jam"}:
        raise CellError(f"sel ini {cell.kind} ({cell.look}), bukan angka biasa; {_RETYPE}")
    if isinstance(cell, Decimal):
        return Decimal(cell)
    text = _figures(clean_line(cell))
    if _TIMES.search(text):
        raise CellError(f"“{text}” adalah perkalian; tulis hasilnya saja, dengan satuannya")
    vulgar = _VULGAR.fullmatch(text)
    if vulgar:
        part = Decimal(str(round(unicodedata.numeric(vulgar[2]), 3)))
        return int(vulgar[1] or 0) + part
    parts = _WRITTEN_OUT.fullmatch(text)
    if parts:
        whole = int(parts[1] or 0) + Decimal(parts[2]) / Decimal(parts[3])
        return round(whole, 3).normalize()
    text = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "", text)
    if not comma:
        return text.replace(",", "") if _POINT_GROUPS.fullmatch(text) and "." in text else text
    if not _COMMA_DECIMAL.fullmatch(text):
        hint = " Tanda desimal lembar ini koma." if "." in text else ""
        raise CellError(f"“{text}” bukan angka.{hint}")
    return Decimal(text.replace(".", "").replace(",", "."))


def decimal_sign(text: str) -> str | None:
    """The decimal sign a text can only have been written with: “,” or “.”; `None`: either."""
    if _ONE_WAY_COMMA.fullmatch(text):
        return ","
    if re.fullmatch(r"[0-9]+\.[0-9]{1,2}|[0-9]+\.[0-9]{4,}", text):
        return "."
    if _POINT_GROUPS.fullmatch(text) and ("." in text or text.count(",") > 1):
        return "."
    return None


_QUANTITY_AND_UNIT = re.compile(
    r"([0-9]*\s*[¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|(?:[0-9]+ )?[1-9]/[1-9]|[1-9][0-9]{0,2}(?: [0-9]{3})+"
    r"|-?[0-9]+(?:[.,][0-9]+)*)"
    r"\s*((?:[^\W\d_]|%)+[0-9²³]?'?(?:[ /][^\W\d_]{2,})*\.?)?"
)


_NUMBER_WORD = (
    r"(?:se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh|ratus"
    r"|ribu|\s)+"
)
_ABOUT = re.compile(r"^(?:±|\+/-)\s*")
_AROUND_NUMBER = re.compile(rf"(?i){_ABOUT.pattern}|(?<=[0-9])\s*\({_NUMBER_WORD}\)")
"""What says that a number is about right, or says it again in words: “3 (tiga) titik”."""


def split_quantity(cell: Cell) -> tuple[Cell, str | None]:
    """“60 m” in two parts; a bare number has no unit."""
    if not isinstance(cell, str) or isinstance(cell, Flag):
        return cell, None
    text = _figures(_AROUND_NUMBER.sub("", clean_line(cell)).strip())
    match = _QUANTITY_AND_UNIT.fullmatch(text)
    if not match or _TIMES.search(text):
        if _TIMES.search(text) or not re.search("[0-9]", text):
            read_quantity(text, comma=True)
        raise CellError(f"“{text}” bukan satu angka dengan satu satuan, misalnya 60 m")
    return match[1], match[2]


_MONEY_MARKS = re.compile(r"(?i)^(?:rp\.?|idr)\s*[:.]?\s*|(?:,-|\.-|,--|,=)$|\s+rupiah$")
_CENTS = re.compile(r"(?<=[0-9])[.,]00?$")
_BESIDE_MONEY = re.compile(
    r"(?i)(?<=[0-9a-z,.=-])\s*(?:\([^()0-9]*[a-z][^()0-9]*\)"
    r"|(?:\+|plus|(?:belum|sudah|tidak|blm|sdh)?\s*(?:termasuk|incl\w*|excl\w*)|di\s?luar)[^0-9]*"
    r"\b(?:ppn|pajak)\W*)$"
)
"""What repeats a sum in words or says that its tax is not in it: no part of the number."""
_PLAIN = re.compile(r"0|[1-9][0-9]*")
_DOTS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_COMMAS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_TIMES_OF = {
    **dict.fromkeys(("ribu", "rb"), 10**3),
    **dict.fromkeys(("juta", "jt"), 10**6),
    **dict.fromkeys(("miliar", "milyar"), 10**9),
}
_IN_MILLIONS = re.compile(
    rf"(?i)(?:rp\.?\s*)?([0-9]+(?:[.,][0-9]+)*)\s*({'|'.join(_TIMES_OF)})(?:\s+rupiah)?"
)
_ROUNDED_FROM = 1000
"""A calculated sum from here on is shown, and meant, without its fraction of a rupiah."""
_MOST_SCALED = 20 * 10**9
"""What no proposal of a neighbourhood costs: such a sum was multiplied once too often."""


def scaled_rupiah(cell: Cell, times: int, *, comma: bool | None) -> int:
    """Whole rupiah from a column of thousands or millions, where a part of one is usual.

    `comma`: whether the decimal sign of the sheet is one, where that is known.
    """
    if not isinstance(cell, Decimal) and (
        isinstance(cell, (date, Flag)) or _in_words(_figures(cell))
    ):
        return read_rupiah(cell)
    text = (
        as_text(cell) if isinstance(cell, Decimal) else _without_marks(_figures(clean_line(cell)))
    )
    if isinstance(cell, Decimal):
        number = Decimal(cell)
    elif _DOTS.fullmatch(text) and times > 1000 and not comma:  # noqa: PLR2004 - millions
        raise CellError(
            f"“{text}” dapat dibaca dua cara pada kolom jutaan; tulis misalnya 1,5 juta"
        )
    elif _COMMA_DECIMAL.fullmatch(text):
        number = Decimal(text.replace(".", "").replace(",", "."))
    elif re.fullmatch(r"[0-9]+\.[0-9]{1,2}", text):
        number = Decimal(text)
    else:
        raise CellError(f"“{text}” bukan angka, misalnya 1.500")
    amount = number * times
    if amount != amount.to_integral_value() or amount < 0:
        raise CellError(f"“{text}” bukan rupiah bulat")
    if amount > _MOST_SCALED:
        raise CellError(
            f"“{text}” dikalikan {angka(times)} menurut judul kolomnya menjadi "
            f"{rupiah(int(amount))}; bila sudah rupiah penuh, tulis dengan kata, misalnya 96 juta"
        )
    return int(amount)


def rounded_rupiah(cell: Cell) -> bool:
    """Whether a calculated sum has a part of a rupiah, which is left out."""
    return isinstance(cell, Decimal) and cell != cell.to_integral_value()


def read_rupiah(cell: Cell) -> int:
    """Whole rupiah: nobody writes a part of one, so groups of three digits are thousands."""
    if isinstance(cell, date):
        raise CellError(f"sel ini tanggal ({tanggal(cell)}), bukan rupiah; {_RETYPE}")
    if isinstance(cell, Flag):
        raise CellError(f"sel ini berisi nilai logika {cell}, bukan rupiah")
    if isinstance(cell, Number) and cell.kind in {"persen", "jam"}:
        raise CellError(f"sel ini {cell.kind} ({cell.look}), bukan rupiah; {_RETYPE}")
    if isinstance(cell, Decimal):
        whole = cell.to_integral_value(ROUND_HALF_UP)
        if cell < 0 or (cell != whole and cell < _ROUNDED_FROM):
            raise CellError(f"“{as_text(cell)}” bukan rupiah bulat")
        return int(whole)
    original = _figures(clean_line(cell))
    said = _BESIDE_MONEY.sub("", _ABOUT.sub("", original))
    amount = _in_words(said)
    if amount is not None:
        if amount != amount.to_integral_value():
            raise CellError(f"“{original}” bukan rupiah bulat")
        return int(amount)
    text = _without_marks(said)
    cents = _CENTS.search(text)
    if cents and text.count(cents[0][0]) == 1:
        text = text[: cents.start()]
    if not _PLAIN.fullmatch(text) and not _DOTS.fullmatch(text) and not _COMMAS.fullmatch(text):
        raise CellError(f"“{original}” bukan rupiah bulat, misalnya 1500000")
    return int(re.sub("[.,]", "", text))


def _without_marks(text: str) -> str:
    text = _MONEY_MARKS.sub("", _MONEY_MARKS.sub("", text)).strip()
    return re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", ".", text)


def _in_words(text: str) -> Decimal | None:
    """“96,5 juta” as a number; `None` for a text that names no thousands or millions."""
    said = _IN_MILLIONS.fullmatch(text)
    if not said:
        return None
    times = _TIMES_OF[said[2].lower()]
    if times > 10**6 and _DOTS.fullmatch(said[1]):
        raise CellError(f"“{text}” dapat dibaca dua cara; tulis misalnya 1,5 miliar")
    number = said[1].replace(".", "") if "," in said[1] or _DOTS.fullmatch(said[1]) else said[1]
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", number):
        raise CellError(f"“{text}” bukan rupiah bulat, misalnya 1500000")
    return Decimal(number.replace(",", ".")) * times


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
    text = written(cell.replace("\n", ", ") if isinstance(cell, str) else cell)
    whole = re.fullmatch(r"([0-9]+)[.,]0+", text)
    try:
        numbers = places.listed(whole[1] if whole else text, word)
    except places.UnclearPlaceError as error:
        raise CellError(f"“{text}”: {error}") from None
    if not numbers:
        raise CellError(f"“{text}” bukan nomor {word}, misalnya 03")
    return numbers


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


_DAY_OR_MONTH_FIRST = re.compile(
    r"([0-9]{1,2})\s?[-/.]\s?([0-9]{1,2})\s?[-/.]\s?([0-9]{4}|[0-9]{2})"
)


def read_date(cell: Cell, order: DateOrder) -> date:
    """A date: of a date cell, year-month-day, with the month as a word, or in the order stated."""
    if isinstance(cell, date):
        return cell
    text = clean_line(as_text(cell))
    match = _DAY_OR_MONTH_FIRST.fullmatch(text)
    in_words = date_in_words(text)
    if in_words:
        return in_words
    try:
        if not match or order is None:
            return date.fromisoformat(text)
        first, second = int(match[1]), int(match[2])
        day, month = (first, second) if order == "hari-bulan-tahun" else (second, first)
        return date(full_year(match[3]), month, day)
    except ValueError:
        if match and order is None:
            raise CellError(
                f"“{text}” dapat dibaca dua cara; isi `urutan_tanggal` pada pemetaan"
            ) from None
        raise CellError(f"“{text}” bukan tanggal, misalnya 17 Agustus 1945") from None
