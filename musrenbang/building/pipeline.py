"""From a data folder to a published site: only what changed is read, judged, rendered, written."""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from musrenbang.building.extracting import views_of
from musrenbang.building.glance import Glance
from musrenbang.building.judging import judge
from musrenbang.building.memo import Memo
from musrenbang.building.printing import Printing
from musrenbang.building.reads import Content
from musrenbang.building.rendering import Before, Job, Links, Rendered, Workshop, Written
from musrenbang.building.retold import retold
from musrenbang.building.sources import read_sources
from musrenbang.building.stamps import NO_STAMPS, Stamps, stamp_again
from musrenbang.building.state import State
from musrenbang.building.template_code import TemplateCode
from musrenbang.checking import as_text
from musrenbang.errors import CommandError
from musrenbang.history import History
from musrenbang.progress import Progress
from musrenbang.publishing import CHECKSUMS, Stage, recover, staging
from musrenbang.site.document_link import DocumentLink
from musrenbang.site.engine import Engine
from musrenbang.site.feeds import sitemap
from musrenbang.site.links import refuse_broken
from musrenbang.site.units import units
from musrenbang.site.world import Make, World
from musrenbang.theme import Theme, read_theme
from musrenbang.views import View


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


def published(target: Path, glance: Glance, state: State | None) -> Site:
    """The published site, if it is still what the state says, to the last file."""
    if state is None or hashlib.sha256(glance.listing).hexdigest() != state.listing:
        return Site(target, state or State())
    if not state.outputs or glance.outputs.fingerprint != state.outputs:
        return Site(target, state)
    return Site(target, state, glance.listing, glance.sums, glance.outputs)


def publish_site(  # noqa: PLR0913, PLR0917 - what one build is told
    root: Path,
    target: Path,
    progress: Progress,
    printing: Printing,
    workers: int | None = None,
    glance: Glance | None = None,
) -> tuple[int, str]:
    """Publish the data folder `root` into `target`; how many files the site has, and their stamps.

    `glance` is what was seen of both a moment ago.

    Raises `CommandError` where the records or the links forbid publishing.
    """
    with _without_gc():
        recover(target)
        glance = glance or Glance(root, target, workers)
        try:
            return _publish(root, target, glance, progress, printing, workers)
        except _GoneError:
            return _publish(root, target, glance, progress, printing, workers, afresh=True)


def _publish(  # noqa: PLR0913, PLR0917 - as the function above
    root: Path,
    target: Path,
    glance: Glance,
    progress: Progress,
    printing: Printing,
    workers: int | None,
    *,
    afresh: bool = False,
) -> tuple[int, str]:
    memo, states = Memo(root, "build"), Memo(root, "situs")
    state_key = states.key("keadaan", str(target.resolve()))
    site = published(target, glance, None if afresh else states.get(state_key))
    progress.step("Membaca dan memeriksa data")
    sources = read_sources(root, glance.files, memo, site.state.known, workers)
    snapshot = sources.snapshot
    if not snapshot.years:
        folder = root / "proposals"
        raise CommandError(f"Belum ada data: folder {folder} kosong atau tidak ada.")
    views = views_of(sources, memo)
    with retold(root, memo, glance.history, sources.record, workers) as told:
        findings = judge(root, sources, memo, views, workers)
        if findings:
            raise CommandError(
                f"{len(findings)} galat; situs yang ada tidak diubah.\n{as_text(findings)}"
            )
        history, slices = told()
    theme = read_theme()
    content = Content(sources, history, slices, theme)
    with staging(target) as stage:
        builder = _Builder(root, site, stage, memo, content, progress, workers)
        documents = {
            tahun: builder.print(printing, view, history, theme) for tahun, view in views.items()
        }
        world = World(snapshot, history, theme, documents, views=views, keep=builder.piece)
        builder.render(Engine(world, TemplateCode(root)))
        stamps = builder.publish()
    listing = hashlib.sha256((target / CHECKSUMS).read_bytes()).hexdigest()
    state = State(
        sources.known,
        builder.keyed,
        builder.keys,
        builder.cached,
        builder.anchors,
        documents,
        listing,
        stamps,
    )
    states.put(state_key, state)
    memo.cache.prune(memo.used)
    return sum(len(outputs) for _, outputs in builder.keyed.values()), stamps


class _GoneError(Exception):
    """A page or anchor is no longer there: all pages have to be asked whether they lead to it."""


