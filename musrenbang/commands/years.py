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
    """The year asked for; else the newest in which one of some kelurahan fits, or the newest.

    Where others are not finished either, says which it is.
    """
    year = chosen_year(snapshot, wanted)
    if wanted is not None:
        return year
    slugs = {slug_of(one) for one in kelurahan}
    for one in reversed(list(snapshot.years.values())):
        named = (
            folder
            for folder in one.kelurahan.values()
            if slugs & {folder.slug, slug_of(folder.nama)}
        )
        if fits and unfinished(one) and any(map(fits, named)):
            year = one
            break
    if others := open_beside(snapshot, year.tahun):
        rest = " dan ".join(map(str, others))
        print(f"Tahun {year.tahun}. Tahun {rest} juga belum selesai; untuk itu tulis --tahun.")
    return year
