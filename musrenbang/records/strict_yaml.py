"""The strict subset of YAML that record files are written in.

The C parser's events are turned into plain dicts, lists and strings: no scalar is ever given a
type here, because only the field it is meant for can say what its text means. Whatever lets one
file mean two things is refused: duplicate keys, anchors, aliases, tags, merge keys, directives, a
second document, characters that are not what they seem, text that is not UTF-8, files over 64 KiB.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, NoReturn, TypeAlias

import yaml
from yaml._yaml import CParser
from yaml.events import (
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from musrenbang.records.findings import Keys, Position, Problem
from musrenbang.text.lookalikes import oddities

MAX_BYTES = 64 * 1024
MAX_DEPTH = 12

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

_PLAIN_BYTES = bytes((*b"\t\n\r", *range(0x20, 0x7F)))
_CUT_OFF = re.compile(r"[ \t]+#[^\s#]")
_CONFLICT = re.compile(r"^[ \t]*(<{7}|>{7})(?=[ \t\r\n]|\Z)", re.MULTILINE)
_CONFLICT_HINT = "Pilih isi yang benar, lalu hapus baris <<<<<<<, ======= dan >>>>>>>."
_NULL_WORDS = frozenset({"", "~", "null", "Null", "NULL"})


class Comment(NamedTuple):
    """A comment, from its `#` to the end of the line; no value holds it."""

    position: Position
    text: str


@dataclass(frozen=True)
class Document:
    """One parsed file: its fields or its list of records, and what is wrong with it as YAML."""

    text: str
    value: Any
    faults: tuple[Problem, ...]

    @cached_property
    def marks(self) -> dict[Keys, tuple[Any, Any]]:
        """Where every key and value stands: read anew, for hardly any file is asked for it."""
        return _Marks(self.text).found

    def position(self, keys: Keys, *, at_key: bool = False) -> Position:
        """Where the value (or the key) stands; for a missing value, its nearest container."""
        for length in range(len(keys), 0, -1):
            marks = self.marks.get(keys[:length])
            if marks is not None:
                return _position(marks[0 if at_key and length == len(keys) else 1])
        return Position(1, 1)


class NotYamlError(Exception):
    """The file cannot be read at all; carries the one fault that stopped the reader."""

    def __init__(self, fault: Problem) -> None:
        super().__init__(fault.message)
        self.fault = fault


def parse(data: bytes, *, many: bool = False) -> Document:
    """Parse one record file: one record, or a list of `many`.

    Faults that leave the meaning of the rest intact are collected in the result; raises
    `NotYamlError` for those that do not. All have their position, and no file yet.
    """
    return _Reader(_decode(data)).document(many=many)


def decode_text(data: bytes) -> str:
    """Decode a text file under the same rules on encoding and characters; `NotYamlError` if not."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        _stop(
            _offset_position(before, len(before)),
            "berkas.utf8",
            "Berkas ini tidak tersimpan sebagai UTF-8.",
            "Simpan ulang dengan pengodean UTF-8 (tanpa BOM).",
        )
    if text.startswith("\ufeff"):
        _stop(
            Position(1, 1),
            "berkas.karakter",
            "Berkas ini diawali tanda BOM yang tidak tampak.",
            "Simpan ulang sebagai UTF-8 tanpa BOM (di Notepad: Simpan sebagai, UTF-8).",
        )
    odd = next(oddities(text), None) if data.translate(None, _PLAIN_BYTES) else None
    if odd:
        where = _offset_position(text, odd.at)
        _stop(where, "berkas.karakter", f"{odd.fault}.", odd.hint)
    conflict = (b"<<<<<<<" in data or b">>>>>>>" in data) and _CONFLICT.search(text)
    if conflict:
        _stop(
            _offset_position(text, conflict.start(1)),
            "berkas.konflik",
            _conflict_message(conflict[1]),
            _CONFLICT_HINT,
        )
    return text


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        _stop(
            Position(1, 1),
            "berkas.ukuran",
            f"Berkas ini {len(data):,} byte; batasnya {MAX_BYTES:,}.".replace(",", "."),
            "Satu berkas memuat satu catatan; pindahkan isi yang tidak termasuk.",
        )
    return decode_text(data)


