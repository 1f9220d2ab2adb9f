"""Choosing the year and the kelurahan that a word on the command line means."""

from musrenbang.records.snapshot import KelurahanFolder, Snapshot, Year
from musrenbang.records.validation import meant
from musrenbang.text.errors import UsageError
from musrenbang.text.name_keys import slug_of


def chosen_year(snapshot: Snapshot, wanted: int | None) -> Year:
    """The year asked for, else the newest; `UsageError` where it is not there."""
    if not snapshot.years:
        raise UsageError("Belum ada data tahun mana pun di folder ini.")
    tahun = max(snapshot.years) if wanted is None else wanted
    if tahun not in snapshot.years:
        known = ", ".join(map(str, snapshot.years))
        raise UsageError(f"--tahun {tahun} tidak ada; yang ada: {known}.")
    return snapshot.years[tahun]


def chosen_kelurahan(year: Year, text: str) -> KelurahanFolder:
    """The kelurahan of this name or folder; `UsageError` where there is none."""
    slug = slug_of(text)
    for folder in year.kelurahan.values():
        if slug in {folder.slug, slug_of(folder.nama)}:
            return folder
    close = meant(slug, year.kelurahan)
    hint = f"Maksud Anda {close}?" if close else f"Yang ada: {', '.join(year.kelurahan)}."
    raise UsageError(f"Kelurahan “{text}” tidak ada pada tahun {year.tahun}. {hint}")
