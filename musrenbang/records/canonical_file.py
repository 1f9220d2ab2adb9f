"""Formatting: a record file in its canonical form, never with another meaning.

Comments: whole lines above a top-level key and at the end of the file are kept; a file with a
comment anywhere else is left alone, unless its comments may go.
"""

from dataclasses import dataclass

from pydantic import BaseModel

from musrenbang.files.paths import Place
from musrenbang.records.comments import rewritten
from musrenbang.records.loader import MODELS, model_of
from musrenbang.records.strict_yaml import Document, NotYamlError, parse
from musrenbang.records.validation import validate


class LeftAloneError(Exception):
    """Why a file is not brought into canonical form, in Indonesian."""


class FaultyError(LeftAloneError):
    """The file is no valid record, so nobody can say what it means."""


@dataclass(frozen=True)
class Formatted:
    """A file in its canonical form."""

    data: bytes
    lost: tuple[int, ...] = ()
    """The lines of comments that went."""


def formatted(data: bytes, place: Place, *, drop_comments: bool = False) -> Formatted:
    """The canonical form of a record file. Raises `LeftAloneError` where it has none."""
    record = _record(data, place)
    again = rewritten(data.decode(), record)
    if again.lost and not drop_comments:
        lines = ", ".join(map(str, again.lost))
        raise LeftAloneError(
            f"komentar pada baris {lines} tidak punya tempat dalam bentuk baku. Pindahkan ke atas "
            "bidang terluar, atau buang dengan --hapus-komentar"
        )
    after = again.text.encode()
    if _record(after, place) != record:
        raise LeftAloneError("isinya tidak dapat ditulis dalam bentuk baku tanpa berubah arti")
    return Formatted(after, again.lost)


def _record(data: bytes, place: Place) -> BaseModel:
    try:
        document: Document = parse(data)
    except NotYamlError as error:
        raise FaultyError(f"{error.fault.message} {error.fault.hint}") from None
    if document.faults:
        raise FaultyError(f"{document.faults[0].message} {document.faults[0].hint}")
    record, problems = validate(model_of(place.kind, document.value), document.value, "")
    if record is None:
        raise FaultyError(f"{problems[0].message} {problems[0].hint}")
    return record


def has_form(place: Place | None) -> bool:
    """Whether files at this place are records, which have a canonical form."""
    return place is not None and place.kind in MODELS
