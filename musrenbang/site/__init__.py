"""The public notice site: every page and file below `_site/` except the printed documents.

Rendering is a pure function: no file, Git, clock, locale or chance is asked for anything.
"""

from collections.abc import Iterator, Mapping, Sequence

from musrenbang.history import History
from musrenbang.publishing import Copy, Output
from musrenbang.site.document_link import DocumentLink
from musrenbang.site.engine import Engine
from musrenbang.site.feeds import sitemap
from musrenbang.site.links import Anatomy, anatomy, broken, refuse_broken
from musrenbang.site.units import units
from musrenbang.site.world import World
from musrenbang.snapshot import Snapshot
from musrenbang.theme import Theme

__all__ = ["DocumentLink", "render_site"]


def render_site(
    snapshot: Snapshot,
    history: History,
    theme: Theme,
    documents: Mapping[int, Sequence[DocumentLink]],
) -> Iterator[Output]:
    """Everything the site consists of, as (path below `_site/`, content).

    `documents` names, by year, the printable documents published beside it. Raises
    `CommandError` at the end, so that nothing is published, where a link leads nowhere.
    """
    world = World(snapshot, history, theme, documents)
    engine = Engine(world)
    found: dict[str, Anatomy] = {}
    for unit in units(world):
        for path, content in unit.render(engine):
            found[path] = (
                Anatomy() if isinstance(content, Copy) else anatomy(path, content, world.host_path)
            )
            yield path, content
    yield from sitemap(world, found)
    printed = (link.path for links in documents.values() for link in links)
    refuse_broken(broken(found.items(), frozenset(printed)))
