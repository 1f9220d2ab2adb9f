"""What is appended to a PDF, read without mercy: updates, one behind the other, byte by byte.

PDF readers differ in what they repair, skip or overlook, and forgeries live on that. Here every
byte belongs to an object that its update lists, to the list itself, or to white space; whatever a
lenient reader could read in another way is refused.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

MAX_UPDATES = 40
MAX_APPENDED = 16 * 2**20
"""Far more than signatures with their pictures and proofs of validity need."""

_UNPACKED = 2**20
_OBJECTS = 2000
_STEPS = 20_000
"""Far more bytes in packed data, objects in one update, and words in one reading."""
_WIDTHS = 4, 8, 4
_GAPS = 300
_DEPTH = 30


class AppendedError(Exception):
    """Why what was appended is no signature, in Indonesian, for people who did not write it."""


class Ref(NamedTuple):
    """A reference to an object."""

    number: int
    generation: int


Value = Any
"""`None`, a truth value, a number, a name (text with its slash), bytes, `Ref`, list or dict."""


@dataclass(frozen=True)
class Stream:
    """An object with data of its own, as they stand in the file."""

    facts: dict[str, Value]
    data: bytes


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
        found.append(_Reader(data, at).listing())
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


_SPACE = re.compile(rb"[\0\t\n\f\r ]*")
_GAP = re.compile(
    rb"(?:[\0\t\n\f\r ]|%(?!%|PDF|[ -~]*(?:obj|stream|xref|trailer|<<))[ -~]{0,80}(?=[\r\n]))*"
)
_REGULAR = rb"[!-$&'*-.0-;=?-Z\\^-z|~]"
_APART = rb"(?!" + _REGULAR + rb")"
_TOKEN = re.compile(
    rb"(?P<ref>(\d{1,10})[ \r\n\t]+(0)[ \r\n\t]+R" + _APART + rb")"
    rb"|(?P<real>[+-]?(?:\d{1,15}\.\d{0,15}|\.\d{1,15}))"
    + _APART
    + rb"|(?P<int>[+-]?\d{1,15})"
    + _APART
    + rb"|(?P<name>/"
    + _REGULAR
    + rb"*)|(?P<word>true|false|null)"
    + _APART
    + rb"|(?P<hex><[0-9A-Fa-f\0\t\n\f\r ]*>)|(?P<open><<|\[|\()"
)
_HEAD = re.compile(rb"([1-9]\d{0,9}) (\d{1,5}) obj" + _APART)
_LITERAL = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|.)|\r\n|[()]|[^\\()\r]+|\r", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_TABLE = re.compile(rb"xref[ \t]*(?:\r\n|\r|\n)")
_SECTION = re.compile(rb"(\d{1,10}) (\d{1,7})[ \t]*(?:\r\n|\r|\n)")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?:\r\n| \r| \n)")
_END = re.compile(rb"startxref(?:\r\n|\r|\n)([1-9]\d{0,9})(?:\r\n|\r|\n)%%EOF(?:\r\n|\r|\n)?")
_ENDING = re.compile(_END.pattern + rb"\Z")
_ODD = AppendedError("isinya tidak tersusun menurut aturan PDF")
_TOO_MUCH = AppendedError("objeknya jauh lebih banyak daripada yang diperlukan tanda tangan")


class _Reader:
    """Reads values from one place of some bytes on."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self.at = at
        self.contents: list[tuple[int, int]] = []
        self._steps = 0

    def take(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        """What stands here, in this form; passed over."""
        self._steps += 1
        if self._steps > _STEPS:
            raise _TOO_MUCH
        match = pattern.match(self._data, self.at)
        if match is None:
            raise _ODD
        self.at = match.end()
        return match

    def gap(self) -> None:
        """Pass over white space and comments, which are short."""
        found = self.take(_GAP)
        if found.end() - found.start() > _GAPS:
            raise AppendedError("ada ruang kosong atau catatan yang panjang di antara objeknya")

    def is_next(self, word: bytes) -> bool:
        """Whether a word stands here, which is then passed over."""
        self.take(_SPACE)
        found = self._data.startswith(word, self.at)
        self.at += len(word) if found else 0
        return found

    def must(self, word: bytes) -> None:
        """Pass over a word that has to stand here."""
        if not self.is_next(word):
            raise _ODD

    def value(self, depth: int = 0) -> Value:
        """The value that stands here."""
        self.take(_SPACE)
        token = self.take(_TOKEN)
        if token.lastgroup != "open":
            return _scalar(token)
        if depth > _DEPTH:
            raise _ODD
        if token[0] == b"(":
            return self._literal()
        return self._list(depth) if token[0] == b"[" else self._dict(depth)

    def _literal(self) -> bytes:
        text, level = bytearray(), 1
        while True:
            part = self.take(_LITERAL)[0]
            level += (part == b"(") - (part == b")")
            if level == 0:
                return bytes(text)
            if part[:1] != b"\\":
                text += b"\n" if part[:1] == b"\r" else part
            elif part[1:2].isdigit() and part[1:2] < b"8":
                text += bytes([int(part[1:], 8) & 255])
            elif part[1:] not in {b"\n", b"\r", b"\r\n"}:
                text += _ESCAPES.get(part[1:], part[1:])

    def _list(self, depth: int) -> list[Value]:
        found: list[Value] = []
        while not self.is_next(b"]"):
            found.append(self.value(depth + 1))
        return found

    def _dict(self, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while not self.is_next(b">>"):
            key = self.value(depth + 1)
            self.take(_SPACE)
            begin = self.at
            if not isinstance(key, str) or key in found:
                raise AppendedError("satu keterangan tertulis dua kali, atau tidak bernama")
            found[key] = self.value(depth + 1)
            if key == "/Contents" and depth == 0:
                self.contents.append((begin, self.at))
        return found

    def object(self, places: Mapping[int, int | tuple[int, int] | None]) -> tuple[int, Value]:
        """The object that begins here, with its number; of a stream that of its length too."""
        head = self.take(_HEAD)
        if int(head[2]) != 0:
            raise AppendedError("ada objek bergenerasi lain dari 0")
        value = self.value()
        if isinstance(value, dict) and self.is_next(b"stream"):
            self.take(_NEWLINE)
            size = value.get("/Length")
            if isinstance(size, Ref):
                place = places.get(size.number)
                if not isinstance(place, int):
                    raise _ODD
                _, size = _Reader(self._data, place).object({})
            if type(size) is not int or not 0 <= size <= len(self._data) - self.at:
                raise _ODD
            if _ELSEWHERE & value.keys() or not isinstance(value.get("/Type", ""), str):
                raise AppendedError("ada data yang sebagian disimpan di tempat lain")
            value = Stream(value, self._data[self.at : self.at + size])
            self.at += size
            self.must(b"endstream")
        self.must(b"endobj")
        return int(head[1]), value

    def listing(self) -> _List:
        """The list of objects that begins here, to the end of its update."""
        at, number = self.at, None
        if _TABLE.match(self._data, at):
            places, trailer = self._table()
        else:
            number, listing = self.object({})
            if not isinstance(listing, Stream) or listing.facts.get("/Type") != "/XRef":
                raise AppendedError("daftar objeknya (xref) bukan daftar")
            places, trailer = _entries(listing), listing.facts
        self.gap()
        if int(self.take(_END)[1]) != at:
            raise AppendedError("akhir pembaruan menunjuk daftar objek (xref) yang lain")
        if {"/Encrypt", "/XRefStm"} & trailer.keys():
            raise AppendedError("daftar objeknya (xref) bercabang atau terenkripsi")
        return _List(at, self.at, places, trailer, number)

    def _table(self) -> tuple[_Places, dict[str, Value]]:
        self.take(_TABLE)
        places: _Places = {}
        while section := _SECTION.match(self._data, self.at):
            self.at = section.end()
            for number in range(int(section[1]), int(section[1]) + int(section[2])):
                entry = self.take(_ENTRY)
                kind = _USED if entry[3] == b"n" else _FREE
                _put(places, number, kind, int(entry[1]), int(entry[2]))
        self.must(b"trailer")
        trailer = self.value()
        if not isinstance(trailer, dict):
            raise _ODD
        return places, trailer


_NEWLINE = re.compile(rb"\r\n|\n")
_ELSEWHERE = {"/F", "/FFilter", "/FDecodeParms", "/DP", "/Extends"}


def _scalar(token: re.Match[bytes]) -> Value:
    """A value that is one word."""
    text = token[0]
    match token.lastgroup:
        case "ref":
            return Ref(int(token[2]), int(token[3]))
        case "real":
            return Decimal(text.decode())
        case "int":
            return int(text)
        case "name":
            return _name(text)
        case "hex":
            digits = text[1:-1].translate(None, b"\0\t\n\f\r ")
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return {b"true": True, b"false": False}.get(text)


def _name(text: bytes) -> str:
    if b"#" in text:
        text = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text)
    return text.decode("latin-1")


def _put(places: _Places, number: int, kind: int, place: int, last: int) -> None:
    """Note an entry of a list: free, in the file, or in an object stream."""
    if len(places) == _OBJECTS:
        raise _TOO_MUCH
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
        raise _ODD
    if any(type(one) is not int or not 0 <= one < 2**31 for one in (*widths, *index)):
        raise _ODD
    if any(map(int.__gt__, widths, _WIDTHS)) or len(index) % 2:
        raise _ODD
    step = sum(widths)
    if len(data) > _OBJECTS * step or len(index) > 2 * _OBJECTS:
        raise _TOO_MUCH
    numbers = [
        number
        for first, count in zip(index[::2], index[1::2], strict=True)
        for number in range(first, first + min(count, len(data) + 1))
    ]
    if step == 0 or len(numbers) * step != len(data):
        raise _ODD
    places: _Places = {}
    for row, number in enumerate(numbers):
        at, fields = row * step, []
        for width in widths:
            fields.append(int.from_bytes(data[at : at + width]) if width else None)
            at += width
        kind = _USED if fields[0] is None else fields[0]
        _put(places, number, kind, fields[1] or 0, fields[2] or 0)
    return places


def unpacked(stream: Stream) -> bytes:
    """The data of a stream, which no more than one Flate has packed."""
    packing = stream.facts.get("/Filter")
    if stream.facts.get("/DecodeParms") is not None or packing not in (None, "/FlateDecode"):
        raise AppendedError("ada data yang dimampatkan dengan cara lain")
    if packing is None:
        return stream.data
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(stream.data, _UNPACKED)
    except zlib.error:
        raise _ODD from None
    if not reader.eof or reader.unused_data.strip():
        raise _ODD
    return data


def _update(data: bytes, start: int, listed: _List) -> Update:
    """An update that begins at `start`: its objects, and nothing else, up to its list."""
    objects: dict[int, Value] = {}
    contents: dict[int, tuple[int, int]] = {}
    own = {listed.number} - {None}
    reader = _Reader(data, start)
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


def _refuse_hidden(objects: Mapping[int, Value]) -> None:
    """Raise where an object holds or lists others that only readers who search would find."""
    for number, one in objects.items():
        if isinstance(one, Stream) and one.facts.get("/Type") in {"/ObjStm", "/XRef"}:
            raise AppendedError(f"objek {number} memuat atau mendaftar objek di luar daftarnya")


def _held(stream: Value) -> Iterator[tuple[int, Value]]:
    """The objects that an object stream holds."""
    if not isinstance(stream, Stream) or stream.facts.get("/Type") != "/ObjStm":
        raise _ODD
    count, first = stream.facts.get("/N"), stream.facts.get("/First")
    data = unpacked(stream)
    if type(count) is not int or type(first) is not int or not 0 <= count <= len(data):
        raise _ODD
    head = _Reader(data, 0)
    pairs = [(head.value(), head.value()) for _ in range(count)]
    head.take(_SPACE)
    if head.at != first:
        raise _ODD
    reader = _Reader(data, first)
    for number, offset in pairs:
        reader.take(_SPACE)
        if type(number) is not int or reader.at != first + offset:
            raise _ODD
        yield number, reader.value()
    reader.take(_SPACE)
    if reader.at != len(data):
        raise _ODD
