"""The kinds of cell that people fill in: how each is read back, and the mark that tells a change.

The mark holds what a cell held when it was written, so that a change to it is seen. It is no
signature: it tells a cell that was changed, by hand or by sorting some columns apart from others,
from one that was not; what may be recorded is judged by the rules alone.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any

from musrenbang.records.validation import meant
from musrenbang.sheets.cells import (
    Cell,
    CellError,
    as_text,
    clean_line,
    clean_passage,
    clean_text,
    read_date,
    read_quantity,
    read_rt,
    read_rupiah,
    read_rw,
    written,
)
from musrenbang.text.name_keys import column_key
from schemas.keputusan import POSTPONED_HINT, is_postponed
from schemas.scalars import shown

CellValue = str | Decimal | date


class CellKind(Enum):
    """How a cell is written and read."""

    TEKS = "teks"
    NASKAH = "naskah"
    """Markdown: the spaces that begin a line are kept."""
    NOMOR = "nomor"
    NIP = "nip"
    """Often in groups, as it is printed: 19680101 199203 2 001."""
    RW = "rw"
    RT = "rt"
    """Several of them."""
    DAFTAR = "daftar"
    """Several texts with commas between them."""
    BILANGAN = "bilangan"
    VOLUME = "volume"
    RUPIAH = "rupiah"
    TANGGAL = "tanggal"
    TAHUN = "tahun"
    URUTAN = "urutan"
    YA_TIDAK = "ya-tidak"
    PILIHAN = "pilihan"


YA, TIDAK = "Ya", "Tidak"
SERIALS = (36526, 73415)
"""The first day of 2000 and the last of 2100, as spreadsheet programs count days."""
_LENGTH = 6


def mark(cell: Cell, kind: CellKind = CellKind.TEKS) -> str:
    """Equal for what a spreadsheet program may turn a value into without anybody's doing."""
    if isinstance(cell, Decimal):
        cell = f"{cell.normalize():f}"
    try:
        text = (clean_text if kind is CellKind.NASKAH else clean_passage)(as_text(cell))
    except CellError:
        text = as_text(cell)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def marks_in(seal: str, count: int) -> list[str] | None:
    """The marks of so many cells that were put one behind the other; `None`: that is no seal."""
    if len(seal) != _LENGTH * count:
        return None
    return [seal[at : at + _LENGTH] for at in range(0, len(seal), _LENGTH)]


def is_blank(cell: Cell) -> bool:
    """Whether nobody sees anything in a cell."""
    try:
        return isinstance(cell, str) and not clean_line(cell)
    except CellError:
        return False


def sentence(text: str) -> str:
    """The reason of a `CellError` as a sentence."""
    return f"{text[0].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")


_DAY_ZERO = date(1899, 12, 30)
_DECIMAL_COMMA = re.compile(r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|0|[1-9][0-9]*),[0-9]+")
_AMBIGUOUS_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_YA_TIDAK: Mapping[str, bool] = {
    **dict.fromkeys((YA.casefold(), "y", "true", "benar", "1"), True),
    **dict.fromkeys((TIDAK.casefold(), "t", "false", "salah", "0"), False),
}


def read_day(cell: Cell) -> date | str:
    """A date, also where it lost its look and is a count of days."""
    if isinstance(cell, Decimal):
        if cell % 1 or not SERIALS[0] <= cell <= SERIALS[1]:
            raise CellError(f"“{as_text(cell)}” bukan tanggal")
        return _DAY_ZERO + timedelta(days=int(cell))
    if is_blank(cell):
        raise CellError("tanggal keputusan belum ada")
    return read_date(cell, "hari-bulan-tahun")


def _volume(cell: Cell) -> Decimal | str:
    """A quantity; text the record's own reader must judge is handed on as it is."""
    text = read_quantity(cell, comma=False)
    if isinstance(text, Decimal):
        return text
    if _AMBIGUOUS_COMMA.fullmatch(text):
        whole = text.replace(",", "")
        decimal = text.rstrip("0").rstrip(",")
        raise CellError(
            f"{shown(text)} dapat dibaca dua cara. Tulis {whole} bila itu ribuan, atau {decimal} "
            "sebagai angka bila itu desimal"
        )
    return read_quantity(text, comma=True) if _DECIMAL_COMMA.fullmatch(text) else text


