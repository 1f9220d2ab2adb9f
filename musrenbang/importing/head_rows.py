"""Rows that only head those below them: “1 Perbaikan saluran” above a), b) and c).

Such a row says what all of them ask for and names no volume or unit of its own; its sum, where it
has one, is theirs. They are numbered otherwise than it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from musrenbang.importing.heading_words import NUMERIC
from musrenbang.importing.headings import Cells, get, line, padded
from musrenbang.importing.rows_between import is_sum, rupiah_in, section_in
from musrenbang.sheets.cells import Cell
from musrenbang.text.name_keys import squeezed

Roles = Sequence[str | None]
"""What each column is."""

_MARK = re.compile(r"\(?([A-Za-z]|[IVX]{2,5}|[0-9]{1,2})[.)]\s*(?=\S)|[-–—•*·]\s*(?=\S)")
"""What children are numbered by in their text."""
_PART = re.compile(
    r"(?i)(?:bidang|urusan|program|isu|kelompok|kategori|prioritas|usulan)\b.*"
    r"|(?:(?:non|dan|fisik|nonfisik|barang|jasa|sarana|prasarana|sarpras|infrastruktur|sosial|budaya"
    r"|ekonomi|pemerintahan|kemasyarakatan|pemberdayaan|pembangunan|masyarakat|lingkungan|hidup"
    r"|kesehatan|pendidikan|keamanan|ketertiban|umum|kegiatan|pekerjaan|perhubungan|perumahan"
    r"|permukiman|kebersihan|pertamanan|usaha|koperasi|umkm|pemuda|olahraga|keagamaan|tenaga|kerja"
    r"|perempuan|anak|keluarga|pertanian|perdagangan|industri|pariwisata)\W*)+"
)
"""What names a part of the table, and asks for nothing."""
_LEAST = 2
"""Children of a head with a sum: fewer may be another proposal of the same cost."""


class _Row(NamedTuple):
    """What a row says that tells whether it heads others."""

    what: str
    volume: str
    unit: str
    money: str
    number: str

    @classmethod
    def of(cls, cells: Cells, roles: Roles) -> "_Row":
        return cls(*(_said(cells, roles, role) for role in _TELLING))

    @property
    def mark(self) -> str:
        match = _MARK.match(self.what)
        return match[0].strip() if match else ""

    @property
    def kind(self) -> tuple[str, str]:
        """How it is numbered, whatever the number."""
        return _kind(self.number), _kind(self.mark)


_TELLING = ("usulan_kegiatan", "volume", "satuan", "perkiraan_anggaran", "nomor")


def heads_among(rows: Mapping[int, Cells], roles: Roles) -> dict[int, tuple[int, int]]:
    """By row, the one that heads it and its place below that, from 1; `rows`: by number."""
    if not {"usulan_kegiatan", "volume"} <= set(roles):
        return {}
    numbers = list(rows)
    said = [_Row.of(cells, roles) for cells in rows.values()]
    found: dict[int, tuple[int, int]] = {}
    for at, head in enumerate(said):
        if numbers[at] in found or not _may_head(head, rows[numbers[at]]):
            continue
        for place, child in enumerate(_children(said, at), 1):
            found[numbers[child]] = numbers[at], place
    return found


def is_part(cells: Cells, roles: Roles) -> bool:
    """Whether a row that heads others names a part of the table, and nothing that they ask for."""
    return bool(_PART.fullmatch(_bare(_said(cells, roles, "usulan_kegiatan"))))


def child_cells(head: Cells, cells: Cells, roles: Roles, place: int) -> Cells:
    """A row with what its head says for it: what is asked for, and all that it leaves out."""
    found = list(padded(cells, len(roles)))
    for at, role in enumerate(roles):
        above, own = get(head, at), line(found[at])
        if role is None or not line(above):
            continue
        if role == "usulan_kegiatan":
            found[at] = own if is_part(head, roles) else _joined(line(above), own)
        elif role == "nomor" and not (is_part(head, roles) and own[:1].isdigit()):
            mark = _MARK.match(_said(cells, roles, "usulan_kegiatan"))
            in_text = mark[1] if mark and mark[1] else str(place)
            found[at] = _numbered(line(above), own.strip(" -–—") or in_text)
        elif role == "alamat" and own and squeezed(line(above)) not in squeezed(own):
            found[at] = f"{line(above)}, {own}"
        elif not own and role not in NUMERIC and role != "satuan":
            found[at] = above
    return tuple(found)


def _may_head(head: _Row, cells: Cells) -> bool:
    is_worded = len(re.findall(r"[^\W\d_]", head.what)) >= 3  # noqa: PLR2004 - fewer are no words
    is_measured = head.volume or head.unit
    return is_worded and not is_measured and not is_sum(head.what) and section_in(cells) is None


def _children(said: Sequence[_Row], at: int) -> list[int]:
    """The rows below one that it heads."""
    head = said[at]
    found: list[int] = []
    for one in range(at + 1, len(said)):
        row = said[one]
        is_alike = not found or row.kind == said[found[0]].kind
        is_told_apart = any(head.kind) or row.mark
        if not (row.what and row.volume and is_alike and is_told_apart) or row.kind == head.kind:
            break
        found.append(one)
    sums = [rupiah_in(said[one].money) or 0 for one in found]
    has_own_sum = head.money and (len(found) < _LEAST or rupiah_in(head.money) != sum(sums))
    return [] if has_own_sum else found


def _said(cells: Cells, roles: Roles, role: str) -> str:
    text = line(get(cells, roles.index(role))) if role in roles else ""
    return "" if re.fullmatch(r"[-–—\s]*", text) else text


def _kind(number: str) -> str:
    plain = re.sub("[A-Z]+", "A", re.sub("[a-z]+", "a", re.sub("[0-9]+", "0", number)))
    return plain.strip(" .()")


def _bare(text: str) -> str:
    mark = _MARK.match(text)
    return text[mark.end() if mark else 0 :].rstrip(" :;,-")


def _joined(above: str, own: str) -> str:
    head, child = _bare(above), _bare(own)
    return child if squeezed(head) in squeezed(child) else f"{head}: {child}"


def _numbered(above: str, own: str) -> Cell:
    first, number = above.strip(" .()"), own.strip(" .()")
    return number if number.startswith(f"{first}.") else f"{first}.{number}"
