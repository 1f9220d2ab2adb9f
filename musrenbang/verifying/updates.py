"""What is appended to a PDF, read without mercy: updates, one behind the other, byte by byte.

Every byte belongs to an object that its update lists, to the list itself, or to white space; where
a reader that repairs files could find another object is refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from musrenbang.verifying.pdf_syntax import (
    ODD,
    TOO_MUCH,
    AppendedError,
    Reader,
    Stream,
    Value,
    unpacked,
)

MAX_UPDATES = 40
MAX_APPENDED = 16 * 2**20
"""Far more than signatures with their pictures and proofs of validity need."""

_OBJECTS = 2000
"""Far more objects than one update needs."""
_WIDTHS = 4, 8, 4


@dataclass(frozen=True)
class Update:
    """One update: the objects it sets, its trailer, and where it ends."""

    end: int
    objects: Mapping[int, Value]
    trailer: Mapping[str, Value]
    contents: Mapping[int, tuple[int, int]]
    """Where the /Contents of an object stands in the file, brackets included."""
    own: frozenset[int]
    """The numbers of what only holds or lists objects, and of what is no object any more."""


def updates(data: bytes, length: int, listed: int, size: int) -> list[Update]:
    """The updates behind the first `length` bytes, oldest first.

    The list of objects of those bytes is at `listed`, and their numbers are below `size`.

    Raises `AppendedError` where anything there is not one.
    """
    if len(data) - length > MAX_APPENDED:
        raise AppendedError("yang ditambahkan jauh lebih besar daripada tanda tangan")
    ending = _ENDING.search(data, max(length, len(data) - 2048))
    if ending is None:
        raise AppendedError("akhir berkasnya bukan akhir PDF")
    at: Value = int(ending[1])
    bound = len(data)
    found: list[_List] = []
    while at != listed:
        if type(at) is not int or not length <= at < bound or len(found) == MAX_UPDATES:
            raise AppendedError("daftar objeknya (xref) tidak bersambung sampai dokumen asli")
        found.append(_listing(data, at))
        bound, at = at, found[-1].trailer.get("/Prev")
    made: list[Update] = []
    for one in reversed(found):
        size = _size(one, size)
        made.append(_update(data, made[-1].end if made else length, one))
    if not made or made[-1].end != len(data):
        raise AppendedError("ada byte yang tidak termasuk pembaruan mana pun")
    return made


def _size(listed: "_List", before: int) -> int:
    """How many numbers there are with an update: none goes, and each that it lists is below."""
    size = listed.trailer.get("/Size")
    highest = max((*listed.places, listed.number or 0), default=0)
    if type(size) is not int or not max(before, highest + 1) <= size <= before + _OBJECTS:
        raise AppendedError("jumlah objeknya (/Size) tidak benar")
    return size


_Places = dict[int, int | tuple[int, int] | None]
"""The offset of each object, or the stream that holds it and its place in that; none is free."""
_FREE, _USED, _HELD = range(3)


@dataclass(frozen=True)
class _List:
    """The list of objects of an update, and its trailer."""

    at: int
    end: int
    places: _Places
    trailer: dict[str, Value]
    number: int | None
    """Its own number, where it is an object."""


_TABLE = re.compile(rb"xref[ \t]*(?:\r\n|\r|\n)")
_SECTION = re.compile(rb"(\d{1,10}) (\d{1,7})[ \t]*(?:\r\n|\r|\n)")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?:\r\n| \r| \n)")
_END = re.compile(rb"startxref(?:\r\n|\r|\n)([1-9]\d{0,9})(?:\r\n|\r|\n)%%EOF(?:\r\n|\r|\n)?")
_ENDING = re.compile(_END.pattern + rb"\Z")
_BETWEEN = rb"(?:[\0\t\n\f\r ]|%[^\r\n]{0,200}[\r\n])"
_HEAD = re.compile(rb"\d%b+\d+%b*obj" % (_BETWEEN, _BETWEEN))


def _listing(data: bytes, at: int) -> _List:
    """The list of objects that begins here, to the end of its update."""
    reader, number = Reader(data, at), None
    if _TABLE.match(data, at):
        places, trailer = _table(reader)
    else:
        number, listing = reader.object({})
        if not isinstance(listing, Stream) or listing.facts.get("/Type") != "/XRef":
            raise AppendedError("daftar objeknya (xref) bukan daftar")
        places, trailer = _entries(listing), listing.facts
    reader.gap()
    if int(reader.take(_END)[1]) != at:
        raise AppendedError("akhir pembaruan menunjuk daftar objek (xref) yang lain")
    if {"/Encrypt", "/XRefStm"} & trailer.keys():
        raise AppendedError("daftar objeknya (xref) bercabang atau terenkripsi")
    return _List(at, reader.at, places, trailer, number)


def _table(reader: Reader) -> tuple[_Places, dict[str, Value]]:
    reader.take(_TABLE)
    places: _Places = {}
    while section := reader.maybe(_SECTION):
        for number in range(int(section[1]), int(section[1]) + int(section[2])):
            entry = reader.take(_ENTRY)
            kind = _USED if entry[3] == b"n" else _FREE
            _put(places, number, kind, int(entry[1]), int(entry[2]))
    reader.must(b"trailer")
    trailer = reader.value()
    if not isinstance(trailer, dict):
        raise ODD
    return places, trailer


def _put(places: _Places, number: int, kind: int, place: int, last: int) -> None:
    """Note an entry of a list: free, in the file, or in an object stream."""
    if len(places) == _OBJECTS:
        raise TOO_MUCH
    if number in places:
        raise AppendedError(f"objek {number} didaftar dua kali")
    if kind == _FREE:
        places[number] = None
    elif kind == _USED and last == 0:
        places[number] = place
    elif kind == _HELD:
        places[number] = place, last
    else:
        raise AppendedError("ada objek bergenerasi lain dari 0")


def _entries(listing: Stream) -> _Places:
    """The places that a cross-reference stream lists."""
    facts, data = listing.facts, unpacked(listing)
    widths, size = facts.get("/W"), facts.get("/Size")
    index = facts.get("/Index", [0, size])
    if not isinstance(widths, list) or len(widths) != 3 or not isinstance(index, list):  # noqa: PLR2004 - kind, place, generation
        raise ODD
    if any(type(one) is not int or not 0 <= one < 2**31 for one in (*widths, *index)):
        raise ODD
    if any(map(int.__gt__, widths, _WIDTHS)) or len(index) % 2:
        raise ODD
    step = sum(widths)
    if len(data) > _OBJECTS * step or len(index) > 2 * _OBJECTS:
        raise TOO_MUCH
    numbers = [
        number
        for first, count in zip(index[::2], index[1::2], strict=True)
        for number in range(first, first + min(count, len(data) + 1))
    ]
    if step == 0 or len(numbers) * step != len(data):
        raise ODD
    places: _Places = {}
    for row, number in enumerate(numbers):
        at, fields = row * step, []
        for width in widths:
            fields.append(int.from_bytes(data[at : at + width]) if width else None)
            at += width
        kind = _USED if fields[0] is None else fields[0]
        _put(places, number, kind, fields[1] or 0, fields[2] or 0)
    return places


def _update(data: bytes, start: int, listed: _List) -> Update:
    """An update that begins at `start`: its objects, and nothing else, up to its list."""
    objects: dict[int, Value] = {}
    contents: dict[int, tuple[int, int]] = {}
    own = {listed.number} - {None}
    reader = Reader(data, start)
    offsets = {
        place: number
        for number, place in listed.places.items()
        if isinstance(place, int) and (number, place) != (listed.number, listed.at)
    }
    for place, number in sorted(offsets.items()):
        reader.gap()
        if place != reader.at:
            raise AppendedError(f"objek {number} tidak ada di tempat yang didaftar")
        reader.contents = []
        found, objects[number] = reader.object(listed.places)
        if found != number or reader.at > listed.at:
            raise AppendedError(f"objek {number} tidak ada di tempat yang didaftar")
        if len(reader.contents) == 1:
            contents[number] = reader.contents[0]
    reader.gap()
    if reader.at != listed.at:
        raise AppendedError("ada byte di antara objek-objeknya yang tidak didaftar")
    _refuse_found(data[start : listed.end], len(offsets) + (listed.number is not None))
    freed = {number for number, place in listed.places.items() if place is None} - {0}
    used = sum(place is not None for place in listed.places.values())
    alone = used - (listed.places.get(listed.number or 0) == listed.at)
    holders = {place[0] for place in listed.places.values() if isinstance(place, tuple)}
    _refuse_hidden({number: one for number, one in objects.items() if number not in holders})
    for holder in holders:
        own.add(holder)
        for place, (number, value) in enumerate(_held(objects.pop(holder, None))):
            if listed.places.get(number) != (holder, place) or number in objects:
                raise AppendedError(f"objek {number} tidak ada di tempat yang didaftar")
            objects[number] = value
    if len(objects) + len(own - {listed.number}) != alone:
        raise AppendedError("ada objek yang didaftar tetapi tidak ada")
    return Update(listed.end, objects, listed.trailer, contents, frozenset(own | freed))  # type: ignore[arg-type]


def _refuse_found(data: bytes, count: int) -> None:
    """Raise where readers that search for objects find others, in texts or packed data."""
    if len(_HEAD.findall(data)) != count:
        raise AppendedError("di dalam datanya ada yang dapat dibaca sebagai objek lain")


def _refuse_hidden(objects: Mapping[int, Value]) -> None:
    """Raise where an object holds or lists others that only readers who search would find."""
    for number, one in objects.items():
        if isinstance(one, Stream) and one.facts.get("/Type") in {"/ObjStm", "/XRef"}:
            raise AppendedError(f"objek {number} memuat atau mendaftar objek di luar daftarnya")


def _held(stream: Value) -> Iterator[tuple[int, Value]]:
    """The objects that an object stream holds."""
    if not isinstance(stream, Stream) or stream.facts.get("/Type") != "/ObjStm":
        raise ODD
    count, first = stream.facts.get("/N"), stream.facts.get("/First")
    data = unpacked(stream)
    if type(count) is not int or type(first) is not int or not 0 <= count <= len(data):
        raise ODD
    head = Reader(data, 0)
    pairs = [(head.value(), head.value()) for _ in range(count)]
    head.space()
    if head.at != first:
        raise ODD
    reader = Reader(data, first)
    for number, offset in pairs:
        reader.space()
        if type(number) is not int or reader.at != first + offset:
            raise ODD
        yield number, reader.value()
    reader.space()
    if reader.at != len(data):
        raise ODD
