"""What a spreadsheet's number formats make of a stored number."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from musrenbang.sheets.cells import Cell, Number

BUILT_IN = {
    **dict.fromkeys((1, 3, 37, 38), "0"),
    **dict.fromkeys((2, 4, 39, 40), "0.00"),
    **dict.fromkeys((9, 10), "0%"),
    **dict.fromkeys((11, 48), "0.00E+00"),
    12: "# ?/?",
    13: "# ??/??",
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)), "d/m/yyyy"),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm"),
    49: "@",
}
"""The formats that a workbook only numbers; those left out show a number as it is."""

_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_ZEROS = re.compile(r"0{2,}")
_LAST_DAY = 2_958_465
_LOTUS_LEAP_DAY = 60
_MINUTES = 24 * 60


def shown(value: Decimal, form: str, *, from_1904: bool = False) -> Cell:
    """A stored number as the cell it is: a day, a number with a look of its own, or plain."""
    plain = _NOT_FORMAT.sub("", form.partition(";")[0]).lower()
    if plain in {"", "general", "standard", "@"}:
        return value
    if re.search("[dy]|m{3,}", plain) and 0 < value <= _LAST_DAY:
        return day_of(value, from_1904=from_1904)
    for pattern, kind, look in _LOOKS:
        if pattern.search(plain):
            return Number(value, look(value), kind)
    is_long = _ZEROS.fullmatch(plain) and value >= 0 and value == value.to_integral_value()
    return Number(value, f"{int(value):0{len(plain)}d}") if is_long else value


def day_of(value: Decimal, *, from_1904: bool = False) -> date:
    """The day a spreadsheet counts to; the 29 February 1900 that never was is skipped."""
    if from_1904:
        return date(1904, 1, 1) + timedelta(days=int(value))
    return date(1899, 12, 30 + (value < _LOTUS_LEAP_DAY)) + timedelta(days=int(value))


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _fraction(value: Decimal) -> str:
    whole, part = divmod(Fraction(value), 1)
    near = part.limit_denominator(99)
    return " ".join(filter(None, [str(whole) if whole else "", str(near) if near else ""])) or "0"


def _clock(value: Decimal) -> str:
    minutes = int(value * _MINUTES + Decimal("0.5"))
    return f"{minutes // 60:02}.{minutes % 60:02}"


_LOOKS: tuple[tuple[re.Pattern[str], str, Callable[[Decimal], str]], ...] = (
    (re.compile("[hs:]"), "jam", _clock),
    (re.compile("%"), "persen", lambda value: f"{_digits(value * 100)}%"),
    (re.compile(r"/.*\?|\?.*/"), "pecahan", _fraction),
    (re.compile("e[+-]"), "eksponen", lambda _: ""),
)
"""What a format makes of a number: the kind it is then, and its look."""
