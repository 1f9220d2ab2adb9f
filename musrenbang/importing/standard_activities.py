"""The standard activity that a row is one of; none where nobody says so (juknis D.5)."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from musrenbang.importing.capitals import calmed
from musrenbang.importing.catalogue import Catalogue
from musrenbang.importing.likeness import like_activity
from musrenbang.records.validation import validate
from musrenbang.sheets.cells import CellError
from musrenbang.text.name_keys import column_key, name_key
from schemas.musrenbang import TemplateKegiatan

Values = Mapping[str, Any]
"""What a row says, by field."""

EVERY_ACTIVITY = "semua"
_KINDS_OF_WORK = (
    (
        "non-fisik",
        re.compile(r"pelatihan|pembinaan|penyuluhan|sosialisasi|bimbingan|penyelenggara"),
    ),
    ("barang", re.compile(r"pengadaan|pembelian|bantuan|gerobak|bibit")),
)


class Activity(NamedTuple):
    """The code of a standard activity, and its name where the row writes another one."""

    code: str | None
    known_as: str = ""


class StandardActivities(Catalogue[TemplateKegiatan]):
    """The year's standard activities, and those that somebody says are standard ones, too."""

    def __init__(self, existing: Mapping[str, TemplateKegiatan], standard: frozenset[str]) -> None:
        """`standard`: keys of activities that are made standard ones where the year lacks them."""
        super().__init__("template", existing, like_activity)
        self.standard = standard
        self.made: set[str] = set()
        """Codes of standard activities made from rows."""

    def of(self, text: str, values: Values) -> Activity:
        """The standard activity that a text names, in the row's unit and by its agency."""
        own = _by_unit(text, values)
        fitting = (code for name in own if (code := self.find(name)) and self._fits(code, values))
        if code := next(fitting, None):
            return Activity(code)
        code, name = self.likely(text)
        is_standard = bool(self.standard & {name_key(text), EVERY_ACTIVITY})
        if is_standard and (code is None or code in self.made):
            free = next((one for one in own if self.find(one) is None), own[-1])
            return Activity(self._make(free, values))
        return Activity(code, name)

    def _fits(self, code: str, values: Values) -> bool:
        """Whether a standard activity has this row's unit and agency."""
        known = self.entry(code)
        of = (values.get("satuan"), values.get("skpd_tujuan"))
        return known is not None and of == (known.satuan, known.skpd)

    def _make(self, text: str, values: Values) -> str | None:
        """A standard activity of what the row says, without a price, which is not its to say."""
        unit, agency = values.get("satuan"), values.get("skpd_tujuan")
        if not unit or not agency:
            return None
        words = column_key(text)
        kinds = (kind for kind, pattern in _KINDS_OF_WORK if pattern.search(words))
        content = {
            "kegiatan": calmed(text),
            "isu": values.get("isu") or "Lain-lain",
            "program": values.get("program") or "Belum ditetapkan",
            "tipe": values.get("tipe") or next(kinds, "fisik"),
            "satuan": unit,
            "skpd": agency,
        }
        template, problems = validate(TemplateKegiatan, content, "")
        if template is None:
            raise CellError(f"kegiatan baku tidak dapat dibuat: {problems[0].message}")
        code = self.new_code(text)
        self.offer(code, template)
        self.made.add(code)
        return code


def _by_unit(text: str, values: Values) -> tuple[str, ...]:
    """Names of a standard activity that is done in several units, or by several agencies."""
    unit, agency = values.get("satuan"), values.get("skpd_tujuan")
    return text, f"{text} ({unit})", f"{text} ({unit}, {agency})"
