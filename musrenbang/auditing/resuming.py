"""The records as a commit has them, each kelurahan's read only when somebody asks for them.

Going on from the last audited commit must not cost reading the whole archive again. Whoever looks
at these records finds exactly those that the walk itself would have.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from musrenbang.auditing.walking import Listed, Walker
from musrenbang.git import Repository
from musrenbang.git_objects import Objects
from musrenbang.later import LaterMapping
from musrenbang.loading import Known, nothing_known
from musrenbang.paths import USULAN_LANGSUNG, Kind, Place, place_of
from musrenbang.reviewing.areas import ALLOWED_SIGNERS
from musrenbang.reviewing.loading import folder_of
from musrenbang.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.tree import TOP_FOLDERS

_PROPOSALS = frozenset({Kind.USULAN, Kind.USULAN_LANGSUNG})
_LAZY = _PROPOSALS | {Kind.KEPUTUSAN}
_Files = dict[str, tuple[str, str]]


def resume(  # noqa: PLR0913 - what is known of a commit
    repository: Repository,
    objects: Objects,
    commit: str,
    broken: Collection[str],
    *,
    keys: bool,
    known: Known = nothing_known,
) -> Walker:
    """A walker that goes on after a commit; `keys` says whether any had been registered."""
    eager: _Files = {}
    lazy: dict[Place, _Files] = defaultdict(dict)
    folders: dict[int, Counter[str]] = defaultdict(Counter)
    for path, (mode, blob) in objects.files(commit, *TOP_FOLDERS).items():
        place = place_of(path)
        if place is None or not mode.startswith("100"):
            continue
        folders[place.tahun][place.kelurahan] += 1
        numbered = place.kind in _LAZY
        (lazy[replace(place, name="")] if numbered else eager)[path] = mode, blob
    years = dict(Listed(objects, eager, known).load().years)
    for place, files in lazy.items():
        year = years.get(place.tahun, Year(place.tahun))
        years[place.tahun] = _with_later(year, place, Listed(objects, files, known).load)
    start = Snapshot(
        MappingProxyType({tahun: years[tahun] for tahun in sorted(years)}),
        broken=frozenset(broken),
    )
    content = repository.file(commit, ALLOWED_SIGNERS) or b""
    return Walker(objects, start, folders, content if keys else None, known)


def _with_later(year: Year, place: Place, read: Callable[[], Snapshot]) -> Year:
    """The year with the proposals, or the decisions, of one folder read when they are needed."""

    @cache
    def folder() -> KelurahanFolder:
        found = read().years.get(place.tahun)
        return (folder_of(found, place) if found else None) or KelurahanFolder(place.kelurahan)

    known = folder_of(year, place) or KelurahanFolder(place.kelurahan)
    if place.kind in _PROPOSALS:
        known = replace(known, usulan=LaterMapping(lambda: folder().usulan))
    else:
        known = replace(
            known,
            keputusan=LaterMapping(lambda: folder().keputusan),
            survei=LaterMapping(lambda: folder().survei),
        )
    if place.kelurahan == USULAN_LANGSUNG:
        return replace(year, langsung=known)
    kelurahan = {**year.kelurahan, place.kelurahan: known}
    return replace(year, kelurahan=MappingProxyType(dict(sorted(kelurahan.items()))))
