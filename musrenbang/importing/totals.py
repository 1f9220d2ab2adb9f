"""Whether the sums that a sheet states are those of the rows that were read."""

from collections.abc import Iterable, Iterator

from musrenbang.importing.found_table import TOTAL
from musrenbang.importing.sheet_files import SourceRow, SourceSheet
from musrenbang.sheets.cells import CellError, as_text, read_rupiah, scaled_rupiah
from musrenbang.text.indonesian import rupiah
from musrenbang.year.places import rt_rw_in


def unlike_total(sheet: SourceSheet) -> str | None:
    """What the sheet says its rows add up to, where they do not; `None` where all is well."""
    totals = list(_amounts(sheet, (row for row, what in sheet.aside if what == TOTAL)))
    rows = list(_amounts(sheet, sheet.rows))
    if not totals or not rows:
        return None
    stated, read = [amount for _, amount in totals], sum(amount for _, amount in rows)
    row, most = max(totals, key=lambda total: total[1])
    if most == 0 or read in {most, sum(stated), sum(stated) - most}:
        return None
    above = sum(amount for one, amount in rows if one.number < row.number)
    if most == above and rt_rw_in(" ".join(map(as_text, row.cells))).rw:
        return None
    return (
        f"{sheet.label}: jumlah anggaran yang dibaca {rupiah(read)}, sedangkan baris {row.number} "
        f"menyebut {rupiah(most)}. Periksa apakah semua baris dan angkanya terbaca."
    )


def _amounts(sheet: SourceSheet, rows: Iterable[SourceRow]) -> Iterator[tuple[SourceRow, int]]:
    """Rows whose sum can be read, each with it."""
    source = sheet.mapping.bidang.perkiraan_anggaran
    if source is None or source.kolom is None:
        return
    for row in rows:
        cell = row.cell(source.kolom)
        try:
            if as_text(cell).strip():
                amount = (
                    scaled_rupiah(cell, source.kali, comma=sheet.comma)
                    if source.kali > 1
                    else read_rupiah(cell)
                )
                yield row, amount
        except CellError:
            continue
