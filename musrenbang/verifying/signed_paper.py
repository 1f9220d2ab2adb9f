"""A paper that was signed electronically: ours to the byte, and behind it signatures alone.

Each update fills one field with one signature; whatever else it sets, or brings unasked, makes it
a forgery. So nothing that a page shows can change but in the place where one signs. Proofs of
validity (DSS) that nobody signs are not told apart from a forgery.
"""

import io
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pikepdf

from musrenbang.verifying.cms import Seal, SignatureError, read_seal, read_stamp
from musrenbang.verifying.updates import (
    AppendedError,
    Ref,
    Stream,
    Update,
    Value,
    unpacked,
    updates,
)
from musrenbang.verifying.xmp import same_metadata


@dataclass(frozen=True)
class Signature:
    """One signature: in which place, and what its certificate says."""

    place: str
    """What the place is for, in the words of the paper; empty where it shows nowhere."""
    seal: Seal
    is_stamp: bool
    """Whether it is a time stamp over the document rather than somebody's signature."""


def signatures(data: bytes, paper: bytes) -> tuple[Signature, ...]:
    """The signatures behind a paper of ours, oldest first.

    Raises `AppendedError` where anything else was appended, or a signature does not count.
    """
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        listed = _LISTED.search(paper)
        judge = _Judge(data, pdf)
        at, size = int(listed[1]) if listed else 0, int(pdf.trailer.Size)
        try:
            for update in updates(data, len(paper), at, size):
                judge.judge(update)
        except _UNREADABLE:
            raise AppendedError("isinya tidak tersusun menurut aturan PDF") from None
    return tuple(judge.found)