def _year(cell: Cell) -> int | str:
    if isinstance(cell, date):
        raise CellError(f"“{cell}” adalah tanggal; tulis tahunnya saja")
    return _whole(cell)


def _whole(cell: Cell) -> int | str:
    if isinstance(cell, date):
        raise CellError(f"“{cell}” adalah tanggal, bukan angka")
    if isinstance(cell, Decimal):
        return int(cell) if cell % 1 == 0 else as_text(cell)
    return clean_line(cell)


_NOISE = Decimal("0.000001")
"""What is left of a whole number after a spreadsheet program has calculated."""


def _rupiah(cell: Cell) -> int:
    """Whole rupiah; a part of one is no price, and nothing is rounded."""
    if isinstance(cell, Decimal) and abs(cell - cell.to_integral_value()) > _NOISE:
        raise CellError(f"“{as_text(cell)}” bukan rupiah bulat; tulis tanpa pecahan rupiah")
    return read_rupiah(cell)


def _nip(cell: Cell) -> str:
    return re.sub(r"(?<=[0-9])\s+(?=[0-9])", "", clean_passage(written(cell)))


def _listed(cell: Cell) -> list[str]:
    text = clean_line(written(cell)).strip("[]")
    return [one for part in re.split(r"[,;]", text) if (one := part.strip())]


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Names as people see them in a list to pick from, each with its code where two are alike."""
    seen = Counter(map(column_key, names.values()))
    return {
        code: name if seen[column_key(name)] == 1 else f"{name} ({code})"
        for code, name in names.items()
    }


def read_word(words: Mapping[str, Any], offered: Collection[str]) -> Callable[[Cell], Any]:
    """A reader of what was chosen; `words` by `column_key`, `offered` as people see them."""

    def read(cell: Cell) -> Any:
        text = clean_line(as_text(cell))
        value = words.get(column_key(text))
        if value is None and is_postponed(text):
            raise CellError(f"{shown(text)} bukan keputusan menurut juknis. {POSTPONED_HINT}")
        if value is None:
            close = meant(text, offered)
            hint = f"Maksud Anda “{close}”?" if close else f"Pilih: {', '.join(offered)}"
            raise CellError(f"{shown(text)} bukan pilihan. {hint}")
        return value

    return read


def read_choice(
    cell: Cell, words: Mapping[str, str], also: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The code of what was picked, by its word or by itself; `also` are more words for some.

    What may mean two of them, told apart by their codes, is refused.
    """
    text = as_text(cell)
    alike = [
        word for word in words.values() if column_key(word).startswith(f"{column_key(text)} (")
    ]
    if len(alike) > 1:
        told = f"“{text}” dapat berarti {' atau '.join(f'“{one}”' for one in alike)}"
        raise CellError(f"{told}. Tulis salah satunya seperti itu")
    known = {column_key(code): code for code in words}
    known |= {column_key(word): code for word, code in also.items()}
    known |= {column_key(word): code for code, word in words.items()}
    found: str = read_word(known, list(words.values()))(cell)
    return found


READERS: Mapping[CellKind, Callable[[Cell], Any]] = {
    CellKind.TEKS: lambda cell: clean_passage(written(cell)),
    CellKind.NIP: _nip,
    CellKind.NASKAH: lambda cell: clean_text(as_text(cell)),
    CellKind.RW: read_rw,
    CellKind.RT: read_rt,
    CellKind.DAFTAR: _listed,
    CellKind.BILANGAN: _whole,
    CellKind.VOLUME: _volume,
    CellKind.RUPIAH: _rupiah,
    CellKind.TANGGAL: read_day,
    CellKind.TAHUN: _year,
    CellKind.URUTAN: _year,
    CellKind.YA_TIDAK: read_word(_YA_TIDAK, (YA, TIDAK)),
}
"""How what stands in a cell of each kind is understood; `CellError` says why it is not."""
