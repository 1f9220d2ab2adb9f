"""Import by a mapping that somebody wrote: the tables that have its columns."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from musrenbang.importing.found_sheet import FoundSheet, source_sheet, told_of
from musrenbang.importing.mapping import FILE_NAME, SHEET_NAME, Pemetaan, Sumber, parsed_mapping
from musrenbang.importing.recognition import Recognition
from musrenbang.importing.sheet_files import HEAD
from musrenbang.importing.table_finder import tables_in
from musrenbang.sheets.table import Table
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.name_keys import column_key, name_key

MAPPINGS_FOLDER = Path(__file__).resolve().parents[2] / "mappings"


def load_mapping(name: str) -> Pemetaan:
    """Read a mapping file; one that is shipped may be named without folder and ending."""
    path = Path(name)
    if not path.is_file() and (MAPPINGS_FOLDER / f"{name}.yaml").is_file():
        path = MAPPINGS_FOLDER / f"{name}.yaml"
    try:
        return parsed_mapping(path.read_bytes(), str(path))
    except OSError:
        shipped = ", ".join(sorted(file.stem for file in MAPPINGS_FOLDER.glob("*.yaml")))
        raise UsageError(
            f"Pemetaan “{name}” tidak ada. Yang tersedia: {shipped}. Tanpa --mapping, impor "
            "mengenali kolomnya sendiri."
        ) from None


def recognised_by(
    mapping: Pemetaan, tahun: int, files: Iterable[tuple[Path, Sequence[Table]]]
) -> Recognition:
    """The tables that a mapping written by hand reads: those that have its columns.

    `CommandError` names the columns that a file lacks.
    """
    found = Recognition(tahun)
    columns = [one for one in mapping.columns() if one not in _GIVEN]
    wanted = set(map(column_key, columns))
    roles = {name_key(source.kolom): name for name, source in mapping.bidang if _is_column(source)}

    def fits(titles: Sequence[str]) -> int:
        return len(wanted & set(map(column_key, titles)))

    for path, tables in files:
        every = [
            FoundSheet(path, one)
            for table in tables
            if table.is_visible
            for one in tables_in(table, roles, fits)
        ]
        read = [
            one
            for one in every
            if wanted <= (titles := set(map(column_key, one.table.titles))) or set(HEAD) <= titles
        ]
        if not read:
            raise CommandError(_lacking(path, columns, every))
        for one in read:
            found.sheets.append(source_sheet(one, mapping))
            for remark in told_of(one, mapping):
                found.guess(remark)
    return found


_GIVEN = {SHEET_NAME, FILE_NAME}


def _is_column(source: Sumber | None) -> bool:
    return source is not None and source.kolom is not None


def _lacking(path: Path, columns: Sequence[str], every: Sequence[FoundSheet]) -> str:
    titles: list[str] = max((one.table.titles for one in every), key=len, default=[])
    present = [title for title in titles if title]
    keys = set(map(column_key, present))
    lines = [f"{path.name}: kolom ini tidak ditemukan pada baris judul mana pun:"]
    lines += [f"  “{name}”" for name in columns if column_key(name) not in keys]
    lines.append(f"  Kolom yang ada: {', '.join(present) or 'tidak ada'}.")
    return "\n".join(lines)
