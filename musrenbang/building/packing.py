"""Values in bytes: records packed one by one, so that a folder costs what is looked at in it.

Only the project's own types and plain values are ever made from bytes.
"""

import io
import pickle
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

Value = TypeVar("Value")

_PLAIN = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("decimal", "Decimal"),
}
_OWN = ("musrenbang.", "schemas.")


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN and not module.startswith(_OWN):
            raise pickle.UnpicklingError(f"{module}.{name}")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def packed(value: object) -> bytes:
    """A value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Any:
    """The value that was packed; raises whatever is wrong with the bytes."""
    return _Unpickler(io.BytesIO(data)).load()


class PackedMapping(Mapping[str, Value]):
    """A mapping whose values come back one by one, when they are asked for."""

    def __init__(self, data: Mapping[str, bytes]) -> None:
        self._data = data
        self._found: dict[str, Value] = {}

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> "PackedMapping[Value]":
        """The same values packed."""
        return cls({name: packed(value) for name, value in values.items()})

    def __reduce__(self) -> tuple[type, tuple[Mapping[str, bytes]]]:
        return type(self), (self._data,)

    def __getitem__(self, name: str) -> Value:
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = unpacked(self._data[name])
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class PackedWhole(Mapping[str, Value]):
    """A mapping that comes back as a whole, when it is first looked at."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._found: Mapping[str, Value] | None = None

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> "PackedWhole[Value]":
        """The same mapping packed."""
        return cls(packed(values))

    def __reduce__(self) -> tuple[type, tuple[bytes]]:
        return type(self), (self._data,)

    def _whole(self) -> Mapping[str, Value]:
        if self._found is None:
            self._found = unpacked(self._data)
        return self._found

    def __getitem__(self, name: str) -> Value:
        return self._whole()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())
