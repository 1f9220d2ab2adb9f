"""The views of all years, with extracts kept from earlier builds."""

from collections.abc import Mapping
from typing import Any

from musrenbang.building.memo import Memo
from musrenbang.building.reads import Digests
from musrenbang.building.sources import Sources
from musrenbang.extracts import Extract, Sketch, extract_of
from musrenbang.snapshot import KelurahanFolder
from musrenbang.views import View


def views_of(sources: Sources, memo: Memo) -> dict[int, View]:
    """A view of every year, whose extracts name the content of each proposal's files."""
    snapshot = sources.snapshot
    digests = Digests(sources)
    views = {tahun: View(snapshot, year) for tahun, year in snapshot.years.items()}
    for view in views.values():
        view.extracts = _extracts(view, digests, memo)
    return views


def _extracts(view: View, digests: Digests, memo: Memo) -> Mapping[str, Extract]:
    found: dict[str, Extract] = {}
    for folder in view.year.folders:
        content = digests.folder(view.year.tahun, folder.slug)
        key = memo.key("petikan", digests.settings, folder.slug, content)
        kept = memo.get(key)
        if kept is None:
            kept = _by_column(_extract(view, folder, digests))
            memo.put(key, kept)
        found[folder.slug] = _by_row(kept)
    return found


def _by_column(extract: Extract) -> tuple[Any, ...]:
    """An extract to be kept: columns come back in a third of the time that rows would take."""
    return tuple(zip(*extract.sketches, strict=True)), *extract[1:]


def _by_row(kept: tuple[Any, ...]) -> Extract:
    columns, *rest = kept
    return Extract(tuple(map(Sketch._make, zip(*columns, strict=True))), *rest)


def _extract(view: View, folder: KelurahanFolder, digests: Digests) -> Extract:
    cases = view.cases_by_folder[folder.slug].values()
    return extract_of(folder, cases, digests.mark)
