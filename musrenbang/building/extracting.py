"""The views of all years, with extracts kept from earlier builds."""

from collections.abc import Mapping

from musrenbang.building.memo import Memo
from musrenbang.building.reads import Digests
from musrenbang.building.sources import Sources
from musrenbang.extracts import Extract, extract_of
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
        extract = memo.get(key)
        if extract is None:
            extract = _extract(view, folder, digests)
            memo.put(key, extract)
        found[folder.slug] = extract
    return found


def _extract(view: View, folder: KelurahanFolder, digests: Digests) -> Extract:
    cases = view.cases_by_folder[folder.slug].values()
    return extract_of(folder, cases, digests.mark)
