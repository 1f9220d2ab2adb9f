"""Enumerations that a cache may hold."""

from enum import Enum


class ByValue(Enum):
    """Pickled as type and value: Debian's Python 3.11.2 names `getattr`, refused by a cache."""

    __hash__ = object.__hash__  # as good as that of the name, and asked for a million times

    def __reduce_ex__(self, _protocol: object) -> tuple[type, tuple[object]]:
        return type(self), (self.value,)
