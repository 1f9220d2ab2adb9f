"""What is wrong with a cell of a workbook, in the words of its sheet."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import column_key

_FIELD = re.compile(r"`(?P<name>[a-z_]+(?:\.[a-z_]+)*)(?:: ?(?P<value>[^`{…]*)[^`]*)?`")
_CODE = re.compile(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`")
_FILE = re.compile(r" dalam (?:[\w./-]*/)?[\w-]+\.ya?ml")
_ROW = re.compile(r"`(?:- )?\{[^`]*\}`")
_PATH = re.compile(r"\b(?:(?:proposals|decisions)/[\w./-]+|[a-z-]+)\.(?:yaml|md)\b")
_CALLED = {
    "musrenbang": "pengaturan",
    "kelurahan": "lembar Kelurahan",
    "skpd": "daftar perangkat daerah",
    "template-kegiatan": "lembar Kegiatan",
    "juknis": "juknis tahun ini",
    "berita-acara": "Berita Acara",
    "kirim": "Kirim",
    "langsung": "usulan langsung",
}


def foreign(file: str, kode: str, here: str) -> CommandError:
    """The refusal of what another kecamatan filled in."""
    return CommandError(
        f"{file} berasal dari kecamatan lain (kode {visible(kode)}); di sini kecamatan {here}. "
        "Serahkan kepada kecamatannya."
    )


def called(path: str) -> str:
    """What people who fill in sheets call a file of records."""
    *folders, name = path.split("/")
    stem = name.rpartition(".")[0]
    what = _CALLED.get(stem, f"usulan {stem}" if stem.isdecimal() else stem)
    return " ".join([what, *folders[2:3]])


_CELL = re.compile(r"(?s), (?P<sheet>.+)!(?P<cell>[A-Z]{1,3}[1-9][0-9]{0,6})(?: \(.*)?")


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """What is wrong with one cell, and what to do; ordered as the cells are met."""

    order: tuple[int, ...]
    place: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{visible(self.place)}: {visible(self.message)}\n    {visible(self.hint)}"

    def cell(self, file: str) -> tuple[str, str] | None:
        """The sheet and cell of a file that it is about; `None` where it is about no one cell."""
        found = _CELL.fullmatch(self.place.removeprefix(file))
        return (found["sheet"], found["cell"]) if found else None


class RefusedSheetError(CommandError):
    """Nothing was taken of a file; `complaints` are those about its cells."""

    def __init__(self, text: str, complaints: Iterable[Complaint]) -> None:
        super().__init__(text)
        self.complaints = tuple(complaints)


REMAKE = "Buat yang baru, lalu salin isiannya."


def title_faults(
    titles: Sequence[str],
    wanted: Iterable[str],
    place: str,
    number: int,
    needless: Collection[str] = (),
) -> Iterator[tuple[str, str, str]]:
    """Which columns cannot be told from the titles in a row: cell, what is wrong, what to do.

    `titles` by `column_key`, `wanted` as people see them; the `needless` may be missing.
    """
    wanted = [*wanted]
    known = {"", *map(column_key, wanted)}
    strange = next((at for at, one in enumerate(titles, 1) if one not in known), 1)
    for title in wanted:
        found = [at for at, one in enumerate(titles, 1) if one == column_key(title)]
        if len(found) > 1:
            first, *_, last = map(get_column_letter, found)
            told = f"Ada dua kolom berjudul “{title}”, pada {first} dan {last}."
            hint = "Ubah judul kolom yang bukan dari berkas asalnya."
            yield f"{place}!{last}{number}", told, hint
        elif not found and title not in needless:
            told = f"Kolom “{title}” tidak ada: terhapus, atau judulnya diganti."
            hint = f"Kembalikan judul itu pada baris {number}. {REMAKE}"
            # a title that is none of ours is likely the one that was changed
            yield f"{place}!{get_column_letter(strange)}{number}", told, hint


def with_titles(text: str, names: Mapping[str, str]) -> str:
    """A message or hint about a field of a record, for who fills in a sheet.

    `names` says what a field is called there; one that it does not know keeps its name.
    """

    def column(match: re.Match[str]) -> str:
        name, value = match["name"], (match["value"] or "").strip().rstrip("[{")
        return f"{names.get(name) or f'“{name}”'} {value}".rstrip()

    text = _CODE.sub(r"“\1”", _FILE.sub("", _ROW.sub("satu baris", text)))
    return _PATH.sub(lambda match: called(match[0]), _FIELD.sub(column, text))
