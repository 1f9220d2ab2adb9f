"""The base of every record type."""

import copyreg
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, RootModel

_TYPES: dict[str, type["Record"]] = {}
_GIVEN: dict[tuple[str, int], set[str]] = {}
_MASKS: dict[tuple[str, frozenset[str]], int] = {}


class Record(BaseModel):
    """An immutable value read from one YAML file or one part of it; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    kept_names: ClassVar[tuple[str, ...]]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls.kept_names = tuple(cls.model_fields)
        _TYPES[cls.__name__] = cls

    # Pickled as values in the order of the fields, and a number that tells which were given: a
    # record kept by itself is half as large as in pydantic's way, and comes back in half the time.

    def __reduce_ex__(self, _protocol: object) -> tuple[type, tuple[Any, ...]]:
        values, name = self.__dict__, type(self).__name__
        given = frozenset(self.__pydantic_fields_set__)
        mask = _MASKS.get((name, given))
        if mask is None:
            mask = sum(1 << place for place, one in enumerate(self.kept_names) if one in given)
            _MASKS[name, given] = mask
        return Kept, (name, mask, *[values[one] for one in self.kept_names])


class Kept:
    """How a record comes back from a pickle."""

    def __new__(cls, name: str, mask: int, *values: Any) -> Record:  # type: ignore[misc]  # makes what it stands for
        """The record itself, of the type with this name."""
        record = object.__new__(_TYPES[name])
        names = record.kept_names
        given = _GIVEN.get((name, mask))
        if given is None:
            given = {one for place, one in enumerate(names) if mask >> place & 1}
            _GIVEN[name, mask] = given
        put = object.__setattr__
        put(record, "__dict__", dict(zip(names, values, strict=True)))
        put(record, "__pydantic_fields_set__", given)
        put(record, "__pydantic_extra__", None)
        put(record, "__pydantic_private__", None)
        return record


# What stands in every record is named by a number, so that a pickle of one names no module.
for code, kept in enumerate((Kept, Decimal, date), 240):
    copyreg.add_extension(kept.__module__, kept.__qualname__, code)


Values = TypeVar("Values")


class Listing(RootModel[Values]):
    """A file that is one mapping of names to records."""

    model_config = ConfigDict(defer_build=True)
