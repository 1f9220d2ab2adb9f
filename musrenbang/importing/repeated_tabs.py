"""Worksheets that say again what others of their file say: copies, selections, recaps."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from musrenbang.importing.found_sheet import FoundSheet, contents
from musrenbang.sheets.cells import CellError, read_rupiah
from musrenbang.text.errors import UsageError
from musrenbang.text.name_keys import squeezed

_PLACES = ("rw", "rt_rw", "alamat")
_MEASURES = ("volume", "perkiraan_anggaran")
_LEAST = 2
"""Rows: a single one that is like another may be chance."""
_plain = lru_cache(maxsize=4096)(squeezed)


def without_sums(founds: Sequence[FoundSheet], guess: Callable[[str], None]) -> list[FoundSheet]:
    """All tables but one that says again what several others say together.

    One that says no more than one of the others is no sum of them: the tabs of three RW may all
    ask for the same.
    """
    said = [Counter(contents(found.table)) for found in founds]
    kept = []
    for at, found in enumerate(founds):
        same_file = [
            one for one in range(len(founds)) if one != at and founds[one].path == found.path
        ]
        others = {key for one in same_file for key in said[one]}
        longest = max((said[one].total() for one in same_file), default=0)
        if len(same_file) > 1 and said[at].total() > longest and set(said[at]) == others:
            name = found.table.name
            guess(f"Lembar {name} mengulang usulan pada lembar lain, tidak dibaca lagi.")
        else:
            kept.append(found)
    return kept


def without_copies(founds: Sequence[FoundSheet], guess: Callable[[str], None]) -> list[FoundSheet]:
    """All tables but those of which every row stands in another one, too.

    Of two that are mostly the same, nobody but the clerk knows which one counts: `UsageError`.
    """
    kept: list[FoundSheet] = []
    for found in sorted(founds, key=lambda one: -len(one.table.rows)):
        larger = next((one for one in kept if _is_repeated(found, one)), None)
        if larger is None:
            kept.append(found)
            continue
        here, there = found.table.name, larger.table.name
        if not _is_contained(found, larger):
            raise UsageError(
                f"{found.path.name}: lembar “{here}” mengulang usulan pada lembar “{there}”, "
                "dengan isi yang tidak seluruhnya sama. Sembunyikan atau hapus lembar yang tidak "
                "dipakai, lalu impor lagi."
            )
        guess(f"Lembar {here} mengulang usulan pada lembar {there}, tidak dibaca lagi.")
    return [one for one in founds if any(one is other for other in kept)]


def _is_repeated(found: FoundSheet, other: FoundSheet) -> bool:
    if found.path != other.path or found.table.name == other.table.name:
        return False
    if _is_recap(found, other):
        return True
    same = _same(found, other, ())
    return same >= _LEAST and same * 2 > len(found.table.rows)


def _is_contained(found: FoundSheet, other: FoundSheet) -> bool:
    return _same(found, other, _MEASURES) == len(found.table.rows)


def _same(found: FoundSheet, other: FoundSheet, measures: Sequence[str]) -> int:
    """How many rows ask for the same in the same place, and in these measures."""
    shared = [
        role
        for role in ("kelurahan", *_PLACES, *measures)
        if found.table.at(role) is not None and other.table.at(role) is not None
    ]
    if not set(shared) & set(_PLACES):
        return 0
    roles = ("usulan_kegiatan", *shared)
    return (Counter(_keys(found, roles)) & Counter(_keys(other, roles))).total()


def _keys(found: FoundSheet, roles: Sequence[str]) -> Iterator[tuple[str, ...]]:
    columns = [
        [_number(value) if role == "rw" else _plain(value) for value in found.table.values(role)]
        for role in roles
    ]
    return zip(*columns, strict=True)


def _number(text: str) -> str:
    return re.sub(r"\b0+(?=[0-9])", "", re.sub(r"(?i)\W*r\W?w\W*", "", text))


def _is_recap(found: FoundSheet, other: FoundSheet) -> bool:
    """Whether a table without RW comes to the sum of one with them."""
    placed = [any(one.table.at(role) is not None for role in _PLACES) for one in (found, other)]
    sums = {_sum(found), _sum(other)}
    return placed.count(True) == 1 and len(sums) == 1 and 0 not in sums


def _sum(found: FoundSheet) -> Decimal:
    amounts = []
    at = found.table.at("perkiraan_anggaran")
    for _, cells in found.table.rows if at is not None else ():
        try:
            amounts.append(Decimal(read_rupiah(cells[at])))  # type: ignore[index]  # it is there
        except (CellError, IndexError):
            return Decimal()
    return sum(amounts, Decimal())
