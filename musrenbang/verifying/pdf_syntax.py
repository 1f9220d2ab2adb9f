"""The words of a PDF, read without mercy: values, objects and their data.

PDF readers differ in what they repair, skip or overlook, and forgeries live on that: whatever a
lenient reader could read in another way is refused.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

_UNPACKED = 2**20
_STEPS = 20_000
"""Far more bytes in packed data, and words in one reading, than signatures need."""
_GAPS = 300
_DEPTH = 30


class AppendedError(Exception):
    """Why what was appended is no signature, in Indonesian, for people who did not write it."""


class Ref(NamedTuple):
    """A reference to an object."""

    number: int
    generation: int


Value = Any
"""`None`, a number, a name (text with its slash), a truth value (text without), bytes, `Ref`,
list or dict."""


@dataclass(frozen=True)
class Stream:
    """An object with data of its own, as they stand in the file."""

    facts: dict[str, Value]
    data: bytes


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
ODD = AppendedError("isinya tidak tersusun menurut aturan PDF")
TOO_MUCH = AppendedError("objeknya jauh lebih banyak daripada yang diperlukan tanda tangan")


class Reader:
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
            raise TOO_MUCH
        match = pattern.match(self._data, self.at)
        if match is None:
            raise ODD
        self.at = match.end()
        return match

    def maybe(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """What stands here in this form, passed over, if it does."""
        return self.take(pattern) if pattern.match(self._data, self.at) else None

    def gap(self) -> None:
        """Pass over white space and comments, which are short."""
        found = self.take(_GAP)
        if found.end() - found.start() > _GAPS:
            raise AppendedError("ada ruang kosong atau catatan yang panjang di antara objeknya")

    def space(self) -> None:
        """Pass over white space."""
        self.take(_SPACE)

    def is_next(self, word: bytes) -> bool:
        """Whether a word stands here, which is then passed over."""
        self.space()
        found = self._data.startswith(word, self.at)
        self.at += len(word) if found else 0
        return found

    def must(self, word: bytes) -> None:
        """Pass over a word that has to stand here."""
        if not self.is_next(word):
            raise ODD

    def value(self, depth: int = 0) -> Value:
        """The value that stands here."""
        self.space()
        token = self.take(_TOKEN)
        if token.lastgroup != "open":
            return _scalar(token)
        if depth > _DEPTH:
            raise ODD
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
            self.space()
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
                    raise ODD
                _, size = Reader(self._data, place).object({})
            if type(size) is not int or not 0 <= size <= len(self._data) - self.at:
                raise ODD
            if _ELSEWHERE & value.keys() or not isinstance(value.get("/Type", ""), str):
                raise AppendedError("ada data yang sebagian disimpan di tempat lain")
            value = Stream(value, self._data[self.at : self.at + size])
            self.at += size
            self.must(b"endstream")
        self.must(b"endobj")
        return int(head[1]), value


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
    return None if text == b"null" else text.decode()


def _name(text: bytes) -> str:
    if b"#" in text:
        text = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text)
    return text.decode("latin-1")


def unpacked(stream: Stream, most: int = _UNPACKED) -> bytes:
    """The data of a stream, which no more than one Flate has packed and which is not too long."""
    packing, ways = stream.facts.get("/Filter"), stream.facts.get("/DecodeParms")
    if packing not in (None, "/FlateDecode") or (packing is None and ways is not None):
        raise _PACKED_OTHERWISE
    if packing is None:
        return stream.data
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(stream.data, most)
    except zlib.error:
        raise ODD from None
    if not reader.eof or reader.unused_data.strip():
        raise ODD
    return data if ways is None else _predicted(data, as_dict(ways))


_PACKED_OTHERWISE = AppendedError("ada data yang dimampatkan dengan cara lain")
_PLAIN_ROW, _UP = 0, 2


def _predicted(data: bytes, ways: dict[str, Value]) -> bytes:
    """Rows of bytes, of which each is written as what differs from the one above (PNG)."""
    columns = ways.get("/Columns", 1)
    known = {"/Predictor", "/Columns", "/Colors", "/BitsPerComponent"}
    if ways.keys() - known or ways.get("/Colors", 1) != 1 or ways.get("/BitsPerComponent", 8) != 8:  # noqa: PLR2004 - one byte each
        raise _PACKED_OTHERWISE
    if ways.get("/Predictor") not in range(10, 16) or type(columns) is not int or columns < 1:
        raise _PACKED_OTHERWISE
    if len(data) % (columns + 1):
        raise ODD
    found, above = bytearray(), bytes(columns)
    for at in range(0, len(data), columns + 1):
        if data[at] not in (_PLAIN_ROW, _UP):
            raise _PACKED_OTHERWISE
        row = data[at + 1 : at + 1 + columns]
        if data[at] == _UP:
            row = bytes((one + other) & 255 for one, other in zip(row, above, strict=True))
        found += row
        above = row
    return bytes(found)


def as_dict(value: Value) -> dict[str, Value]:
    """A value that has to be a dictionary."""
    if isinstance(value, dict):
        return value
    raise ODD


def number_of(value: Value) -> int | None:
    """The number that a reference names; `None` where it is none."""
    return value.number if isinstance(value, Ref) and value.generation == 0 else None
