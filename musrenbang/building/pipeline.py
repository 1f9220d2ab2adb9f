"""From a data folder to a published site: only what changed is read, judged, rendered, written."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from musrenbang.building.builder import Builder, GoneError, Site
from musrenbang.building.extracting import views_of
from musrenbang.building.glance import Glance
from musrenbang.building.judging import judge
from musrenbang.building.memo import Memo
from musrenbang.building.printing import Printing
from musrenbang.building.reads import Content
from musrenbang.building.rendering import Workshop
from musrenbang.building.retold import retold
from musrenbang.building.sources import read_sources
from musrenbang.building.stamps import stamp_again
from musrenbang.building.state import State
from musrenbang.building.template_code import TemplateCode
from musrenbang.checking import as_text
from musrenbang.errors import CommandError
from musrenbang.progress import Progress
from musrenbang.publishing import CHECKSUMS, recover, staging
from musrenbang.site.engine import Engine
from musrenbang.site.world import World
from musrenbang.theme import read_theme


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
        except GoneError:
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
    with ExitStack() as stack:
        telling = retold(root, memo, glance.history, sources, workers)
        history, names, pending = stack.enter_context(telling)
        findings = judge(root, sources, memo, views, workers)
        if findings:
            raise CommandError(
                f"{len(findings)} galat; situs yang ada tidak diubah.\n{as_text(findings)}"
            )
        theme = read_theme()
        content = Content(sources, history, names, theme)
        stage = stack.enter_context(staging(target))
        shop = Workshop(root, stage, memo, site.sums)
        builder = Builder(shop, site, memo, content, progress, workers)
        documents = {
            tahun: builder.print(printing, view, history, theme) for tahun, view in views.items()
        }
        world = World(snapshot, history, theme, documents, views=views, keep=builder.piece)
        builder.render(Engine(world, TemplateCode(root)), pending=pending)
        sums = builder.sums()
        if site.usable:
            stage.update(site.listing, sums, sorted(site.sums.keys() - sums.keys()))
        else:
            stage.replace(sums)
    fresh = {*builder.changed(), CHECKSUMS}
    stamps = stamp_again(target, site.stamps, [*sums, CHECKSUMS], fresh).fingerprint
    listing = hashlib.sha256((target / CHECKSUMS).read_bytes()).hexdigest()
    state = State(sources.known, builder.units, builder.anchors, documents, listing, stamps)
    states.put(state_key, state)
    memo.cache.prune(memo.used)
    return len(sums), stamps


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