_LISTED = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What code meets that expects one kind of value and is given another."""
_STAMP = "/ETSI.RFC3161"
_WAYS = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached", _STAMP)
_FLAGS = 4 | 128 | 512
"""Those by which a field is printed and locked; the others hide it or have it act."""
_FIELD = frozenset({"/V", "/AP", "/F", "/Rect"})
_NEW_FIELD = frozenset(
    {"/Type", "/Subtype", "/FT", "/T", "/TU", "/V", "/AP", "/F", "/P", "/Rect", "/Ff", "/DR"}
)
_TEXT_LOOKS = (b"/Helv 0 Tf 0 g", b"/Helv 0 Tf 0 g ")
"""What programs set as the look of text fields, of which there are none."""
_MOMENT = re.compile(rb"D:(\d{14})(?:Z(?:00'?(?:00'?)?)?|([+-])(\d\d)'?(\d\d)?'?)")
_ROOT = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version"})
"""What of the catalogue leads to fields and proofs, or names the version of the rules for them."""
_FORM = frozenset({"/Fields", "/SigFlags", "/DA", "/DR"})
_VERSIONS = ("/1.7", "/2.0")


@dataclass(frozen=True)
class _Place:
    """Where one signs: what it is for, on which page, and its sides in points."""

    title: str
    page: int
    box: tuple[int | Decimal, ...]

    def holds(self, box: list[int | Decimal]) -> bool:
        left, bottom, right, top = self.box
        return left <= box[0] <= box[2] <= right and bottom <= box[1] <= box[3] <= top


class _Judge:
    """What a paper and the updates accepted so far hold, and what the next may do."""

    def __init__(self, data: bytes, pdf: pikepdf.Pdf) -> None:
        self._data = data
        self._pdf = pdf
        self.found: list[Signature] = []
        self._size = int(pdf.trailer.Size)
        self._objects: dict[int, Value] = {}
        """Objects as the last update left them; those of the paper that were asked for."""
        self._spent: set[int] = set()
        """Numbers of what held or listed objects, or was none: nothing may ever have them."""
        self._trailer = _plain(pdf.trailer, top=True)
        self._root: int = self._trailer["/Root"].number
        self._pages = {page.obj.objgen[0]: number for number, page in enumerate(pdf.pages, 1)}
        self._metadata = _number(self.before(self._root).get("/Metadata"))
        self._info = _number(self._trailer.get("/Info"))
        self._form = _number(self.before(self._root).get("/AcroForm"))
        fields = [ref.number for ref in self._fields()]
        self._places = {number: self._place(self.before(number)) for number in fields}
        """The places where nobody has signed yet, by their fields."""
        self._names = {_text(self.before(number)["/T"]) for number in fields}

    def _place(self, field: Mapping[str, Any]) -> _Place:
        return _Place(_text(field["/TU"]), field["/P"].number, tuple(field["/Rect"]))

    def _known(self, number: int) -> bool:
        return number < self._size or number in self._objects

    def before(self, number: int) -> Value:
        """An object as it was before the update that is judged."""
        if number not in self._objects:
            self._objects[number] = _plain(self._pdf.get_object(number, 0), top=True)
        return self._objects[number]

    def judge(self, update: Update) -> None:
        """Accept an update, or say why not."""
        for key in ("/Root", "/Info"):
            if update.trailer.get(key) != self._trailer.get(key):
                raise AppendedError(f"pembaruannya memakai {key} yang lain")
        if any(map(self._known, update.own)) or self._spent & (update.own | update.objects.keys()):
            raise AppendedError("pembaruannya menimpa objek yang sudah ada")
        changed = {number for number in update.objects if self._known(number)}
        form, field = self._form_after(update), self._signed(update, changed)
        if field is None:
            raise AppendedError(_UNSIGNED)
        new = None if self._known(field) else field
        for number in sorted(changed):
            self._allow(number, update, new)
        seals = self._reached([update.objects[number] for number in changed], update)
        if stray := update.objects.keys() - changed - seals:
            raise AppendedError(f"objek {min(stray)} bukan bagian tanda tangan")
        self.found.append(self._sealed(update, field, changed))
        self._spent |= update.own
        self._form = form
        self._objects |= update.objects

    def _after(self, number: int, update: Update) -> Any:
        if number in update.objects:
            return update.objects[number]
        return self.before(number) if self._known(number) else None

    def _fields(self) -> list[Ref]:
        found: list[Ref] = self.before(self._form)["/Fields"] if self._form else []
        return found

    def _form_after(self, update: Update) -> int | None:
        """The form, which a paper may get but not change for another."""
        number = _number(_dict(self._after(self._root, update)).get("/AcroForm"))
        if self._form not in {None, number}:
            raise AppendedError("formulirnya diganti")
        return number

    def _signed(self, update: Update, changed: Collection[int]) -> int | None:
        """The one field that is signed here."""
        number = self._form_after(update)
        known = self.before(self._form) if self._form else {"/Fields": []}
        form = _dict(self._unfolded(known, self._after(number, update), update)) if number else {}
        before, fields = known["/Fields"], form.get("/Fields", [])
        if not isinstance(fields, list) or fields[: len(before)] != before:
            raise AppendedError("daftar ruas tanda tangannya diubah")
        if not self._form:
            _differing("formulirnya", {}, form, _FORM)
        added = [_number(ref) for ref in fields[len(before) :]]
        signed = [*sorted(changed & self._places.keys()), *added]
        if len(signed) > 1 or any(one is None or self._known(one) for one in added):
            raise AppendedError("lebih dari satu ruas diubah sekaligus")
        return signed[0] if signed else None

    def _allow(self, number: int, update: Update, new: int | None) -> None:
        """Raise where an object that was there before may not become what it becomes."""
        before = self.before(number)
        after = self._unfolded(before, update.objects[number], update)
        if number == self._metadata:
            sides = (unpacked(one) if isinstance(one, Stream) else b"" for one in (before, after))
            if not same_metadata(*sides):
                raise AppendedError("metadata (XMP) diubah")
        elif number == self._root:
            _differing("katalognya", before, after, _ROOT)
        elif number == self._info:
            _differing("keterangan berkasnya", before, after, {"/Producer", "/ModDate"})
        elif number == self._form:
            _differing("formulirnya", before, after, _FORM)
        elif number in self._places:
            _differing(f"ruas “{self._places[number].title}”", before, after, _FIELD)
        elif number in self._pages:
            what = f"halaman {self._pages[number]}"
            _differing(what, before, after, {"/Annots"})
            one, other = (self._listed(side.get("/Annots"), update) for side in (before, after))
            if other != one and (new is None or other != [*one, Ref(new, 0)]):
                raise AppendedError(f"{what} mendapat catatan (anotasi) yang bukan tanda tangan")
        else:
            raise AppendedError(f"objek {number} dari dokumen aslinya diganti")

    def _unfolded(self, before: Value, after: Value, update: Update) -> Value:
        """What an object becomes, where it holds itself what it did and not by a new reference."""
        if (
            isinstance(before, dict | list)
            and isinstance(after, Ref)
            and not self._known(after.number)
        ):
            after = update.objects.get(after.number)
        match before, after:
            case dict(), dict():
                return {
                    key: self._unfolded(before.get(key), part, update)
                    for key, part in after.items()
                }
            case list(), list() if len(before) == len(after):
                pairs = zip(before, after, strict=True)
                return [self._unfolded(*pair, update) for pair in pairs]
        return after

    def _listed(self, value: Value, update: Update) -> list[Value]:
        found = self._after(value.number, update) if isinstance(value, Ref) else value
        return found if isinstance(found, list) else []

    def _reached(self, values: list[Value], update: Update) -> set[int]:
        """The new objects that some values lead to."""
        found = set[int]()
        while values:
            match values.pop():
                case Ref(number, _) if number not in found and not self._known(number):
                    if number not in update.objects:
                        raise AppendedError(f"objek {number} disebut tetapi tidak ada")
                    found.add(number)
                    values.append(update.objects[number])
                case Stream(facts, _):
                    values.append(facts)
                case dict() as parts:
                    values += parts.values()
                case list() as parts:
                    values += parts
        return found

    def _sealed(self, update: Update, field: int, changed: Collection[int]) -> Signature:
        """The signature in a field, which counts and shows nothing outside its place."""
        value, own = _dict(update.objects[field]), self._places.get(field)
        flags = value.get("/F", 0)
        if not isinstance(flags, int) or flags & ~_FLAGS:
            raise AppendedError("ruas tanda tangannya disembunyikan")
        if own is None or value["/AP"] != self.before(field)["/AP"]:
            self._refuse_other_looks(value.get("/AP"), update)
        if own is None:
            self._refuse_no_field(value)
        at = self._place_of(value, {field: own} if own else self._places, changed)
        place = own or (self._places[at] if at else None)
        title = place.title if place else ""
        self._places = {n: one for n, one in self._places.items() if n not in {field, at}}
        number = _number(value.get("/V")) or 0
        given, span = update.objects.get(number), update.contents.get(number)
        if span is None or self._known(number):
            raise AppendedError("ruasnya diubah tetapi tidak ditandatangani")
        try:
            seal = self._seal(_dict(given), *span, update.end)
        except SignatureError as error:
            where = f"tanda tangan pada “{title}”" if title else "tanda tangan tanpa tampilan"
            raise AppendedError(f"{where} tidak sah: {error}") from None
        return Signature(title, seal, _dict(given).get("/SubFilter") == _STAMP)

    def _seal(self, given: Mapping[str, Value], begin: int, stop: int, end: int) -> Seal:
        """What signs everything up to the end of its update but its own digits."""
        way = given.get("/SubFilter")
        kind = "/DocTimeStamp" if way == _STAMP else "/Sig"
        if way not in _WAYS or given.get("/Type", kind) != kind:
            raise SignatureError("cara tanda tangannya tidak dikenal")
        ends = [end, len(self._data[:end].rstrip(b"\r\n"))]
        end = next(
            (one for one in ends if given.get("/ByteRange") == [0, begin, stop, one - stop]), 0
        )
        if not end:
            raise SignatureError(
                "yang ditandatangani bukan seluruh berkas sampai akhir pembaruan itu"
            )
        written, data = self._data[begin:stop], self._data[:begin] + self._data[stop:end]
        if not written.startswith(b"<") or not written[1:-1].isalnum() or len(written) % 2:
            raise SignatureError("/Contents bukan satu deret angka heksadesimal")
        packed = bytes.fromhex(written[1:-1].decode())
        if way == _STAMP:
            return read_stamp(packed, data)
        return read_seal(packed, data, _moment(given.get("/M")))

    def _refuse_no_field(self, field: Mapping[str, Value]) -> None:
        """Raise where a new field is more than a place for a signature, or takes another's name."""
        if field.keys() - _NEW_FIELD or field.get("/FT") != "/Sig":
            raise AppendedError("ruas barunya bukan ruas tanda tangan saja")
        given = field.get("/T")
        name = _text(given) if isinstance(given, bytes) else ""
        if not name or "." in name or name in self._names:
            raise AppendedError("nama ruas barunya sudah dipakai, atau tidak ada")
        self._names.add(name)

    def _refuse_other_looks(self, look: Value, update: Update) -> None:
        """Raise where the look of a field is more than one drawing, appended and as it stands."""
        look = self._appended(look, update) if isinstance(look, Ref) else look
        if look is None:
            return
        drawn = self._appended(_dict(look).get("/N"), update)
        if look.keys() != {"/N"} or not isinstance(drawn, Stream):
            raise AppendedError("tampilan tanda tangannya bukan satu gambar")
        if drawn.facts.get("/Subtype") != "/Form":
            raise AppendedError("tampilan tanda tangannya bukan satu gambar")
        matrix = drawn.facts.get("/Matrix", _AS_IT_STANDS)
        if matrix != _AS_IT_STANDS or any(map(_is_truth, matrix)):
            raise AppendedError("tampilan tanda tangannya digeser atau diubah ukurannya (/Matrix)")
        sides: Value = drawn.facts.get("/BBox")
        has_size = (
            _is_box(sides)
            and min(abs(sides[0] - sides[2]), abs(sides[1] - sides[3])) > _LEAST
            and max(map(abs, sides)) < _MOST
        )
        # Readers disagree on where to cut off what has no size.
        if not has_size and unpacked(drawn).strip():
            raise AppendedError("tampilan tanda tangannya tidak berukuran")

    def _appended(self, value: Value, update: Update) -> Value:
        """What a reference leads to, which this update or an earlier one has brought."""
        number = _number(value)
        if number is None or number < self._size:
            raise AppendedError("tampilan tanda tangannya bukan satu gambar")
        return self._after(number, update)

    def _place_of(
        self, field: Mapping[str, Value], places: Mapping[int, _Place], changed: Collection[int]
    ) -> int | None:
        """Within which of some places a field shows; `None` where it shows nowhere."""
        box = field.get("/Rect", [0, 0, 0, 0])
        if not _is_box(box):
            raise AppendedError("ruas tanda tangannya tidak bersisi empat")
        if box[0] == box[2] and box[1] == box[3]:
            return None
        pages = changed & self._pages.keys()
        for number, place in places.items():
            if (number in changed or pages == {place.page}) and place.holds(box):
                return number
        raise AppendedError(_OUTSIDE)


