"""The kelurahan that rows name, against those that there are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from musrenbang.importing.catalogue import kelurahan_name
from musrenbang.importing.found_table import FoundTable
from musrenbang.importing.headings import get, is_blank, line, padded
from musrenbang.sheets.cells import CellError, read_rw
from musrenbang.text.name_keys import squeezed
from musrenbang.year.places import rt_rw_in

_RW_BESIDE = re.compile(r"(?i)(.*[^\W\d_].*?)[\s,;/(-]+(?=(?:rw|r\.w|rukun warga)\b)(.*)")
_ALIKE = 0.75


def likely_names(text: str, names: Sequence[str]) -> list[str]:
    """The names that a text shortens or misspells: “CP. Barat” is Cempaka Putih Barat."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    short = [name for name in names if _shortens(words, name.casefold().split())]
    keys = {squeezed(name): name for name in names}
    close = get_close_matches(squeezed(kelurahan_name(text)), list(keys), cutoff=_ALIKE)
    return list(dict.fromkeys([*short, *(keys[key] for key in close)]))


def _shortens(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether words are those of a name with letters left out, or the initials of several."""
    if not words or not name:
        return not words and not name
    first = words[0]
    if re.match(".*".join(first), name[0]) and _shortens(words[1:], name[1:]):
        return True
    count = len(first)
    initials = "".join(word[0] for word in name[:count])
    return count > 1 and first == initials and _shortens(words[1:], name[count:])


def unknown_names(texts: Iterable[str], known: Mapping[str, str]) -> list[str]:
    """What is none of the known names, by squeezed spelling, each once."""
    return [
        text
        for text in dict.fromkeys(filter(None, texts))
        if not {squeezed(text), squeezed(kelurahan_name(text))} & known.keys()
    ]


def part_rw(table: FoundTable) -> list[str]:
    """Put the RW that a kelurahan is written with where RW stand; what that leaves open."""
    at = table.at("kelurahan")
    if at is None:
        return []
    parted = {text: one for text in table.values("kelurahan") if (one := _parted(text))}
    if not parted:
        return []
    texts = table.values("kelurahan")
    table.rename("kelurahan", {text: name for text, (name, _) in parted.items()})
    beside = [parted[text][1] if text in parted else "" for text in texts]
    if table.at("rw") is None and table.at("rt_rw") is None:
        table.add_column("RW (kelurahan)", "rw", beside)
        return []
    return _compared(table, beside)


def _parted(text: str) -> tuple[str, str] | None:
    match = _RW_BESIDE.fullmatch(text)
    named = rt_rw_in(match[2]) if match else None
    if match is None or named is None or len(named.rw) != 1 or named.rt:
        return None
    return match[1].strip(), named.rw[0]


def _compared(table: FoundTable, beside: Sequence[str]) -> list[str]:
    """Fill empty cells of the RW; where another one stands there, that is told."""
    at = table.at("rw")
    if at is None:
        return []
    told, rows = [], []
    for (number, cells), rw in zip(table.rows, beside, strict=True):
        own = get(cells, at)
        if rw and is_blank(own):
            cells = (*padded(cells[:at], at), rw, *cells[at + 1 :])  # noqa: PLW2901 - the row as it is meant
        elif rw and _read(own) != rw:
            told.append(
                f"baris {number}: kolom kelurahan menyebut RW {rw}, kolom RW “{line(own)}”; yang "
                "dicatat kolom RW."
            )
        rows.append((number, cells))
    table.rows = rows
    return told


def _read(cell: object) -> object:
    try:
        return read_rw(cell)  # type: ignore[arg-type]  # a cell
    except CellError:
        return None
