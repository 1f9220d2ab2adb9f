"""What a build leaves for the next one to begin from; without it the next one begins anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from musrenbang.building.packing import packed, unpacked
from musrenbang.building.sources import Known
from musrenbang.site.document_link import DocumentLink


class Written(NamedTuple):
    """One output: its path, the digest of its bytes, its anchors."""

    path: str
    digest: str
    ids: tuple[str, ...]


class Made(NamedTuple):
    """What a unit consists of; for one of many outputs also the key of each."""

    outputs: tuple[Written, ...] = ()
    keys: tuple[str, ...] = ()


class KeptUnit(NamedTuple):
    """A unit as it is kept; nobody unpacks it as long as it stays what it is."""

    key: str
    data: bytes
    cached: frozenset[str]
    """What it has in the cache."""

    @classmethod
    def of(cls, key: str, made: Made, cached: frozenset[str] = frozenset()) -> "KeptUnit":
        """A unit that was made under a key."""
        return cls(key, packed((tuple(map(tuple, made.outputs)), made.keys)), cached)

    def made(self) -> Made:
        """What it consists of."""
        outputs, keys = unpacked(self.data)
        return Made(tuple(map(Written._make, outputs)), keys)


@dataclass(frozen=True, slots=True)
class State:
    """One published site."""

    known: Mapping[str, Known] = field(default_factory=dict)
    """What the parts of the records held."""
    units: Mapping[str, KeptUnit] = field(default_factory=dict)
    anchors: frozenset[str] = frozenset()
    """Every anchor that some page led to, now or in an earlier build; all of them were there."""
    documents: Mapping[int, Sequence[DocumentLink]] = field(default_factory=dict)
    """The printed documents of every year."""
    listing: str = ""
    """The digest of the published checksums."""
    outputs: str = ""
    """The stamps of everything published."""
