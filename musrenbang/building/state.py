"""What a build leaves for the next one to begin from; without it the next one begins anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from musrenbang.building.rendering import Written
from musrenbang.building.sources import Known
from musrenbang.site.document_link import DocumentLink


@dataclass(frozen=True, slots=True)
class State:
    """One published site."""

    known: Mapping[str, Known] = field(default_factory=dict)
    """What the parts of the records held."""
    units: Mapping[str, tuple[str, tuple[Written, ...]]] = field(default_factory=dict)
    """For every unit its key and outputs."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For every unit of many outputs the key of each."""
    cached: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For every unit what it has in the cache."""
    anchors: frozenset[str] = frozenset()
    """Every anchor that some page led to, now or in an earlier build."""
    documents: Mapping[int, Sequence[DocumentLink]] = field(default_factory=dict)
    """The printed documents of every year."""
    listing: str = ""
    """The digest of the published checksums."""
    outputs: str = ""
    """The stamps of everything published."""
