"""Where a signature shows and as what: within its place, as one drawing that stands for itself."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from musrenbang.verifying.pdf_syntax import (
    AppendedError,
    Ref,
    Stream,
    Value,
    as_dict,
    number_of,
    unpacked,
)

_FLAGS = 4 | 128 | 512
"""Those by which a field is printed and locked; the others hide it or have it act."""
_AS_IT_STANDS = [1, 0, 0, 1, 0, 0]
_LEAST, _MOST = Decimal("0.1"), 20_000
"""Sides, in points, that every reader can tell from nothing and from infinity."""
_ELSEWHERE = frozenset({"/Ref", "/OPI", "/PS", "/OC", "/Alternates", "/StructParent"})
"""What has some readers fetch, hide or replace a drawing."""
_OUTSIDE = (
    "tampilan tanda tangannya berada di luar tempat yang disediakan, sehingga dapat menutupi isi. "
    "Tandatangani lagi dokumen aslinya, di dalam tempat itu atau tanpa tampilan"
)
_NO_SIZE = "tampilan tanda tangannya tidak berukuran"


@dataclass(frozen=True)
class Place:
    """Where one signs: what it is for, on which page, and its sides in points."""

    title: str
    page: int
    box: tuple[int | Decimal, ...]

    def holds(self, box: list[int | Decimal]) -> bool:
        left, bottom, right, top = self.box
        return left <= box[0] <= box[2] <= right and bottom <= box[1] <= box[3] <= top


def refuse_hiding(field: Mapping[str, Value]) -> None:
    """Raise where a field is not simply there."""
    flags = field.get("/F", 0)
    if not isinstance(flags, int) or flags & ~_FLAGS:
        raise AppendedError("ruas tanda tangannya disembunyikan")


def refuse_other_looks(
    field: Mapping[str, Value], lowest: int, after: Callable[[int], Value]
) -> None:
    """Raise where the look of a field is more than one drawing, appended and as it stands.

    Numbers of what was appended begin at `lowest`, and `after` knows what is in them.
    """

    def appended(value: Value) -> Value:
        number = number_of(value)
        if number is None or number < lowest:
            raise AppendedError("tampilan tanda tangannya bukan satu gambar")
        return after(number)

    look = field.get("/AP")
    look = appended(look) if isinstance(look, Ref) else look
    if look is None:
        return
    drawn = appended(as_dict(look).get("/N"))
    if look.keys() != {"/N"} or not isinstance(drawn, Stream):
        raise AppendedError("tampilan tanda tangannya bukan satu gambar")
    if drawn.facts.get("/Subtype") != "/Form":
        raise AppendedError("tampilan tanda tangannya bukan satu gambar")
    if drawn.facts.get("/Matrix", _AS_IT_STANDS) != _AS_IT_STANDS:
        raise AppendedError("tampilan tanda tangannya digeser atau diubah ukurannya (/Matrix)")
    sides = (drawn.facts.get("/BBox"), field.get("/Rect"))
    # Readers disagree on where to cut off what has no size.
    if not all(map(_has_size, sides)) and unpacked(drawn).strip():
        raise AppendedError(_NO_SIZE)
    _refuse_elsewhere(drawn, lowest, after)


def _has_size(sides: Value) -> bool:
    return (
        _is_box(sides)
        and min(abs(sides[0] - sides[2]), abs(sides[1] - sides[3])) > _LEAST
        and max(map(abs, sides)) < _MOST
    )


def _refuse_elsewhere(drawn: Value, lowest: int, after: Callable[[int], Value]) -> None:
    """Raise where a drawing leads to one that readers could show in another way."""
    seen, values = set[int](), [drawn]
    while values:
        match values.pop():
            case Ref(number, _) if number not in seen and number >= lowest:
                seen.add(number)
                values.append(after(number))
            case Stream(facts, _):
                if _ELSEWHERE & facts.keys() or facts.get("/Subtype") == "/PS":
                    raise AppendedError(
                        "tampilan tanda tangannya dapat tampil lain di program lain"
                    )
                values += facts.values()
            case dict() as parts:
                values += parts.values()
            case list() as parts:
                values += parts


def place_of(
    field: Mapping[str, Value],
    places: Mapping[int, Place],
    changed: Collection[int],
    pages: Collection[int],
) -> int | None:
    """Within which of some places a field shows; `None` where it shows nowhere."""
    box = field.get("/Rect", [0, 0, 0, 0])
    if not _is_box(box):
        raise AppendedError("ruas tanda tangannya tidak bersisi empat")
    if box[0] == box[2] and box[1] == box[3]:
        return None
    for number, place in places.items():
        if (number in changed or pages == {place.page}) and place.holds(box):
            return number
    raise AppendedError(_OUTSIDE)


def _is_box(value: Value) -> bool:
    return isinstance(value, list) and [type(one) in {int, Decimal} for one in value] == [True] * 4
