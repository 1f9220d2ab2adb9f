"""Which of several columns of money is the sum of a proposal: what they say of each other decides.

Where volume × A makes B in nearly all rows, B is the sum and A the price of one, whatever their
headings are. A sum that is split over who pays is none of its parts.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from statistics import median

from musrenbang.importing.column_roles import LEAST_MONEY, Column
from musrenbang.importing.heading_words import is_of_a_decision
from musrenbang.sheets.cells import (
    Cell,
    CellError,
    as_text,
    decimal_sign,
    read_quantity,
    read_rupiah,
    split_quantity,
)

SUM, PRICE = "perkiraan_anggaran", "harga_satuan"
_NEARLY_ALL = 0.9
_LEAST = 1000
_MOST = 8
"""Columns of money: more are something else, such as months."""
_PAYING = re.compile(
    r"(?i)\b(?:apb[dn]\w*|swadaya|swasta|masyarakat|csr|dak|dau|dbh|bankeu|bantuan|hibah|dana desa"
    r"|dana kelurahan|pusat|provinsi|kota|kabupaten|sponsor|iuran)\b"
)

Amounts = Sequence[Decimal | None]


def weighed_columns(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], said: Collection[int]
) -> list[Column]:
    """The columns with their roles as their numbers tell; `said`: which somebody gave a role."""
    found = list(columns)
    money = {
        at: amounts
        for at, one in enumerate(columns)
        if one.role in {SUM, PRICE, None} and one.title and not is_of_a_decision(one.title)
        if any(amounts := [_amount(row, at) for row in rows]) and (one.role or _is_large(amounts))
    }
    volume = next((at for at, one in enumerate(columns) if one.role == "volume"), None)
    if len(money) < 2 or len(money) > _MOST or said & money.keys():  # noqa: PLR2004 - one is no choice
        return found
    volumes = [None if volume is None else _volume(row, volume) for row in rows]
    pairs = [(a, b) for a, b in permutations(money, 2) if _makes(volumes, money[a], money[b])]
    if pairs:
        price, whole = next((pair for pair in pairs if columns[pair[1]].role == SUM), pairs[0])
        return _given(found, {price: PRICE, whole: SUM})
    return _of_payers(found, money)


def _is_large(amounts: Amounts) -> bool:
    """Whether a column that no heading calls money may be money, rather than counts or marks."""
    return median(filter(None, amounts)) >= _LEAST


def _of_payers(columns: list[Column], money: Mapping[int, Amounts]) -> list[Column]:
    """A sum over all who pay, where there is such a column; else each part is a rival."""
    parts = [at for at in money if _PAYING.search(columns[at].title)]
    chosen = next((at for at in money if columns[at].role == SUM), None)
    if len(parts) < 2 or (chosen is not None and chosen not in parts):  # noqa: PLR2004 - as above
        return columns
    for at in money.keys() - set(parts):
        sums = [
            sum(filter(None, row), Decimal())
            for row in zip(*(money[one] for one in parts), strict=True)
        ]
        if all(whole == added for whole, added in zip(money[at], sums, strict=True) if whole):
            return _given(columns, {at: SUM})
    first = parts[0] if chosen is None else chosen
    rivals = tuple(columns[at].title for at in parts if at != first)
    return [
        replace(one, role=SUM, rivals=rivals) if at == first else one
        for at, one in enumerate(columns)
    ]


def _given(columns: Sequence[Column], roles: Mapping[int, str]) -> list[Column]:
    """The columns with these roles, which no other one has any more."""
    return [
        replace(
            one, role=roles[at], score=1.0, by_content=one.role != roles[at], rivals=(), before=()
        )
        if at in roles
        else replace(one, role=None, score=0.0, rivals=(), before=())
        if one.role in roles.values()
        else one
        for at, one in enumerate(columns)
    ]


def _makes(volumes: Amounts, prices: Amounts, sums: Amounts) -> bool:
    """Whether volume times price is the sum, and that says something."""
    rows = [
        (one, two, three)
        for one, two, three in zip(volumes, prices, sums, strict=True)
        if one and two and three
    ]
    fitting = [
        row for row in rows if abs(row[0] * row[1] - row[2]) <= max(Decimal(1), row[2] // 200)
    ]
    tells = any(one != 1 and two != 1 for one, two, _ in fitting)
    return tells and len(fitting) >= _NEARLY_ALL * len(rows)


def _amount(row: Sequence[Cell], at: int) -> Decimal | None:
    return _read(row, at, lambda cell: Decimal(read_rupiah(cell)))


def _volume(row: Sequence[Cell], at: int) -> Decimal | None:
    def read(cell: Cell) -> Decimal | None:
        number, _ = split_quantity(cell)
        value = read_quantity(number, comma=decimal_sign(as_text(number)) == ",")
        return Decimal(value) if re.fullmatch(r"[0-9.]+", str(value)) else None

    return _read(row, at, read)


def _read(row: Sequence[Cell], at: int, read: Callable[[Cell], Decimal | None]) -> Decimal | None:
    try:
        return read(row[at]) if at < len(row) else None
    except (CellError, ArithmeticError):
        return None


def unnamed_money(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Titles of columns that may be the sum, where no heading says that one is."""
    if any(one.role in {SUM, PRICE} for one in columns):
        return
    for at, one in enumerate(columns):
        if one.role is None and one.title and not is_of_a_decision(one.title):
            amounts = [amount for row in rows if (amount := _amount(row, at))]
            round_ones = sum(not amount % _LEAST for amount in amounts)
            if amounts and median(amounts) >= LEAST_MONEY and round_ones > len(amounts) / 2:
                yield one.title


def only_price(columns: Sequence[Column]) -> Iterator[Column]:
    """A column of prices that may as well be the sum, for there is no other one."""
    if not any(one.role == SUM for one in columns):
        for one in columns:
            if one.role == PRICE and not re.search(r"(?i)\b(?:sat|satuan|hsp)\b", one.title):
                yield one
