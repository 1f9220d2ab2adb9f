"""Reading CSV and TSV of any separator and encoding that spreadsheets write."""

import csv
import io
import re
from collections import Counter

from musrenbang.sheets.table import Room, Rows, Table
from musrenbang.text.errors import CommandError

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 60
_NAMED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_AS_TEXT = re.compile(r'^="([^"]*)"$')
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def read_delimited(file: str, data: bytes) -> Table:
    """A text file as a table; `CommandError` where its quotes do not close."""
    text = decoded(file, data)
    named = _NAMED.match(text)
    skipped = 1 if named else 0
    delimiter = named[1] if named else _delimiter(text)
    rows = Rows(Room(file))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader):
            texts = [""] if number < skipped else _whole(row, delimiter)
            rows.add([_AS_TEXT.sub(r"\1", text) for text in texts])
    except csv.Error:
        raise CommandError(
            f"{file}: tanda kutip pada baris {len(rows.rows) + 1} tidak berpasangan. "
            "Periksa tanda kutip dan pemisah kolomnya."
        ) from None
    return rows.table("")


def decoded(file: str, data: bytes) -> str:
    """The text, in Unicode if it says so or reads so, else as Windows wrote it."""
    for mark, name in _UTF16.items():
        if data.startswith(mark):
            return data[2:].decode(name, "replace")
    if data[1:2] == b"\0" and data[3:4] == b"\0":
        return data.decode("utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CommandError(
            f"{file}: huruf pada baris {line} tidak dikenal. Simpan ulang sebagai CSV UTF-8."
        ) from None


def _delimiter(text: str) -> str:
    """What parts the lines into the most columns, most often in the same number."""

    def columns(delimiter: str) -> int:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            widths = Counter(
                len(row) for row, _ in zip(lines, range(_LOOKED_AT), strict=False) if row
            )
        except csv.Error:
            return 0
        return max((times * (width - 1) for width, times in widths.items()), default=0)

    return max(_DELIMITERS, key=columns)


def _whole(row: list[str], delimiter: str) -> list[str]:
    """A row that was quoted as one cell, as Excel does to a file of another separator, parted."""
    if len(row) == 1 and delimiter in row[0]:
        try:
            return next(csv.reader([row[0]], delimiter=delimiter, strict=True), row)
        except csv.Error:
            pass
    return row