_UNSIGNED = (
    "ada pembaruan tanpa tanda tangan, yang tidak dinilai di sini, juga bila hanya bukti keabsahan "
    "(DSS, PAdES-LT). Pakai berkas sebelum bukti itu ditambahkan"
)
_AS_IT_STANDS = [1, 0, 0, 1, 0, 0]
_LEAST, _MOST = Decimal("0.1"), 20_000
"""Sides of drawings, in points, that every reader can tell from nothing and from infinity."""
_OUTSIDE = (
    "tampilan tanda tangannya berada di luar tempat yang disediakan, sehingga dapat menutupi isi. "
    "Tandatangani lagi dokumen aslinya, di dalam tempat itu atau tanpa tampilan"
)


def _is_truth(value: Value) -> bool:
    return isinstance(value, bool)


def _is_box(value: Value) -> bool:
    return isinstance(value, list) and [type(one) in {int, Decimal} for one in value] == [True] * 4


def _dict(value: Value) -> dict[str, Value]:
    if isinstance(value, dict):
        return value
    raise AppendedError("isinya tidak tersusun menurut aturan PDF")


def _differing(what: str, before: Value, after: Value, may: Collection[str]) -> None:
    """Raise where more than some keys differ, or one of them is gone."""
    keys = {key for key in {*before, *_dict(after)} if before.get(key, may) != after.get(key, may)}
    if others := sorted(key for key in keys if key not in may or key not in after):
        raise AppendedError(f"{what} diubah ({', '.join(others)})")
    for key in keys & {"/DA", "/DR"}:
        if key in before or after.get("/DA") not in _TEXT_LOOKS:
            raise AppendedError(f"{what} diubah ({key})")
    if "/Version" in keys and after["/Version"] not in _VERSIONS:
        raise AppendedError(f"{what} diubah (/Version)")


