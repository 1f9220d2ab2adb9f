"""RT and RW of a row, from cells of their own or from what a text says of both."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from musrenbang.importing.mapping import Bidang, Sumber
from musrenbang.sheets.cells import Cell, CellError, as_text, read_rt, read_rw, written
from musrenbang.year.places import RtRw, rt_rw_in, rw_listed, says_rt_rw, titled_rt_rw


@dataclass
class RowPlace:
    """Reads them; what is not, or not all, in the fields is a doubt."""

    values: dict[str, Any]
    """What the row says, by field."""
    cell: Callable[[Sumber], Cell | None]
    text: Callable[[Sumber], str | None]
    doubt: str | None = None
    """Why the RT and RW that a text names are not, or not all, in the fields."""
    _has_rt_beside_rw: bool = False
    """Whether the cell of the RW named the RT, too."""

    def rw(self, source: Sumber) -> Any:
        return self._neighbourhood(read_rw, source)

    def rt(self, source: Sumber) -> Any:
        if source.pola and self._has_rt_beside_rw:
            return self.values["rt"]
        return self._neighbourhood(read_rt, source)

    def _neighbourhood(self, read: Callable[[Cell], Any], source: Sumber) -> Any:
        """RW or RT, from a cell of its own or from what a text says of both."""
        title = source.kolom or ""
        if not source.pola and not says_rt_rw(title):
            return self._own_number(read, source)
        text = self.text(source) or ""
        named = self._named(titled_rt_rw(title, text), text)
        rw = named.rw or tuple(filter(None, [self.values.get("rw")]))
        if text and not rw and says_rt_rw(title):
            self.doubt = _UNCLEAR.format(text)
        elif len(named.rw) > 1:
            self.doubt = f"“{text}” menyebut beberapa RW"
        elif named.rt and not rw:
            self.doubt = f"“{text}” menyebut RT tanpa RW"
        elif rw and named.is_clear:
            return rw[0] if read is read_rw else named.rt
        return None

    def _own_number(self, read: Callable[[Cell], Any], source: Sumber) -> Any:
        """RW or RT from its own cell; one that says both, or several RW, is told."""
        cell = self.cell(source)
        if cell is None or (read is read_rt and _ALL_RT.fullmatch(as_text(cell))):
            return None
        try:
            return read(cell)
        except CellError:
            named = rt_rw_in(written(cell)) if isinstance(cell, str) else RtRw()
            several = rw_listed(written(cell)) if read is read_rw else ()
            if several:
                named = RtRw(several)
            elif not named.is_clear or not (named.rw if read is read_rw else named.rt):
                raise
        if read is read_rw and len(named.rw) == 1 and named.rt:
            self.values["rt"] = named.rt
            self._has_rt_beside_rw = True
        if read is read_rw and len(named.rw) > 1:
            self.doubt = f"kolom “{source.kolom}” menyebut beberapa RW: “{as_text(cell)}”"
            return None
        return named.rw[0] if read is read_rw else named.rt

    def compare(self, bidang: Bidang) -> None:
        """Whether the address names another RW than the row, where that has a column of its own.

        RT that the address names are left out then, for they are of its RW. An unclear address is
        told.
        """
        if not bidang.rw or self.doubt:
            return
        rw, address = self.values.get("rw"), self.values.get("alamat") or ""
        named = self._named(address, address)
        if named.rw and rw not in named.rw:
            column = f"RW {rw}" if rw else "tanpa RW"
            self.doubt = f"kolomnya {column}, alamatnya “{address}”"
            rt = bidang.rt
            if (rt is None or rt.pola) and not self._has_rt_beside_rw:
                self.values.pop("rt", None)

    def _named(self, titled: str, text: str) -> RtRw:
        named = rt_rw_in(titled)
        if not named.is_clear:
            self.doubt = _UNCLEAR.format(text)
        return named


_ALL_RT = re.compile(r"(?i)\W*(?:semua|seluruh)(?:nya)?\W*(?:r\.?t\b)?\W*")
"""What a row says that is of an RW as a whole."""
_UNCLEAR = "“{}” tidak terbaca dengan satu arti"
