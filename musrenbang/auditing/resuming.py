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
from musrenbang.git_objects import Objects
from musrenbang.git_tree import files_at
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


def resume(
    objects: Objects,
    commit: str,
    broken: Collection[str],
    *,
    keys: bool,
    known: Known = nothing_known,
) -> Walker:
    """A walker that goes on after a commit; `keys` says whether any had been registered."""
    eager: _Files = {}
    lazy: dict[tuple[Kind, int, str], _Files] = defaultdict(dict)
    folders: dict[int, Counter[str]] = defaultdict(Counter)
    listed = files_at(objects.root, commit, *TOP_FOLDERS, ALLOWED_SIGNERS)
    _, signers = listed.pop(ALLOWED_SIGNERS, ("", ""))
    for path, (mode, blob) in listed.items():
        place = place_of(path)
        if place is None or not mode.startswith("100"):
            continue
        if place.kind in _LAZY:
            lazy[place[:3]][path] = mode, blob
        else:
            eager[path] = mode, blob
            folders[place.tahun][place.kelurahan] += 1
    years = dict(Listed(objects, eager, known).load().years)
    for (kind, tahun, slug), files in lazy.items():
        folders[tahun][slug] += len(files)
        year = years.get(tahun, Year(tahun))
        read = Listed(objects, files, known).load
        years[tahun] = _with_later(year, Place(kind, tahun, slug), read)
    start = Snapshot(
        MappingProxyType({tahun: years[tahun] for tahun in sorted(years)}),
        broken=frozenset(broken),
    )
    registered = None
    if keys:
        registered = next(objects.read([signers])) if signers else b""
    return Walker(objects, start, folders, registered, known)


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
