"""One row being read: its texts by the mapping's sources, what it says so far, what is wrong."""

from collections.abc import Callable
from typing import Any

from musrenbang.importing.sheet_files import Row
from musrenbang.importing.sources import KEEP, Sumber, fill, placeholders
from musrenbang.sheets.cells import Cell, CellError, as_text, clean_line, has_hidden_characters
from musrenbang.text.name_keys import column_key

Clean = Callable[[str], str]


class RejectedError(Exception):
    """A row that cannot become a proposal, with every reason why."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class Reading:
    """Collects the values of one row and the complaints about it."""

    def __init__(self, row: Row, empty_words: frozenset[str]) -> None:
        self.row = row
        self.empty_words = empty_words
        self.values: dict[str, Any] = {}
        self.reasons: list[str] = []
        self.hidden = False
        self.shouted = False
        self.unlisted_unit: str | None = None
        self.rt_rw_doubt: str | None = None
        self._blamed: set[str] = set()

    def column_text(self, column: str, clean: Clean = clean_line) -> str:
        """The text below a title, empty if it is a word that stands for nothing."""
        original = as_text(self.row.cell(column))
        self.hidden = self.hidden or has_hidden_characters(original)
        text = clean(original)
        return "" if column_key(text) in self.empty_words else text

    def text(self, source: Sumber, clean: Clean = clean_line) -> str | None:
        """What a source makes of the row."""
        texts = {column: self.column_text(column, clean) for column in source.columns}
        if source.kolom is not None:
            text = texts[source.kolom]
        elif source.tetap is not None:
            text = source.tetap
        else:
            text = " ".join(
                fill(part, texts)
                for part in source.susun
                if all(texts[column] for column in placeholders(part))
            )
        return _translated(source, text) if text else source.bila_kosong

    def cell(self, source: Sumber) -> Cell | None:
        """The cell itself, so that a number stays a number; text where the source makes some."""
        if source.kolom is None or source.nilai or source.memuat:
            return self.text(source)
        if not self.column_text(source.kolom):
            return source.bila_kosong
        return self.row.cell(source.kolom)

    def put(self, name: str, source: Sumber | None, read: Callable[[Sumber], Any]) -> None:
        """Keep what a source says, if it says anything."""
        if source is not None:
            value = self.attempt(source, read)
            if value not in (None, "", ()):
                self.values[name] = value

    def attempt(self, source: Sumber, read: Callable[[Sumber], Any]) -> Any:
        """Read a source; what cannot be read becomes a complaint."""
        try:
            return read(source)
        except CellError as error:
            self.complain(source, str(error))
            return None

    def complain(self, source: Sumber, message: str) -> None:
        """Note what is wrong with the columns of a source."""
        self._blamed.add(_quoted(source))
        self.reasons.append(complaint(source, message))

    def demand(self, name: str, source: Sumber) -> None:
        """Complain about a missing value unless its columns are blamed already."""
        if name not in self.values and _quoted(source) not in self._blamed:
            self.reasons.append(f"Kolom {_quoted(source)} kosong.")


def complaint(source: Sumber, message: str) -> str:
    """What is wrong with the columns of a source."""
    end = "" if message.endswith((".", "?")) else "."
    return f"Kolom {_quoted(source)}: {message}{end}"


def _quoted(source: Sumber) -> str:
    return " + ".join(f"“{column}”" for column in source.columns) or "(teks tetap)"


def _translated(source: Sumber, text: str) -> str | None:
    if not source.nilai and not source.memuat:
        return text
    for result, words in source.memuat.items():
        if any(word.casefold() in text.casefold() for word in words):
            return result
    for value, result in source.nilai.items():
        if column_key(value) == column_key(text):
            return result or None
    if source.selain_itu is None:
        known = ", ".join(source.nilai or source.memuat)
        raise CellError(f"“{text}” tidak ada dalam pemetaan; yang ada: {known}")
    return text if source.selain_itu == KEEP else source.selain_itu
