"""Rendering: the units that have changed, on all cores, into the stage of the publisher."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from pathlib import Path
from typing import NamedTuple

from musrenbang.building.memo import Memo
from musrenbang.building.reads import Content
from musrenbang.building.state import Made, Written
from musrenbang.parallel import shared
from musrenbang.publishing import Copy, Output, Stage, content_of
from musrenbang.site.engine import Engine
from musrenbang.site.links import Anatomy, anatomy
from musrenbang.site.units import Unit

Links = Mapping[str, str]
"""Where pages lead, each place with the first page that leads there."""


class Rendered(NamedTuple):
    """What rendering one unit gave."""

    made: Made
    links: Links
    faults: tuple[str, ...]
    """What is wrong with single pages, one Indonesian line each."""
    cached: frozenset[str] = frozenset()
    """What the unit has in the cache."""


MANY_FOLDERS = 16
"""So many are shared out as a whole: who has made some pages of one knows what others show."""
IN_A_ROW = 50
"""Pages rendered before the first of them is looked at: what templates work with then stays near
the processor, and all of it takes a seventh less time."""


class Job(NamedTuple):
    """A unit to render: its key, and what it consists of as it is published."""

    key: str
    unit: Unit
    before: Made


class Workshop:
    """Renders units; forks of this process take their share."""

    def __init__(self, root: Path, stage: Stage, memo: Memo, published: Mapping[str, str]) -> None:
        self._root = root
        self._stage = stage
        self._memo = memo
        self._published = published

    def render(
        self, engine: Engine, content: Content, jobs: Sequence[Job], workers: int | None
    ) -> Iterator[Rendered]:
        """Render units under their keys; what is published already is not written again."""

        def work(some: Sequence[Job]) -> list[Rendered]:
            return [self._job(engine, content, job) for job in some]

        return chain.from_iterable(shared(_by_folder(jobs), work, workers))

    def _job(self, engine: Engine, content: Content, job: Job) -> Rendered:
        others, self._memo.used = self._memo.used, set()
        try:
            rendered = self._unit(engine, content, job)
            return rendered._replace(cached=frozenset(self._memo.used))
        finally:
            self._memo.used = others

    def _unit(self, engine: Engine, content: Content, job: Job) -> Rendered:
        host_path = engine.world.host_path
        if job.unit.render:
            return self.put(job.unit.render(engine), host_path)
        parts = {
            self._memo.key(job.unit.name, content.shared, *part.reads): part
            for part in job.unit.parts(content)
        }
        before = dict(zip(job.before.keys, job.before.outputs, strict=True))
        fresh = [key for key in parts if key not in before]
        made = _in_a_row(parts[key].render(engine) for key in fresh)
        rendered = self.put(made, host_path)
        found = {**before, **dict(zip(fresh, rendered.made.outputs, strict=True))}
        outputs = tuple(found[key] for key in parts)
        return rendered._replace(made=Made(outputs, tuple(parts)))

    def put(self, outputs: Iterable[Output], host_path: str = "/") -> Rendered:
        """Write outputs unless the same bytes are published already."""
        written: list[Written] = []
        links: dict[str, str] = {}
        faults: list[str] = []
        for path, content in outputs:
            data = content_of(content, self._root)
            digest = hashlib.sha256(data).hexdigest()
            if self._published.get(path) != digest:
                self._stage.write(path, data)
            found = Anatomy() if isinstance(content, Copy) else anatomy(path, data, host_path)
            for link in found.links:
                links.setdefault(link, path)
            faults += (f"{path}: {fault}" for fault in found.faults)
            written.append(Written(path, digest, found.ids))
        return Rendered(Made(tuple(written)), links, tuple(faults))


def _by_folder(jobs: Sequence[Job]) -> list[list[Job]]:
    """Jobs of one folder together, where there are folders enough to share out."""
    groups = groupby(jobs, lambda job: job.unit.folder or job.unit.name)
    found = [list(some) for _, some in groups]
    folders = sum(len(some) > 1 for some in found)
    return found if folders >= MANY_FOLDERS else [[job] for job in jobs]


def _in_a_row(outputs: Iterator[Output]) -> Iterator[Output]:
    while some := list(islice(outputs, IN_A_ROW)):
        yield from some
