"""Which rows of a sheet are meant; for the others, why not."""

from collections.abc import Mapping, Sequence

from musrenbang.importing.sheet_files import RejectedError, SourceRow, SourceSheet
from musrenbang.records.validation import meant
from musrenbang.text.errors import UsageError
from musrenbang.text.name_keys import column_key

Choice = Mapping[str, Sequence[str]]
"""Values a column may have, by column."""


class Scope:
    """Judges rows one by one."""

    def __init__(self, sheet: SourceSheet, chosen: Choice) -> None:
        mapping, rows = sheet.mapping, sheet.rows
        self.conditions = [
            (column, set(map(column_key, values)), f"{column} bukan {' atau '.join(values)}")
            for column, values in (*mapping.hanya.items(), *chosen.items())
            if sheet.has(column)
        ]
        self.skipped = mapping.lewati
        self.known = {
            rule.rujukan: {row.key(rule.rujukan) for row in rows}
            for rule in mapping.lewati
            if rule.rujukan
        }

    def reason_outside(self, row: SourceRow) -> str | None:
        """Why a row is out of scope; `None` for a row that is in.

        `RejectedError` where a row says that it repeats another one, which is not there.
        """
        if row.is_empty:
            return "baris kosong"
        for column, values, reason in self.conditions:
            if row.key(column) not in values:
                return reason
        for rule in self.skipped:
            origin = row.key(rule.kolom)
            if origin and rule.rujukan and origin not in self.known[rule.rujukan]:
                raise RejectedError(
                    f"Kolom “{rule.kolom}” merujuk {rule.rujukan} {origin}, yang tidak ada di "
                    "lembar ini."
                )
            if origin:
                return rule.sebab
        return None


def parse_choice(words: Sequence[str]) -> dict[str, list[str]]:
    """`--pilih kolom=nilai …` as columns and values."""
    choice: dict[str, list[str]] = {}
    for word in words:
        column, sign, value = word.partition("=")
        if not sign or not column.strip() or not value.strip():
            raise UsageError(f"--pilih {word}: tulis kolom=nilai, misalnya kecamatan=Cisaat.")
        choice.setdefault(column.strip(), []).append(value.strip())
    return choice


def check_choice(choice: Choice, sheets: Sequence[SourceSheet]) -> None:
    """Refuse a column that a sheet lacks, or a value that no row has: mistyped, not meant."""
    rows = [row for sheet in sheets for row in sheet.rows]
    for column, values in choice.items():
        for sheet in sheets:
            if not sheet.has(column):
                raise UsageError(_unknown_choice(sheet, column))
        present = {row.text(column).strip() for row in rows} - {""}
        keys = set(map(column_key, present))
        for value in values:
            if column_key(value) in keys:
                continue
            close = meant(value, sorted(present))
            listing = ", ".join(sorted(present)[:40])
            raise UsageError(
                f"Tidak ada baris dengan {column} “{value}”. "
                + (f"Maksud Anda “{close}”?" if close else f"Yang ada: {listing}.")
            )


def _unknown_choice(sheet: SourceSheet, column: str) -> str:
    present = [title for title in sheet.titles if title]
    guess = meant(column, present)
    hint = f"Maksud Anda “{guess}”?" if guess else f"Kolom yang ada: {', '.join(present)}."
    return f"--pilih: {sheet.label} tidak memuat kolom “{column}”. {hint}"
