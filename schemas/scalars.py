"""Scalar types of the record files: strict readers from YAML text to Python values.

The YAML reader hands every scalar over as text. What the text means is decided here, by the type
of the field and by nothing else: ``5.000`` is never 5, ``010`` never 8, ``no`` never false.
Values that already have the Python type (built by code, not read from a file) pass unchanged.

Every reader raises ``PydanticCustomError`` whose message says what is wrong and whose context
key ``hint`` says what to write instead, both in Indonesian.
"""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from schemas.base import Resmi

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Days and years of records; a day at the end of the calendar has no next one."""
MAX_RUPIAH = 10**13
MAX_VOLUME = 10**9

_INTEGER = re.compile(r"0|[1-9][0-9]*")
_GROUPED = re.compile(r"(?:Rp\.?\s*)?([0-9]{1,3}(?:[.,\s_][0-9]{3})+)(?:,00|,-)?", re.IGNORECASE)
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_READS_AS_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)")
_SIGNED_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"[0-9.]+[eE][0-9]+")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_TRUE_WORDS = frozenset({"ya", "yes", "y", "on", "benar", "true", "1"})
_FALSE_WORDS = frozenset({"tidak", "no", "n", "off", "salah", "false", "0"})

_MONTHS = (
    *("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"),
    *("jan", "peb", "mar", "apr", "may", "jun", "jul", "ags", "sep", "oct", "nop", "dec"),
    *("jan", "feb", "mar", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "des"),
)
_IN_WORDS = re.compile(
    r"(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\s*,?\s*)?"
    r"(?:(?:tgl\.?|tanggal)\s*)?([0-9]{1,2})[\s.-]+([a-z]{3,9})\.?[\s.-]+([0-9]{4}|[0-9]{2})",
    re.IGNORECASE,
)
_CENTURY = 2000
_YEAR_DIGITS = 4

MAX_VOLUME_DECIMALS = 4
MONTHS = 12
_KNOWN = 4096
"""So many texts are read once each: what they say is then one object, which a pickle holds once."""

TIDAK_ADA = "tidak ada"
"""What a list says that is empty on purpose."""

SHOWN_LENGTH = 60


def shown(text: str) -> str:
    """What the user wrote, on one line in quotation marks, cut where it is too long to repeat."""
    line = " ⏎ ".join(text.splitlines())
    return f"“{line if len(line) <= SHOWN_LENGTH else line[:SHOWN_LENGTH] + '…'}”"


def refuse(message: str, hint: str) -> PydanticCustomError:
    """A refusal whose texts may hold what the user wrote, braces included."""
    return PydanticCustomError("isi", "{pesan}", {"pesan": message, "hint": hint})


def _digits_hint(text: str) -> str:
    grouped = _GROUPED.fullmatch(text.strip())
    if grouped:
        return f"Tulis {re.sub(r'[^0-9]', '', grouped[1])}, tanpa titik dan tanpa Rp."
    return "Tulis angka bulat saja, misalnya 54000000."


def read_whole_number(value: object) -> object:
    """Read a whole number written with ASCII digits only (no sign, separator or leading zero)."""
    if isinstance(value, str):
        if _INTEGER.fullmatch(value):
            return int(value)
        raise refuse(f"{shown(value)} bukan angka bulat.", _digits_hint(value))
    if isinstance(value, bool) or not isinstance(value, int):
        raise refuse("Isinya harus satu angka bulat.", _digits_hint(""))
    return value


def read_volume(value: object) -> object:
    """Read a quantity with a decimal point; refuse what an Indonesian reads as thousands.

    ``5.000`` is five thousand to a clerk and five to a program, so it is neither here.
    """
    if isinstance(value, str):
        return _volume_of(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise refuse("Volume harus satu angka.", "Tulis misalnya 120 atau 12.5.")
    return _within_limits(Decimal(value))


@lru_cache(maxsize=_KNOWN)
def _volume_of(text: str) -> Decimal:
    if _READS_AS_THOUSANDS.fullmatch(text):
        point = text.replace(",", ".")
        hint = f"Tulis {point.replace('.', '')} bila itu ribuan"
        if point.count(".") == 1:
            trimmed = point.rstrip("0").rstrip(".")
            hint += f", atau {trimmed if trimmed != point else point + '0'} bila itu desimal"
        raise refuse(f"{shown(text)} dapat dibaca dua cara.", hint + ".")
    if not _DECIMAL.fullmatch(text):
        raise refuse(f"{shown(text)} bukan angka volume.", _volume_hint(text))
    return _within_limits(Decimal(text))


def _within_limits(number: Decimal) -> Decimal:
    if not 0 < number <= MAX_VOLUME:
        raise refuse(
            f"Volume {number} di luar batas.",
            f"Tulis angka lebih dari 0 dan paling besar {MAX_VOLUME}.",
        )
    number = number.normalize()
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MAX_VOLUME_DECIMALS:
        raise refuse(
            f"Volume {number} terlalu rinci.",
            f"Tulis paling banyak {MAX_VOLUME_DECIMALS} angka di belakang titik.",
        )
    return number


def _volume_hint(text: str) -> str:
    if re.fullmatch(r"(0|[1-9][0-9]*),[0-9]+", text):
        return f"Tulis {text.replace(',', '.')}: tanda desimalnya titik."
    if re.fullmatch(r"[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+", text):
        return f"Tulis {text.replace('.', '').replace(',', '.')}: tanda desimalnya titik."
    if re.fullmatch(r"[0-9.,]+ *[A-Za-z]+[0-9]?", text) and not _EXPONENT.fullmatch(text):
        return "Tulis angkanya saja; satuannya di bidang `satuan`."
    return "Tulis angkanya saja dengan titik desimal, misalnya 120 atau 12.5."


def read_degree(value: object) -> object:
    """Read one coordinate in decimal degrees."""
    if isinstance(value, str):
        if not _SIGNED_DECIMAL.fullmatch(value):
            raise refuse(
                f"{shown(value)} bukan derajat desimal.",
                "Tulis misalnya [-6.1932, 106.8701]: lintang dahulu, lalu bujur.",
            )
        return float(value)
    return value


def read_date(value: object) -> object:
    """Read a calendar date written as year-month-day, in the years that records are about."""
    found = _date_of(value) if isinstance(value, str) else value
    if type(found) is not date:
        raise refuse("Isinya harus satu tanggal.", "Tulis misalnya 1945-08-17.")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"Tanggal {found} di luar tahun {FIRST_YEAR} sampai {LAST_YEAR}."
        raise refuse(message, "Periksa tahunnya.")
    return found


@lru_cache(maxsize=_KNOWN)
def _date_of(text: str) -> date:
    match = _DATE.fullmatch(text)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            message = f"Tanggal {text} tidak ada dalam kalender."
            raise refuse(message, "Periksa bulan dan harinya.") from None
    hint = "Tulis tahun-bulan-hari, misalnya 1945-08-17."
    meant = date_in_words(text) or _day_first(text)
    if meant:
        hint = f"Tulis tahun-bulan-hari: {meant.isoformat()}."
    raise refuse(f"{shown(text)} bukan tanggal yang dikenal.", hint)


def _day_first(text: str) -> date | None:
    """The day of a text such as 9/3/2016, the month first where it can be nothing else."""
    match = _DAY_FIRST.fullmatch(text)
    if not match:
        return None
    day, month, year = map(int, match.groups())
    if month > MONTHS:
        day, month = month, day
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_in_words(text: str) -> date | None:
    """The day of a text with the month as a word, as the papers write it: 9 Maret 2016."""
    match = _IN_WORDS.fullmatch(text.strip())
    if not match or match[2][:3].lower() not in _MONTHS:
        return None
    try:
        month = _MONTHS.index(match[2][:3].lower()) % MONTHS + 1
        return date(full_year(match[3]), month, int(match[1]))
    except ValueError:
        return None


def full_year(text: str) -> int:
    """A year, of this century where it has two digits only."""
    return int(text) if len(text) == _YEAR_DIGITS else _CENTURY + int(text)


def read_boolean(value: object) -> object:
    """Read ``true`` or ``false``, in these letters only."""
    if isinstance(value, str):
        if value in {"true", "false"}:
            return value == "true"
        hint = "Tulis true (ya) atau false (tidak)."
        if value.lower() in _TRUE_WORDS:
            hint = "Tulis true."
        elif value.lower() in _FALSE_WORDS:
            hint = "Tulis false."
        raise refuse(f"{shown(value)} bukan true atau false.", hint)
    if not isinstance(value, bool):
        raise refuse("Isinya harus true atau false.", "Tulis true atau false.")
    return value


def check_coordinates(value: tuple[float, float]) -> tuple[float, float]:
    """Refuse a latitude and longitude outside Indonesia, or in swapped order."""
    latitude, longitude = value
    if not _in_indonesia(latitude, longitude):
        hint = "Tulis lintang lalu bujur, misalnya [-6.1932, 106.8701]."
        if _in_indonesia(longitude, latitude):
            hint = f"Lintang dahulu: [{longitude}, {latitude}]."
        raise refuse(f"Titik {latitude}, {longitude} tidak berada di Indonesia.", hint)
    return value


def _in_indonesia(latitude: float, longitude: float) -> bool:
    south, north, west, east = -11.5, 6.5, 94.5, 141.5
    return south <= latitude <= north and west <= longitude <= east


_ONE_LINE = r"^[^\r\n]*$"

Kalimat = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=_ONE_LINE),
]
"""One line of text, never empty."""

Uraian = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
"""A passage of text, never empty."""

TeksPanjang = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Markdown, never empty."""