def _text(value: bytes) -> str:
    """What a text string says, whichever of the two ways it is written in."""
    return str(pikepdf.String(value))


def _number(value: Value) -> int | None:
    return value.number if isinstance(value, Ref) and value.generation == 0 else None


def _moment(value: Value) -> datetime | None:
    """A date of a PDF; `None` where it is none, or has no time zone."""
    found = _MOMENT.fullmatch(value) if isinstance(value, bytes) else None
    if not found:
        return None
    zone = timedelta(hours=int(found[3] or 0), minutes=int(found[4] or 0))
    with suppress(ValueError):
        there = timezone(-zone if found[2] == b"-" else zone)
        return datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=there)
    return None


def _plain(value: Any, *, top: bool = False) -> Value:
    """An object of the paper in the form in which those of updates are read."""
    made = value
    match value:
        case pikepdf.Object(is_indirect=True, objgen=name) if not top:
            made = Ref(*name)
        case pikepdf.Stream():
            facts = {key: _plain(part) for key, part in value.stream_dict.items()}
            made = Stream(facts, value.read_raw_bytes())
        case pikepdf.Dictionary():
            made = {key: _plain(part) for key, part in value.items()}
        case pikepdf.Array():
            made = [_plain(part) for part in value]
        case pikepdf.String():
            made = bytes(value)
        case pikepdf.Name():
            made = str(value)
    return made
