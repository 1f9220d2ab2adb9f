"""The base of every record type."""

from typing import Any

from pydantic import BaseModel, ConfigDict

_GIVEN: dict[tuple[str, ...], set[str]] = {}
_NAMES: dict[tuple[str, ...], tuple[str, ...]] = {}


def _one(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same tuple for the same names: a pickle then holds it once."""
    return _NAMES.setdefault(names, names)


class Record(BaseModel):
    """An immutable value read from one YAML file or one part of it; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    # Pickled as values and the names of those given. Records that were given the same fields then
    # share the set of their names: half the time and two thirds of the memory of pydantic's way.

    def __getstate__(self) -> Any:
        values, given = self.__dict__, self.__pydantic_fields_set__
        return (
            _one(tuple(values)),
            _one(tuple([name for name in values if name in given])),
            tuple(values.values()),
        )

    def __setstate__(self, state: Any) -> None:
        names, given, values = state
        put = object.__setattr__
        put(self, "__dict__", dict(zip(names, values, strict=True)))
        put(
            self,
            "__pydantic_fields_set__",
            _GIVEN.get(given) or _GIVEN.setdefault(given, set(given)),
        )
        put(self, "__pydantic_extra__", None)
        put(self, "__pydantic_private__", None)
