"""Which rows of a sheet are meant; for the others, why not."""

from collections.abc import Mapping, Sequence

from musrenbang.importing.mapping import Pemetaan
from musrenbang.importing.sheet_files import RejectedError, SourceRow
from musrenbang.records.validation import meant
from musrenbang.sheets.cells import as_text
from musrenbang.text.errors import UsageError
from musrenbang.text.name_keys import column_key

Choice = Mapping[str, Sequence[str]]
"""Values a column may have, by column."""


class Scope:
    """Judges rows one by one."""

    def __init__(self, mapping: Pemetaan, chosen: Choice, rows: Sequence[SourceRow]) -> None:
        self.conditions = [
            (column, {column_key(value) for value in values}, _reason(column, values))
            for column, values in (*mapping.hanya.items(), *chosen.items())
        ]
        self.skipped = [
            (rule, _values(rows, rule.rujukan) if rule.rujukan else None) for rule in mapping.lewati
        ]

    def reason_outside(self, row: SourceRow) -> str | None:
        """Why a row is out of scope; `None` for a row that is in.

        `RejectedError` where a row says that it repeats another one, which is not there.
        """
        if row.is_empty:
            return "baris kosong"
        for column, values, reason in self.conditions:
            if column_key(as_text(row.cell(column))) not in values:
                return reason
        for rule, known in self.skipped:
            origin = column_key(as_text(row.cell(rule.kolom)))
            if origin:
                if known is not None and origin not in known:
                    raise RejectedError(
                        f"Kolom “{rule.kolom}” merujuk {rule.rujukan} {origin}, yang tidak ada di "
                        "lembar ini."
                    )
                return rule.sebab
        return None


def _values(rows: Sequence[SourceRow], column: str) -> set[str]:
    return {column_key(as_text(row.cell(column))) for row in rows}


def _reason(column: str, values: Sequence[str]) -> str:
    return f"{column} bukan {' atau '.join(values)}"


def parse_choice(words: Sequence[str]) -> dict[str, list[str]]:
    """`--pilih kolom=nilai …` as columns and values."""
    choice: dict[str, list[str]] = {}
    for word in words:
        column, sign, value = word.partition("=")
        if not sign or not column.strip() or not value.strip():
            raise UsageError(f"--pilih {word}: tulis kolom=nilai, misalnya kecamatan=Cisaat.")
        choice.setdefault(column.strip(), []).append(value.strip())
    return choice


def check_choice(choice: Choice, rows: Sequence[SourceRow]) -> None:
    """Refuse a value that no row has: it is more likely mistyped than meant."""
    for column, values in choice.items():
        present = {as_text(row.cell(column)).strip() for row in rows} - {""}
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
