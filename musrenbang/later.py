"""Mappings and sequences that are made when they are first looked at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, overload

Key = TypeVar("Key")
Value = TypeVar("Value")
Item_co = TypeVar("Item_co", covariant=True)


class LaterMapping(Mapping[Key, Value]):
    """A mapping that is made when it is first looked at."""

    def __init__(self, make: Callable[[], Mapping[Key, Value]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[Key, Value]:
        return self._make()

    def __getitem__(self, name: Key) -> Value:
        return self._made[name]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class LaterSequence(Sequence[Item_co]):
    """A sequence that is made when it is first looked at."""

    def __init__(self, make: Callable[[], Sequence[Item_co]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Sequence[Item_co]:
        return self._make()

    @overload
    def __getitem__(self, place: int) -> Item_co: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Item_co]: ...

    def __getitem__(self, place: int | slice) -> Item_co | Sequence[Item_co]:
        return self._made[place]

    def __len__(self) -> int:
        return len(self._made)
