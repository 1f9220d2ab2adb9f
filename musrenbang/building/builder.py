"""One build of a site: which units stay as they are published, and which are made anew."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from musrenbang.building.memo import Memo
from musrenbang.building.printing import Printing
from musrenbang.building.reads import Content
from musrenbang.building.rendering import Job, Rendered, Workshop
from musrenbang.building.stamps import NO_STAMPS, Stamps
from musrenbang.building.state import KeptUnit, Made, State, Written
from musrenbang.history import History
from musrenbang.parallel import cores
from musrenbang.progress import Progress
from musrenbang.site.document_link import DocumentLink
from musrenbang.site.engine import Engine
from musrenbang.site.feeds import sitemap
from musrenbang.site.general_pages import sources
from musrenbang.site.links import refuse_broken
from musrenbang.site.units import Unit, units
from musrenbang.site.world import Make, Place
from musrenbang.theme import Theme
from musrenbang.views import View

SITEMAP = "peta situs"


@dataclass
class Site:
    """What is published at a target, as far as it can be built upon."""

    target: Path
    state: State
    listing: bytes = b""
    sums: Mapping[str, str] = field(default_factory=dict)
    stamps: Stamps = NO_STAMPS

    @property
    def usable(self) -> bool:
        return bool(self.sums)


class GoneError(Exception):
    """A page or anchor is no longer there: all pages have to be asked whether they lead to it."""


class Builder:
    """One build: what it keeps of the published site, and what it makes anew."""

    def __init__(  # noqa: PLR0913, PLR0917 - what one build works with
        self,
        shop: Workshop,
        site: Site,
        memo: Memo,
        content: Content,
        progress: Progress,
        workers: int | None,
    ) -> None:
        self.shop = shop
        self.site = site
        self.memo = memo
        self.content = content
        self.progress = progress
        self.workers = workers
        self.units: dict[str, KeptUnit] = {}
        """Every unit of the new site."""
        self.fresh: dict[str, Written] = {}
        """The outputs of those made anew, by path."""
        self.replaced: dict[str, Written] = {}
        """The published outputs of those made anew, and of those that are no more."""
        self.anchors: frozenset[str] = site.state.anchors if site.usable else frozenset()
        self._old = site.state.units if site.usable else {}

    def _keep(self, name: str, key: str) -> bool:
        """Keep the published outputs of a unit, if they are those that the key means."""
        unit = self._old.get(name)
        if unit is None or unit.key != key:
            return False
        self.units[name] = unit
        self.memo.used |= unit.cached
        return True

    def _put(self, name: str, key: str, made: Made, cached: frozenset[str] = frozenset()) -> None:
        """Remember what has been made of a unit."""
        self._replace(name)
        self.units[name] = KeptUnit.of(key, made, cached)
        self.memo.used |= cached
        for output in made.outputs:
            if self.fresh.setdefault(output.path, output).digest != output.digest:
                raise FileExistsError(output.path)

    def _replace(self, name: str) -> None:
        """Remember what was published of a unit that does not stay."""
        self.replaced |= {output.path: output for output in self._before(name).outputs}

    def _before(self, name: str) -> Made:
        """What a unit consists of as it is published."""
        unit = self._old.get(name)
        return unit.made() if unit else Made()

    def print(
        self, printing: Printing, view: View, history: History, theme: Theme
    ) -> Sequence[DocumentLink]:
        """The documents of a year, printed anew where anything they may show has changed."""
        tahun = view.year.tahun
        name = f"{tahun} dokumen"
        # A document may speak of other years too: of what was asked for before, for example.
        key = self.memo.key(
            f"{printing.name} {tahun}",
            self.content.shared,
            self.content.version(),
            *map(self.content.year, view.snapshot.years),
        )
        if printing.is_pure and self._keep(name, key):
            return self.site.state.documents[tahun]
        self.progress.step(f"Menyusun dokumen {tahun}")
        links, written = [], []
        for link, data in printing(view, history, theme):
            links.append(link)
            written.append(self.shop.put([(link.path, data)]).made.outputs[0])
        self._put(name, key, Made(tuple(written)))
        return links

    def piece(self, place: Place, make: Make) -> bytes:
        """A part of a file, made again only where its folder has changed."""
        content = self.content.folder(place.tahun, place.slug)
        history = self.content.history(place.tahun, place.slug) if place.recorded else ""
        key = self.memo.key(repr(place), self.content.shared, content, history)
        found = self.memo.raw(key)
        if found is None:
            found = make()
            self.memo.put_raw(key, found)
        return found

    def render(self, engine: Engine, *, pending: bool) -> None:
        """Render the units of the site that changed; where the history is pending, its own last."""
        self.progress.step("Menyusun halaman")
        every = list(units(engine.world))
        last = [unit for unit in every if pending and unit.told]
        first = [unit for unit in every if not (pending and unit.told)]
        # Who tells the history is one of those at work.
        others = max(1, (self.workers or cores()) - 1) if last else self.workers
        made = chain(self._render(engine, first, others), self._render(engine, last, self.workers))
        rendered = list(self.progress.count(made))
        for name in self._old.keys() - self.units.keys() - {SITEMAP}:
            self._replace(name)
        self._map_site(engine)
        self._refuse_broken_links(rendered, sources(engine))

    def _render(
        self, engine: Engine, some: Iterable[Unit], workers: int | None
    ) -> Iterator[Rendered]:
        jobs: list[Job] = []
        for unit in some:
            key = self.memo.key(unit.name, self.content.shared, *unit.reads(self.content))
            if not self._keep(unit.name, key):
                jobs.append(Job(key, unit, self._before(unit.name)))
        made = self.shop.render(engine, self.content, jobs, workers)
        for job, result in zip(jobs, made, strict=True):
            self._put(job.unit.name, job.key, result.made, result.cached)
            yield result

    def _map_site(self, engine: Engine) -> None:
        """List all pages, where they are not the same as before."""
        key = self.memo.key(SITEMAP, self.content.shared)
        if self.fresh.keys() != self.replaced.keys() or not self._keep(SITEMAP, key):
            pages = [out.path for unit in self.units.values() for out in unit.made().outputs]
            self._put(SITEMAP, key, self.shop.put(sitemap(engine.world, pages)).made)

    def sums(self) -> dict[str, str]:
        """The digests of the new site, by path in order."""
        found = dict(self.site.sums)
        for path in self.replaced.keys() - self.fresh.keys():
            del found[path]
        found |= {path: output.digest for path, output in self.fresh.items()}
        return found if found.keys() == self.site.sums.keys() else dict(sorted(found.items()))

    def changed(self) -> set[str]:
        """Every path that is new or gone, or has other content than before."""
        paths = self.fresh.keys() | self.replaced.keys()
        return {path for path in paths if self.fresh.get(path) != self.replaced.get(path)}

    def _refuse_broken_links(
        self, rendered: Iterable[Rendered], sources: Mapping[str, str]
    ) -> None:
        """Refuse what leads nowhere; start over where pages that stay may lead to what has gone."""
        faults = [fault for result in rendered for fault in result.faults]
        for result in rendered:
            for link, page in sorted(result.links.items()):
                target, _, anchor = link.partition("#")
                if not self._is_there(target):
                    faults.append(f"{page}: tautan ke {link} tidak ada tujuannya")
                elif anchor and target.endswith(".html") and not self._has(target, anchor):
                    faults.append(f"{page}: {target} tidak memuat jangkar #{anchor}")
        refuse_broken(faults, sources)
        for path, output in self.replaced.items():
            if path not in self.fresh:
                raise GoneError
            gone = set(output.ids).difference(self.fresh[path].ids)
            if any(f"{path}#{name}" in self.anchors for name in gone):
                raise GoneError
        self.anchors |= {link for result in rendered for link in result.links if "#" in link}

    def _is_there(self, path: str) -> bool:
        return path in self.fresh or (path in self.site.sums and path not in self.replaced)

    def _has(self, path: str, anchor: str) -> bool:
        """Whether a page has an anchor; what others have led to before need not be looked up."""
        if path in self.fresh:
            return anchor in self.fresh[path].ids
        return f"{path}#{anchor}" in self.anchors or anchor in self._kept_ids.get(path, ())

    @cached_property
    def _kept_ids(self) -> Mapping[str, tuple[str, ...]]:
        """The anchors of every page that stays."""
        kept = (unit for name, unit in self._old.items() if self.units.get(name) is unit)
        return {output.path: output.ids for unit in kept for output in unit.made().outputs}
