"""Judging: what the rules find, asked again only of the folders that something changed for.

A folder is judged by all rules in a view that holds its own records, what all of the year shares,
and the facts that come from its peers (`musrenbang.analysis`). Whatever a rule says of a file of
another folder there is left out: that folder's own view says it. What is left are the files of the
year itself, judged in a view that holds no proposals. Together they find what the rules find in
the whole (tests/test_building_judging.py).
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

from musrenbang import checking
from musrenbang.analysis import fairness, twins
from musrenbang.analysis.fairness import Flag
from musrenbang.analysis.twins import Twin
from musrenbang.building.memo import Memo
from musrenbang.building.reads import Digests
from musrenbang.building.sources import Sources
from musrenbang.cases import Case, Status
from musrenbang.extracts import Sketch
from musrenbang.figures import group
from musrenbang.findings import Finding, Problem
from musrenbang.loading import group_of
from musrenbang.parallel import shared
from musrenbang.rules import RULES
from musrenbang.snapshot import KelurahanFolder
from musrenbang.tree import FolderTree
from musrenbang.views import View

BUCKETS = 64
"""Activities are judged in so many groups: a change costs one of them."""
MANY_JOBS = 4
"""So few are done at once without a fork."""

Result = TypeVar("Result")


class Facts(NamedTuple):
    """What the peers of some proposals say about them, by case id."""

    flags: Mapping[str, tuple[Flag, ...]]
    twins: Mapping[str, tuple[str, str]]
    """The id of the earlier proposal, and what the two share."""


def judge(
    root: Path, sources: Sources, memo: Memo, views: Mapping[int, View], workers: int | None
) -> list[Finding]:
    """The errors that forbid publishing."""
    snapshot = sources.snapshot
    if snapshot.problems or snapshot.broken:
        findings = checking.check(FolderTree(root), snapshot)
        return [finding for finding in findings if finding.level == "error"]
    errors = [
        problem
        for problem in problems_by_part(sources, memo, views, workers)
        if not (problem.policy or problem.advice)
    ]
    return checking.located(FolderTree(root), errors)


def problems_by_part(
    sources: Sources, memo: Memo, views: Mapping[int, View], workers: int | None
) -> Iterator[Problem]:
    """What all rules find, each folder and each year by itself."""
    for tahun in views:
        yield from _Judge(sources, memo, views, tahun, workers).problems()


class _Judge:
    """Judges one year."""

    def __init__(
        self,
        sources: Sources,
        memo: Memo,
        views: Mapping[int, View],
        tahun: int,
        workers: int | None,
    ) -> None:
        self.sources = sources
        self.memo = memo
        self.views = views
        self.view = views[tahun]
        self.tahun = tahun
        self.workers = workers
        self.digests = Digests(sources)
        self.settings = self.digests.settings

    def problems(self) -> Iterator[Problem]:
        """Everything wrong with the year, except what only `Snapshot.problems` knows."""
        facts = self._facts()
        self.view.flags = facts.flags  # pages show them too
        folders = {folder.slug: folder for folder in self.view.year.folders}
        keys = {
            slug: self.memo.key("temuan", self.settings, *self._read_by(folder, facts))
            for slug, folder in folders.items()
        }
        judged = partial(_of_folder, self.view, facts)
        found = self._known("temuan", keys, lambda slug: judged(folders[slug]))
        for slug in folders:
            yield from found[slug]
        yield from _of_year(self.view)

    def _read_by(self, folder: KelurahanFolder, facts: Facts) -> Iterator[str]:
        """What the rules may look at when they judge one folder."""
        yield self.sources.content(f"{self.tahun}/{folder.slug}")
        for sketch in self.view.extracts[folder.slug].sketches:
            if sketch.id in facts.flags or sketch.id in facts.twins:
                yield repr((facts.flags.get(sketch.id), facts.twins.get(sketch.id)))
            if sketch.kode_tracking is not None:
                first = self.view.first_with_code[sketch.kode_tracking]
                if first != sketch.id:
                    yield f"{sketch.id} {first}"
            if sketch.dimaksud:
                yield f"{sketch.id} {self.view.exists(sketch.dimaksud)}"

    def _facts(self) -> Facts:
        """Flags and twins of the year, each group of activities judged apart."""
        groups = group(self.view.sketches, _bucket)
        before = group(
            (
                sketch
                for tahun, view in self.views.items()
                if tahun < self.tahun
                for sketch in view.sketches
                if sketch.status is Status.DISETUJUI
            ),
            _bucket,
        )
        keys = {
            name: self.memo.key(
                "sejenis",
                self.settings,
                self.digests.cases(group),
                self.digests.cases(before.get(name, ())),
            )
            for name, group in groups.items()
        }
        found = self._known(
            "sejenis",
            keys,
            lambda name: _peers(self._cases(groups[name]), self._cases(before.get(name, ()))),
        )
        flags: dict[str, tuple[Flag, ...]] = {}
        pairs: dict[str, tuple[str, str]] = {}
        for facts in found.values():
            flags |= facts.flags
            pairs |= facts.twins
        for name, flag in self._far_flags():
            flags[name] = (*flags.get(name, ()), flag)
        return Facts(flags, pairs)

    def _far_flags(self) -> Iterator[tuple[str, Flag]]:
        """Flags of the place, each kelurahan judged apart."""
        groups = group(self.view.sketches, attrgetter("kelurahan"))
        keys = {
            slug: self.memo.key("lokasi", self.settings, self.digests.cases(members))
            for slug, members in groups.items()
            if any(sketch.titik for sketch in members)
        }
        found = self._known("lokasi", keys, lambda slug: _far(self._cases(groups[slug])))
        for flags in found.values():
            yield from flags

    def _cases(self, sketches: Iterable[Sketch]) -> list[Case]:
        return [self.views[one.tahun].cases_by_folder[one.folder][one.nomor] for one in sketches]

    def _known(
        self, table: str, keys: Mapping[str, str], work: Callable[[str], Result]
    ) -> dict[str, Result]:
        """The result for every name; those whose key is new are worked out."""
        place = self.memo.key(table, str(self.tahun))
        kept: dict[str, tuple[str, Result]] = self.memo.get(place) or {}
        missing = [name for name, key in keys.items() if kept.get(name, ("",))[0] != key]
        few = len(missing) <= MANY_JOBS
        made = dict(zip(missing, shared(missing, work, 1 if few else self.workers), strict=True))
        found = {name: made[name] if name in made else kept[name][1] for name in keys}
        if made or kept.keys() != keys.keys():
            self.memo.put(place, {name: (keys[name], found[name]) for name in keys})
        return found


def _bucket(sketch: Sketch) -> str:
    return str(zlib.crc32(sketch.kegiatan.encode()) % BUCKETS)


def _far(cases: Sequence[Case]) -> list[tuple[str, Flag]]:
    return [(case.id, flag) for case, flag in fairness.far_flags(cases)]


def _peers(cases: Sequence[Case], before: Iterable[Case]) -> Facts:
    found = twins.twins(cases, before)
    return Facts(
        fairness.peer_flags(cases),
        {name: (twin.case.id, twin.reason) for name, twin in found.items()},
    )


def _of_folder(whole: View, facts: Facts, folder: KelurahanFolder) -> list[Problem]:
    """What the rules find in the files of one folder."""
    year = whole.year
    own = {
        slug: folder if slug == folder.slug else KelurahanFolder(slug, other.profil)
        for slug, other in year.kelurahan.items()
    }
    direct = folder if folder is year.langsung else KelurahanFolder(year.langsung.slug)
    cases = tuple(whole.cases_by_folder[folder.slug].values())
    view = View(whole.snapshot, replace(year, kelurahan=own, langsung=direct))
    view.cases = cases
    view.flags = facts.flags
    view.twins = {
        case.id: Twin(whole.case(facts.twins[case.id][0]), facts.twins[case.id][1])
        for case in cases
        if case.id in facts.twins
    }
    view.first_with_code = whole.first_with_code
    group = f"{year.tahun}/{folder.slug}"
    return [problem for problem in _ask(view) if _group(problem) == group]


def _of_year(whole: View) -> list[Problem]:
    """What the rules find in the files that belong to no folder."""
    year = whole.year
    outlines = {
        slug: KelurahanFolder(slug, folder.profil, kirim=folder.kirim)
        for slug, folder in year.kelurahan.items()
    }
    langsung = KelurahanFolder(year.langsung.slug, kirim=year.langsung.kirim)
    view = View(whole.snapshot, replace(year, kelurahan=outlines, langsung=langsung))
    view.decided = whole.decided
    view.flags, view.twins = {}, {}
    folders = {f"{year.tahun}/{folder.slug}" for folder in year.folders}
    return [problem for problem in _ask(view) if _group(problem) not in folders]


def _ask(view: View) -> Iterator[Problem]:
    for rule in RULES:
        yield from rule.problems(view)


def _group(problem: Problem) -> str:
    return group_of(problem.file.rpartition("/")[0])
