"""Which mapping of the year reads a sheet: the one with its columns and its scale."""

from collections.abc import Mapping

from musrenbang.importing.found_sheet import CONTENT_TITLE, OURS, FoundSheet
from musrenbang.importing.heading_words import scale, scale_above
from musrenbang.importing.mapping import SHEET_NAME, Pemetaan
from musrenbang.importing.sheet_files import has_rejects_titles
from musrenbang.text.errors import CommandError
from musrenbang.text.name_keys import column_key


def known_layout(found: FoundSheet, known: Mapping[str, Pemetaan]) -> str | None:
    """The name of the mapping that knows exactly these columns, and what their sums stand for.

    Rejected rows have lost the texts above their table: `CommandError` where these would tell.
    """
    titles = {column_key(title) for title in found.table.titles if title}
    fitting = [name for name, mapping in known.items() if _knows(mapping, titles)]
    if not has_rejects_titles(found.table.titles):
        above = scale_above(found.table.head)
        fitting = [name for name in fitting if _has_scale(known[name], above)]
    elif len({_times(known[name]) for name in fitting}) > 1:
        raise CommandError(
            f"{found.place}: bentuk lembar ini dikenal dalam rupiah penuh dan juga dalam ribuan "
            "atau jutaan. Perbaiki barisnya pada lembar asal, lalu impor lembar itu."
        )
    return next(iter(fitting), None)


def _knows(mapping: Pemetaan, titles: set[str]) -> bool:
    reads = {column_key(title) for title in mapping.columns()} - {
        column_key(title) for title in (SHEET_NAME, CONTENT_TITLE)
    }
    others = map(column_key, (*mapping.tidak_dibaca, *mapping.lembar_kerja.pribadi))
    return reads <= titles <= {*reads, *others, *map(column_key, OURS)}


def _times(mapping: Pemetaan) -> int:
    money = mapping.bidang.perkiraan_anggaran
    return money.kali if money else 1


def _has_scale(mapping: Pemetaan, above: int) -> bool:
    """Whether a mapping takes sums for what their heading, or else a text above it, says."""
    money = mapping.bidang.perkiraan_anggaran
    if money is None or money.kolom is None or scale(money.kolom) > 1:
        return True
    return money.kali == above
