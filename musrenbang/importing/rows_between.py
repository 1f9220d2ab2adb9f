"""Rows between the proposals that announce an RW, a kelurahan or an agency of those below them."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from musrenbang.importing.headings import Cells, is_blank, line, whole
from musrenbang.importing.region import kelurahan_listed
from musrenbang.sheets.cells import CellError, read_rupiah
from musrenbang.text.name_keys import squeezed
from musrenbang.year.places import RtRw, rt_rw_in

_KELURAHAN_ROW = re.compile(r"(?i)\W*(?:kelurahan|kel\b\.?|desa)\s*:?\s*(.+)")
_AGENCY_ROW = re.compile(r"(?i)\W*(?:[a-z0-9]{1,3}[.)])?\W*(?:suku\s?dinas|sudin|dinas)\s+\w.*")
_AROUND_RW = frozenset(
    {"rw", "rukun", "warga", "usulan", "wilayah", "lingkungan", "hasil", "rembuk", "daftar"}
    | {"ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "no"}
)
"""Words of a row that announces an RW and says nothing else."""
_BEGINS_WITH_RW = re.compile(
    r"(?i)(?:\W*[a-z0-9]{1,3}[.)])?\W*(?:(?:usulan|wilayah|lingkungan|hasil|rembuk|daftar|dari|untuk"
    r"|warga|kegiatan)\W+)*(?:r\.?\s?w\b|rukun\s+warga)\W*(?:[0-9]|[ivx]+\b)"
)
_NAMES_KELURAHAN = re.compile(r"(?i)\b(?:kelurahan|kel\b\.?|desa)\s*:?\s*(\w.*)")
_FEW = 3
"""Cells: a row with more of them says more than where the next ones are."""


_DITTO = re.compile(
    r"(?i)\W*(?:s\.?\s?d\.?\s?a|idem|dit?to|(?:sama|seperti)\s+(?:(?:dengan|dgn)\s+)?(?:di\s?)?atas)\W*"
    r"|[\s',.–-]*[\"“”〃″]+[\s',.–-]*|''|,,"
)
_ABBREVIATED = re.compile(r"(?i)\W*sda\W*")
"""What an agency is called, too."""


def dittos(cells: Cells, agencies: Collection[int]) -> set[int]:
    """Which cells of a row say no more than “as above”; `agencies`: columns where SDA is one."""
    found = {at for at, cell in enumerate(cells) if _DITTO.fullmatch(line(cell))}
    doubtful = {at for at in found & set(agencies) if _ABBREVIATED.fullmatch(line(cells[at]))}
    return found if found - doubtful else set()


class Section(NamedTuple):
    """The RW, kelurahan and agency of the rows below a row that announces them."""

    rw: str = ""
    kelurahan: str = ""
    skpd: str = ""
    several: bool = False
    """Whether it announces RW in a way that leaves open which one a row is of."""


def section_in(cells: Cells) -> Section | None:
    """RW, kelurahan or agency that a row between the proposals announces."""
    plain, named = "", RtRw()
    for text in (*map(line, cells), whole(cells)):
        plain = re.sub(r"\(.*?\)", " ", text)
        named = rt_rw_in(plain)
        others = set(re.findall(r"[^\W\d_]{2,}", plain.casefold()))
        if len(named.rw) == 1 and not named.rt and others <= _AROUND_RW:
            return Section(named.rw[0])
        kelurahan = _KELURAHAN_ROW.fullmatch(text)
        if kelurahan:
            return Section(kelurahan=kelurahan[1].strip())
    if sum(not is_blank(one) for one in cells) == 1 and _AGENCY_ROW.fullmatch(plain):
        return Section(skpd=re.sub(r"^\W*(?:[A-Za-z0-9]{1,3}[.)])?\W*", "", plain))
    if squeezed(plain) in kelurahan_listed():
        return Section(kelurahan=plain.strip())
    if _BEGINS_WITH_RW.match(plain) and sum(not is_blank(one) for one in cells) <= _FEW:
        beside = _NAMES_KELURAHAN.search(plain)
        return Section(
            named.rw[0] if len(named.rw) == 1 and not named.rt else "",
            beside[1].strip() if beside else "",
            several=len(named.rw) != 1 or bool(named.rt),
        )
    return None


_TOTAL = re.compile(
    r"(?i)\W*(?:sub\W*|grand\W*)?(?:total|jumlah|jml)\b(?!\s+(?:lampu|warga|siswa|penduduk|anak))"
)


def is_sum(text: str) -> bool:
    """Whether a text begins as that of a sum does."""
    return bool(_TOTAL.match(text))


_LEAST = 2
"""Addends of a sum that is one beyond doubt."""


def sums_among(numbers: Sequence[str], amounts: Sequence[str]) -> set[int]:
    """Which rows sum up those beside them, by how rows are numbered and by their rupiah.

    A sum is numbered otherwise than its addends: not at all among 1, 2, 3; as 1 above a, b, c.
    """
    kinds = [re.sub("[a-z]+", "a", re.sub("[0-9]+", "0", one)) for one in numbers]
    money = list(map(rupiah_in, amounts))
    addends: dict[tuple[str, int], dict[int, int]] = {}
    for at, amount in enumerate(money):
        for step in (1, -1):
            beside = _run(kinds, at, step)
            parts = [money[one] for one in beside]
            if amount and all(parts) and sum(filter(None, parts)) == amount:
                addends.setdefault((kinds[at], step), {})[at] = len(parts)
    return {
        at
        for counts in addends.values()
        if max(counts.values()) >= _LEAST
        for at, count in counts.items()
        if count >= _LEAST or not numbers[at]
    }


def _run(kinds: Sequence[str], at: int, step: int) -> list[int]:
    """The rows beside one that are numbered alike, and otherwise than it."""
    found: list[int] = []
    one = at + step
    while 0 <= one < len(kinds) and kinds[one] not in {kinds[at], ""}:
        if kinds[one] != kinds[at + step]:
            break
        found.append(one)
        one += step
    return found


def rupiah_in(text: str) -> int | None:
    try:
        return read_rupiah(text) if text else None
    except CellError:
        return None