BolehKosong = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=300, pattern=_ONE_LINE)
]
"""One line of text that may be empty because it is not known yet."""

KontakResmi = Annotated[BolehKosong, Resmi()]
"""Where an office or an official is reached."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A short name for paths and references: lower-case letters, digits, single hyphens."""

NomorRw = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
NomorUsulan = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}|[1-9][0-9]{4})$")]
IdUsulan = Annotated[
    str, StringConstraints(pattern=r"^20[0-9]{2}/[a-z0-9]+(-[a-z0-9]+)*/[0-9]{4,5}$", max_length=80)
]
KodeKota = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}\.[0-9]{2}$")]
KodeKecamatan = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$")]
KodeKelurahan = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$")
]
Nip = Annotated[str, StringConstraints(pattern=r"^([0-9]{18})?$")]
NamaBerkas = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.(jpg|jpeg|png|webp)$", max_length=80)
]
Tautan = Annotated[str, StringConstraints(pattern=r'^https://[^\s<>"]+$', max_length=300), Resmi()]

Tahun = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR), BeforeValidator(read_whole_number)]
BilanganBulat = Annotated[int, Field(ge=0, le=1_000_000), BeforeValidator(read_whole_number)]
Urutan = Annotated[int, Field(ge=1, le=99_999), BeforeValidator(read_whole_number)]
Rupiah = Annotated[int, Field(ge=0, le=MAX_RUPIAH), BeforeValidator(read_whole_number)]
Volume = Annotated[
    Decimal,
    BeforeValidator(read_volume),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": MAX_VOLUME}),
]
Tanggal = Annotated[date, BeforeValidator(read_date)]
YaTidak = Annotated[bool, BeforeValidator(read_boolean)]
Derajat = Annotated[float, BeforeValidator(read_degree)]

Tipe = Literal["fisik", "non-fisik", "barang"]