class _Reader:
    """Walks the events of one document; one instance per file."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.has_hash = " #" in text
        self.get_event: Callable[[], Any] = CParser(text).get_event
        self.faults: list[Problem] = []

    def document(self, *, many: bool) -> Document:
        try:
            self.get_event()
            start = self.get_event()
            if isinstance(start, StreamEndEvent):
                self.stop(
                    start, "berkas.kosong", "Berkas ini kosong.", "Isi, atau hapus berkasnya."
                )
            if start.version or start.tags:
                self.fault(
                    start,
                    "yaml.arahan",
                    "Baris yang diawali % tidak dipakai di sini.",
                    "Hapus baris itu.",
                )
            value = self.value(self.get_event(), 0)
            self.get_event()
            after = self.get_event()
        except yaml.YAMLError as error:
            raise NotYamlError(_syntax_fault(error, self.text)) from None
        if isinstance(after, DocumentStartEvent):
            self.stop(
                after,
                "yaml.dokumen-ganda",
                "Ada lebih dari satu dokumen dalam berkas ini (garis ---).",
                "Satu berkas memuat satu catatan; hapus garis --- dan isi sesudahnya.",
            )
        if many and not isinstance(value, list):
            self.fault(
                start,
                "yaml.bentuk",
                "Isi berkas ini bukan daftar butir.",
                "Awali setiap butir dengan tanda hubung, misalnya `- tahap: rkpd`.",
            )
            value = []
        elif not many and not isinstance(value, dict):
            self.fault(
                start,
                "yaml.bentuk",
                "Isi berkas ini bukan daftar bidang.",
                "Tulis bidang demi bidang, misalnya `volume: 120`.",
            )
            value = {}
        return Document(self.text, value, tuple(self.faults))

    def value(self, event: Any, depth: int) -> Value:
        if event.anchor is not None:
            self.stop(
                event,
                "yaml.jangkar",
                "Tanda & atau * di awal nilai berarti rujukan dalam YAML.",
                "Apit nilainya dengan tanda kutip, atau tulis isinya lengkap.",
            )
        if event.tag is not None:
            self.fault(
                event,
                "yaml.tag",
                f"Tanda seru {event.tag} di awal nilai berarti tipe dalam YAML.",
                "Hapus tanda itu, atau apit nilainya dengan tanda kutip.",
            )
        if isinstance(event, ScalarEvent):
            if event.style:
                return self.quoted(event)
            if self.has_hash and self.is_cut_off(event):
                self.fault(
                    event,
                    "yaml.pagar",
                    "Sisa baris ini hilang: “ #” memulai komentar.",
                    "Apit nilainya dengan tanda kutip; bila itu komentar, beri spasi sesudah #.",
                )
            return "" if event.value in _NULL_WORDS else event.value
        if depth >= MAX_DEPTH:
            self.stop(
                event, "yaml.dalam", "Isi berkas ini bertingkat terlalu dalam.", "Ratakan isinya."
            )
        if isinstance(event, MappingStartEvent):
            return self.mapping(depth)
        return self.sequence(depth)

    def quoted(self, event: Any) -> str:
        text: str = event.value
        # only a double-quoted scalar can spell a character that the file itself does not hold
        odd = next(oddities(text), None) if event.style == '"' else None
        if odd:
            self.fault(event, "berkas.karakter", f"{odd.fault}.", odd.hint)
        return text

    def is_cut_off(self, event: Any) -> bool:
        """Whether `#3` or the like follows a plain value, so that YAML drops the rest of it."""
        end = event.end_mark
        line = self.text.split("\n", end.line + 1)[end.line]
        return _CUT_OFF.match(line, end.column) is not None

    def mapping(self, depth: int) -> dict[str, Value]:
        result: dict[str, Value] = {}
        get_event = self.get_event
        while True:
            key_event = get_event()
            if not isinstance(key_event, ScalarEvent):
                if isinstance(key_event, NodeEvent):
                    self.stop(
                        key_event,
                        "yaml.kunci",
                        "Nama bidang harus berupa teks.",
                        "Tulis `nama_bidang: isi`.",
                    )
                return result
            key = key_event.value
            if (
                key in result
                or key == "<<"
                or key_event.anchor is not None
                or key_event.tag is not None
            ):
                self.check_key(key_event, result)
            value = self.value(get_event(), depth + 1)
            result.setdefault(key, value)

    def check_key(self, event: ScalarEvent, result: dict[str, Value]) -> None:
        if event.anchor is not None or event.tag is not None:
            self.value(event, 0)
        if event.value == "<<" and not event.style:
            self.stop(
                event,
                "yaml.gabung",
                "Kunci gabungan << tidak dipakai di sini.",
                "Tulis bidangnya satu per satu.",
            )
        if event.value in result:
            self.fault(
                event,
                "yaml.kunci-ganda",
                f"Bidang `{event.value}` ditulis dua kali.",
                "Hapus salah satunya.",
            )

    def sequence(self, depth: int) -> list[Value]:
        result: list[Value] = []
        get_event = self.get_event
        while True:
            event = get_event()
            if not isinstance(event, NodeEvent):
                return result
            result.append(self.value(event, depth + 1))

    def fault(self, event: Any, rule: str, message: str, hint: str) -> None:
        self.faults.append(Problem("", _position(event.start_mark), rule, message, hint))

    def stop(self, event: Any, rule: str, message: str, hint: str) -> NoReturn:
        _stop(_position(event.start_mark), rule, message, hint)


class _Marks:
    """Where the keys and values of a document stand that has been read before."""

    def __init__(self, text: str) -> None:
        self.found: dict[Keys, tuple[Any, Any]] = {}
        self.get_event: Callable[[], Any] = CParser(text).get_event
        for _beginning in ("stream", "document"):
            self.get_event()
        self.walk(self.get_event(), ())

    def walk(self, event: Any, keys: Keys) -> None:
        """Note what stands inside a value."""
        if isinstance(event, MappingStartEvent):
            while isinstance(key := self.get_event(), ScalarEvent):
                self.note((*keys, key.value), key, self.get_event())
        elif isinstance(event, SequenceStartEvent):
            index = 0
            while isinstance(item := self.get_event(), NodeEvent):
                self.note((*keys, index), item, item)
                index += 1

    def note(self, here: Keys, key: Any, value: Any) -> None:
        """Note a value and what stands inside it; of a key written twice the first counts."""
        self.found.setdefault(here, (key.start_mark, value.start_mark))
        self.walk(value, here)


def comments_in(text: str) -> tuple[Comment, ...]:
    """The comments of a text that has been parsed before."""
    return tuple(_comments(text)) if "#" in text else ()


_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")


def _comments(text: str) -> Iterator[Comment]:
    """What begins with `#` outside of scalars; the line above a block of text is outside."""
    edges = [0]
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            if token.style in {"|", ">"}:
                start += len(text[start:end].partition("\n")[0])
            edges += (start, end)
    edges.append(len(text))
    line, seen = 1, 0
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for found in _COMMENT.finditer(text, start, end):
            line, seen = line + text.count("\n", seen, found.start()), found.start()
            yield Comment(Position(line, seen - text.rfind("\n", 0, seen)), found[0])


def _stop(position: Position, rule: str, message: str, hint: str) -> NoReturn:
    raise NotYamlError(Problem("", position, rule, message, hint))


def _position(mark: Any) -> Position:
    return Position(mark.line + 1, mark.column + 1)


def _offset_position(text: str, offset: int) -> Position:
    line_start = text.rfind("\n", 0, offset) + 1
    return Position(text.count("\n", 0, offset) + 1, offset - line_start + 1)


# The context begins where the mistake was made; libyaml notices these only further on.
_NOTICED_LATE = ("end of stream", "scanning an a", "could not find expected ':'")

_MESSAGES = (
    (
        "cannot start any token",
        "Nilai tidak boleh diawali tanda ini.",
        "Apit nilainya dengan tanda kutip; untuk menjorok pakailah spasi, bukan Tab.",
    ),
    (
        "mapping values are not allowed",
        "Ada tanda titik dua di tempat yang tidak semestinya.",
        (
            "Apit nilai yang memuat “: ” dengan tanda kutip, "
            "dan periksa indentasinya (spasi di awal baris)."
        ),
    ),
    (
        "while scanning an a",
        "Tanda & atau * di awal nilai berarti rujukan dalam YAML.",
        "Apit nilainya dengan tanda kutip.",
    ),
    (
        "could not find expected ':'",
        "Baris ini bukan `bidang: isi`.",
        "Beri titik dua dan spasi sesudah nama bidang.",
    ),
    (
        "did not find expected key",
        "Susunan baris ini tidak dikenal.",
        (
            "Periksa indentasi (spasi di awal baris) dan tanda kutip "
            "pada baris ini dan baris sebelumnya."
        ),
    ),
    (
        "did not find expected ',' or",
        "Kurung siku atau kurung kurawal tidak ditutup.",
        "Tutup dengan ] atau }, dan pisahkan isinya dengan koma.",
    ),
    (
        "unexpected end of stream",
        "Tanda kutip tidak ditutup.",
        "Tutup tanda kutipnya.",
    ),
    (
        "did not find expected '-' indicator",
        "Butir daftar ini tidak sejajar.",
        "Awali setiap butir dengan `- ` pada kolom yang sama.",
    ),
)


def _conflict_message(mark: str) -> str:
    """That a merge was not finished: one of its marks is still there."""
    return f"Berkas ini masih memuat sisa konflik Git ({mark})."


def _syntax_fault(error: yaml.YAMLError, text: str) -> Problem:
    """What libyaml says of a file it cannot read, told to whoever wrote it."""
    problem = f"{getattr(error, 'context', '')} {getattr(error, 'problem', None) or error}"
    mark = getattr(error, "problem_mark", None)
    if any(fragment in problem for fragment in _NOTICED_LATE):
        mark = getattr(error, "context_mark", None) or mark
    at = _position(mark) if mark is not None else Position(1, 1)
    line = text.splitlines()[at.line - 1 : at.line]
    if line and re.match(r" *\t", line[0]):
        return Problem("", at, "yaml.tab", "Baris ini menjorok dengan Tab.", "Pakai spasi.")
    if line and line[0].startswith("======="):
        return Problem("", at, "berkas.konflik", _conflict_message("======="), _CONFLICT_HINT)
    for fragment, message, hint in _MESSAGES:
        if fragment in problem:
            return Problem("", at, "yaml.sintaks", message, hint)
    return Problem(
        "",
        at,
        "yaml.sintaks",
        "Baris ini tidak dapat dibaca sebagai YAML.",
        "Bandingkan dengan berkas contoh; periksa tanda kutip, titik dua "
        "dan indentasi (spasi di awal baris).",
    )
