"""Which year a command is about where several are not finished."""

from collections.abc import Callable, Iterable

from musrenbang.records.snapshot import KelurahanFolder, Snapshot, Year, chosen_year
from musrenbang.text.name_keys import slug_of
from musrenbang.year.steps import open_beside, unfinished


def open_year(
    snapshot: Snapshot,
    wanted: int | None,
    kelurahan: Iterable[str] = (),
    fits: Callable[[KelurahanFolder], bool] | None = None,
) -> Year:
    """The year asked for; else that of `fitting_year`, with those told that are not finished."""
    if wanted is not None:
        return chosen_year(snapshot, wanted)
    year = fitting_year(snapshot, kelurahan, fits)
    if others := open_beside(snapshot, year.tahun):
        rest = " dan ".join(map(str, others))
        print(f"Tahun {year.tahun}. Tahun {rest} juga belum selesai; untuk itu tulis --tahun.")
    return year


def fitting_year(
    snapshot: Snapshot,
    kelurahan: Iterable[str],
    fits: Callable[[KelurahanFolder], bool] | None,
) -> Year:
    """The newest unfinished year in which one of some kelurahan fits, or the newest."""
    slugs = {slug_of(one) for one in kelurahan}
    for one in reversed(list(snapshot.years.values())):
        named = (
            folder
            for folder in one.kelurahan.values()
            if slugs & {folder.slug, slug_of(folder.nama)}
        )
        if fits and unfinished(one) and any(map(fits, named)):
            return one
    return chosen_year(snapshot, None)