class _Builder:
    """One build: what it keeps of the published site, and what it makes anew."""

    def __init__(  # noqa: PLR0913, PLR0917 - what one build works with
        self,
        root: Path,
        site: Site,
        stage: Stage,
        memo: Memo,
        content: Content,
        progress: Progress,
        workers: int | None,
    ) -> None:
        self.shop = Workshop(root, stage, memo, site.sums)
        self.site = site
        self.stage = stage
        self.memo = memo
        self.content = content
        self.progress = progress
        self.workers = workers
        self.keyed: dict[str, tuple[str, tuple[Written, ...]]] = {}
        """Every unit with its key and outputs."""
        self.keys: dict[str, tuple[str, ...]] = {}
        """For every unit of many outputs the key of each."""
        self.cached: dict[str, frozenset[str]] = {}
        """What each unit has in the cache."""
        self.anchors: frozenset[str] = frozenset()

    def _keep(self, name: str, key: str) -> bool:
        """Keep the published outputs of a unit, if they are those that the key means."""
        known, outputs = self.site.state.units.get(name, ("", ()))
        if not self.site.usable or known != key:
            return False
        self.keyed[name] = key, outputs
        self._note(name, self.site.state.keys.get(name, ()), self.site.state.cached.get(name))
        return True

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
            written.append(self.shop.put([(link.path, data)]).outputs[0])
        self.keyed[name] = key, tuple(written)
        return links

    def _note(self, name: str, keys: tuple[str, ...], cached: frozenset[str] | None) -> None:
        """Remember what goes with a unit, for the next build."""
        if keys:
            self.keys[name] = keys
        self.cached[name] = cached or frozenset()
        self.memo.used |= self.cached[name]

    def _before(self, name: str) -> Before:
        """The published outputs of a unit of many, by their own keys."""
        if not self.site.usable:
            return {}
        _, outputs = self.site.state.units.get(name, ("", ()))
        keys = self.site.state.keys.get(name, ())
        return dict(zip(keys, outputs, strict=True)) if keys else {}

    def piece(self, kind: str, tahun: int, slug: str, further: str, make: Make) -> bytes:
        """A part of a data file, made again only where its folder has changed."""
        content = self.content.folder(tahun, slug)
        key = self.memo.key(kind, self.content.shared, f"{tahun}/{slug}", content, further)
        found = self.memo.raw(key)
        if found is None:
            found = make()
            self.memo.put_raw(key, found)
        return found

    def render(self, engine: Engine) -> None:
        """Render the units of the site that changed."""
        self.progress.step("Menyusun halaman")
        jobs: list[Job] = []
        for unit in units(engine.world):
            key = self.memo.key(unit.name, self.content.shared, *unit.reads(self.content))
            if not self._keep(unit.name, key):
                self.keyed[unit.name] = key, ()
                jobs.append(Job(key, unit, self._before(unit.name)))
        made = self.shop.render(engine, self.content, jobs, self.workers)
        rendered = list(self.progress.count(made))
        for job, result in zip(jobs, rendered, strict=True):
            self.keyed[job.unit.name] = job.key, result.outputs
            self._note(job.unit.name, result.keys, result.cached)
        paths = [output.path for _, outputs in self.keyed.values() for output in outputs]
        self.keyed["peta situs"] = "", self.shop.put(sitemap(engine.world, paths)).outputs
        self._refuse_broken_links(rendered)

    def _refuse_broken_links(self, rendered: Iterable[Rendered]) -> None:
        """Refuse what leads nowhere; start over where pages that stay may lead to what has gone."""
        ids = {out.path: out.ids for _, outputs in self.keyed.values() for out in outputs}
        faults: list[str] = []
        anchors = set(self.site.state.anchors)
        for result in rendered:
            faults += result.faults
            faults += _broken(result.links, ids)
            anchors.update(link for link in result.links if "#" in link)
        refuse_broken(faults)
        self.anchors = frozenset(anchors)
        if self.site.usable:
            for _, outputs in self.site.state.units.values():
                for output in outputs:
                    if output.path not in ids or any(
                        f"{output.path}#{name}" in anchors
                        for name in output.ids
                        if name not in ids[output.path]
                    ):
                        raise _GoneError

    def publish(self) -> str:
        """Let the new site take the place of the old; the stamps of all that is published."""
        sums: dict[str, str] = {}
        for _, outputs in self.keyed.values():
            for output in outputs:
                if sums.setdefault(output.path, output.digest) != output.digest:
                    raise FileExistsError(output.path)
        if self.site.usable:
            gone = self.site.sums.keys() - sums.keys()
            self.stage.update(self.site.listing, sums, sorted(gone))
        else:
            self.stage.replace(sums)
        fresh = {path for path, _ in self.site.sums.items() ^ sums.items()} | {CHECKSUMS}
        paths = [*sorted(sums), CHECKSUMS]
        return stamp_again(self.site.target, self.site.stamps, paths, fresh).fingerprint


def _broken(links: Links, ids: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for link, page in sorted(links.items()):
        target, _, anchor = link.partition("#")
        if target not in ids:
            yield f"{page}: tautan ke {link} tidak ada tujuannya"
        elif anchor and target.endswith(".html") and anchor not in ids[target]:
            yield f"{page}: {target} tidak memuat jangkar #{anchor}"


@contextmanager
def _without_gc() -> Iterator[None]:
    """Collecting garbage among a million records that all stay would take a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.unfreeze()  # all are old now, and not looked through at once
            gc.enable()
