"""The base of every record type, and what a field may say of itself beside its title."""

from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, RootModel


class Record(BaseModel):
    """An immutable value read from one YAML file or one part of it; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


Values = TypeVar("Values")


class Listing(RootModel[Values]):
    """A file that is one mapping of names to records, or one list of them."""

    model_config = ConfigDict(defer_build=True)


class Resmi:
    """Marks a text as official: contacts in it are an office's own, public by design.

    Every text without this mark is searched for personal data; a NIK is refused in any.
    """


@dataclass(frozen=True)
class Tertata:
    """Marks a field that pages and tables of proposals, the desk and `new` lay out themselves.

    A field without this mark stands in all of them, last, under its title and as it is described.
    """

    arti: str = ""
    """What its column in the open data tells; the description is for whoever writes the record."""


@dataclass(frozen=True)
class Rujukan:
    """Marks a code that stands for an entry of a list of the year, by the name of that list."""

    daftar: str


@dataclass(frozen=True)
class Butir:
    """Marks a field of the guide with the clause of the juknis that it stands for.

    Messages about a missing or unknown field name it.
    """

    klausul: str
