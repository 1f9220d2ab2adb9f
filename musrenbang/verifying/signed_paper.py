"""A paper that was signed electronically: ours to the byte, and behind it signatures alone.

Each update fills one field with one signature, or brings proofs of validity (DSS) behind one;
whatever else it sets, or brings unasked, makes it a forgery. So nothing that a page shows can
change but in the place where one signs.
"""

import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from musrenbang.verifying.cms import Seal, SignatureError
from musrenbang.verifying.pdf_signature import STAMP, seal_of
from musrenbang.verifying.pdf_syntax import (
    AppendedError,
    Ref,
    Stream,
    Value,
    as_dict,
    number_of,
    unpacked,
)
from musrenbang.verifying.proofs import proofs, refuse_other_extensions
from musrenbang.verifying.signature_look import (
    Place,
    place_of,
    refuse_hiding,
    refuse_other_looks,
)
from musrenbang.verifying.updates import Update, updates
from musrenbang.verifying.xmp import same_metadata


@dataclass(frozen=True)
class Signature:
    """One signature: in which place, and what its certificate says."""

    place: str
    """What the place is for, in the words of the paper; empty where it shows nowhere."""
    seal: Seal
    is_stamp: bool
    """Whether it is a time stamp over the document rather than somebody's signature."""
    has_proofs: bool = False
    """Whether proofs of validity, which nobody signed, were appended behind it."""


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
_MAY_SIGN = (2, 3)
"""What a first signature that locks a paper leaves free: further ones, in the fields for them."""
_FIELD = frozenset({"/V", "/AP", "/F", "/Rect"})
_NEW_FIELD = frozenset(
    {"/Type", "/Subtype", "/FT", "/T", "/TU", "/V", "/AP", "/F", "/P", "/Rect", "/Ff", "/DR"}
)
_TEXT_LOOKS = (b"/Helv 0 Tf 0 g", b"/Helv 0 Tf 0 g ")
"""What programs set as the look of text fields, of which there are none."""
_ROOT = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Version"})
"""What of the catalogue leads to fields and proofs, or names the version of the rules for them."""
_FORM = frozenset({"/Fields", "/SigFlags", "/DA", "/DR"})
_VERSIONS = ("/1.7", "/2.0")


class _Judge:
    """What a paper and the updates accepted so far hold, and what the next may do."""

    def __init__(self, data: bytes, pdf: pikepdf.Pdf) -> None:
        self._data = data
        self._pdf = pdf
        self.found: list[Signature] = []
        self._size = int(pdf.trailer.Size)
        self._objects: dict[int, Value] = {}
        """Objects as the last update left them; those of the paper that were asked for."""
        self._proofs: set[int] = set()
        """Objects that prove validity and nothing else, and so may change again."""
        self._locked = False
        self._spent: set[int] = set()
        """Numbers of what held or listed objects, or was none: nothing may ever have them."""
        self._trailer = _plain(pdf.trailer, top=True)
        self._root: int = self._trailer["/Root"].number
        self._pages = {page.obj.objgen[0]: number for number, page in enumerate(pdf.pages, 1)}
        self._metadata = number_of(self.before(self._root).get("/Metadata"))
        self._info = number_of(self._trailer.get("/Info"))
        self._form = number_of(self.before(self._root).get("/AcroForm"))
        fields = [ref.number for ref in self._fields()]
        self._places = {number: self._place(self.before(number)) for number in fields}
        """The places where nobody has signed yet, by their fields."""
        self._names = {_text(self.before(number)["/T"]) for number in fields}

    def _place(self, field: Mapping[str, Any]) -> Place:
        return Place(_text(field["/TU"]), field["/P"].number, tuple(field["/Rect"]))

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
        changed = {
            number
            for number, value in update.objects.items()
            if self._known(number) and value != self.before(number)
        }
        form, field = self._form_after(update), self._signed(update, changed)
        proven = self._proven(update)
        if field is None:
            self._refuse_unsigned(update, changed, proven)
        new = None if field is None or self._known(field) else field
        for number in sorted(changed - (self._proofs & proven)):
            self._allow(number, update, new)
        known = {number for number in update.objects if self._known(number)}
        values = [] if field is None else [update.objects[number] for number in changed]
        if stray := update.objects.keys() - known - proven - self._reached(values, update):
            raise AppendedError(f"objek {min(stray)} bukan bagian tanda tangan")
        if field is None:
            self.found[-1] = replace(self.found[-1], has_proofs=True)
        else:
            self.found.append(self._sealed(update, field, changed))
        self._proofs = proven
        self._spent |= update.own
        self._form = form
        self._objects |= update.objects

    def _proven(self, update: Update) -> set[int]:
        """What proves validity after an update: objects that are that and nothing else."""
        root = as_dict(self._after(self._root, update))
        refuse_other_extensions(root.get("/Extensions", {}), lambda at: self._after(at, update))
        if "/DSS" not in root:
            return set()
        found = proofs(root["/DSS"], lambda at: self._after(at, update))
        if any(map(self._known, found - self._proofs)):
            raise AppendedError("bukti keabsahannya (DSS) memakai objek lain")
        return found

    def _refuse_unsigned(self, update: Update, changed: set[int], proven: set[int]) -> None:
        """Raise where an update that nobody signs brings more than proofs, behind a signature."""
        may = {self._root, self._info, self._metadata} | self._proofs
        brings = proven & update.objects.keys()
        if changed - may or not brings or all(one.is_stamp for one in self.found):
            raise AppendedError(_UNSIGNED)
        if any(isinstance(update.objects[one], Stream) for one in changed & self._proofs):
            raise AppendedError(_UNSIGNED)

    def _after(self, number: int, update: Update) -> Any:
        if number in update.objects:
            return update.objects[number]
        return self.before(number) if self._known(number) else None

    def _fields(self) -> list[Ref]:
        found: list[Ref] = self.before(self._form)["/Fields"] if self._form else []
        return found

    def _form_after(self, update: Update) -> int | None:
        """The form, which a paper may get but not change for another."""
        number = number_of(as_dict(self._after(self._root, update)).get("/AcroForm"))
        if self._form not in {None, number}:
            raise AppendedError("formulirnya diganti")
        return number

    def _signed(self, update: Update, changed: Collection[int]) -> int | None:
        """The one field that is signed here."""
        number = self._form_after(update)
        known = self.before(self._form) if self._form else {"/Fields": []}
        form = as_dict(self._unfolded(known, self._after(number, update), update)) if number else {}
        before, fields = known["/Fields"], form.get("/Fields", [])
        if not isinstance(fields, list) or fields[: len(before)] != before:
            raise AppendedError("daftar ruas tanda tangannya diubah")
        if not self._form:
            _differing("formulirnya", {}, form, _FORM)
        added = [number_of(ref) for ref in fields[len(before) :]]
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
        value, own = as_dict(update.objects[field]), self._places.get(field)
        refuse_hiding(value)
        if own is None or value["/AP"] != self.before(field)["/AP"]:
            refuse_other_looks(value, self._size, lambda number: self._after(number, update))
        if own is None:
            self._refuse_no_field(value)
        places = {field: own} if own else self._places
        at = place_of(value, places, changed, changed & self._pages.keys())
        place = own or (self._places[at] if at else None)
        title = place.title if place else ""
        self._places = {n: one for n, one in self._places.items() if n not in {field, at}}
        number = number_of(value.get("/V")) or 0
        given, span = update.objects.get(number), update.contents.get(number)
        if span is None or self._known(number):
            raise AppendedError("ruasnya diubah tetapi tidak ditandatangani")
        try:
            seal = seal_of(self._data, as_dict(given), span, update.end)
        except SignatureError as error:
            where = f"tanda tangan pada “{title}”" if title else "tanda tangan tanpa tampilan"
            raise AppendedError(f"{where} tidak sah: {error}") from None
        is_stamp = as_dict(given).get("/SubFilter") == STAMP
        if is_stamp and title:
            raise AppendedError("cap waktu menempati tempat tanda tangan")
        if self._locked and not is_stamp:
            raise AppendedError("dokumen ini ditandatangani lagi, padahal sudah dikunci (DocMDP)")
        self._certify(update, as_dict(given), number)
        return Signature(title, seal, is_stamp)

    def _certify(self, update: Update, given: Mapping[str, Value], number: int) -> None:
        """Let the first signature, and no other, say what may follow it (ISO 32000-2, 12.8.2.2)."""
        root = self._after(self._root, update)
        if root.get("/Perms") == self.before(self._root).get("/Perms"):
            return
        said = self._within(root["/Perms"], update)
        if self.found or said != {"/DocMDP": Ref(number, 0)}:
            raise AppendedError("katalognya diubah (/Perms)")
        for one in self._within(given.get("/Reference", []), update):
            limits = as_dict(self._within(self._within(one, update)["/TransformParams"], update))
            self._locked |= limits.get("/P", 2) not in _MAY_SIGN

    def _within(self, value: Value, update: Update) -> Value:
        return self._after(value.number, update) if isinstance(value, Ref) else value

    def _refuse_no_field(self, field: Mapping[str, Value]) -> None:
        """Raise where a new field is more than a place for a signature, or takes another's name."""
        if field.keys() - _NEW_FIELD or field.get("/FT") != "/Sig":
            raise AppendedError("ruas barunya bukan ruas tanda tangan saja")
        given = field.get("/T")
        name = _text(given) if isinstance(given, bytes) else ""
        if not name or "." in name or name in self._names:
            raise AppendedError("nama ruas barunya sudah dipakai, atau tidak ada")
        self._names.add(name)


_UNSIGNED = (
    "ada pembaruan tanpa tanda tangan, dan itu bukan bukti keabsahan (DSS) sesudah tanda tangan"
)


def _differing(what: str, before: Value, after: Value, may: Collection[str]) -> None:
    """Raise where more than some keys differ, or one of them is gone."""
    keys = {
        key for key in {*before, *as_dict(after)} if before.get(key, may) != after.get(key, may)
    }
    if others := sorted(key for key in keys if key not in may or key not in after):
        raise AppendedError(f"{what} diubah ({', '.join(others)})")
    if "/DA" in keys and ("/DA" in before or after["/DA"] not in _TEXT_LOOKS):
        raise AppendedError(f"{what} diubah (/DA)")
    if "/Version" in keys and after["/Version"] not in _VERSIONS:
        raise AppendedError(f"{what} diubah (/Version)")


def _text(value: bytes) -> str:
    """What a text string says, whichever of the two ways it is written in."""
    return str(pikepdf.String(value))


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
        case bool():
            made = str(value).lower()
    return made
