"""What a change of agencies and standard activities does to the proposals that name them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from musrenbang.files.paths import Kind
from musrenbang.review.code_names import names_of
from musrenbang.review.facts import Facts
from musrenbang.review.form_changes import Cases
from musrenbang.review.review_words import listed, moved
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Case


def template_changes(facts: Facts, cases: Cases) -> Iterator[str]:
    """Every standard activity that differs, its price and its use."""
    for tahun, code, old, new in _entries(facts, Kind.TEMPLATE):
        what = _what(old, new)
        if old and new and old.harga_satuan != new.harga_satuan:
            prices = moved(_price(old.harga_satuan), _price(new.harga_satuan))
            what = f"harga satuan {prices} per {new.satuan}"
        name = names_of((facts.base, facts.head), tahun).telling(Kind.TEMPLATE).entry(code)
        yield f"{name}: {what}. {_use(*cases[tahun], _has_template(code))}."


def agency_changes(facts: Facts, cases: Cases) -> Iterator[str]:
    """Every agency that differs, and its use."""
    for tahun, code, old, new in _entries(facts, Kind.SKPD):
        name = names_of((facts.base, facts.head), tahun).telling(Kind.SKPD).entry(code)
        yield f"{name}: {_what(old, new)}. {_use(*cases[tahun], _has_agency(code))}."


def entries_counted(facts: Facts, kind: Kind) -> str:
    """How many entries of the lists of that kind are new, changed or gone."""
    pairs = [(old, new) for _, _, old, new in _entries(facts, kind)]
    gone = sum(new is None for _, new in pairs)
    come = sum(old is None for old, _ in pairs)
    return listed(((come, "baru"), (len(pairs) - come - gone, "diubah"), (gone, "dihapus")))


def _entries(facts: Facts, kind: Kind) -> Iterator[tuple[int, str, Any, Any]]:
    """Entries that differ in the list of a year that was there before; `None` for none."""
    for item in facts.records:
        if item.place and item.place.kind is kind and item.place.tahun in facts.base.years:
            before, after = item.before or {}, item.after or {}
            for code in {**before, **after}:
                if before.get(code) != after.get(code):
                    yield item.place.tahun, code, before.get(code), after.get(code)


def _what(old: object, new: object) -> str:
    if old is None:
        return "baru"
    return "dihapus" if new is None else "diubah"


def _price(value: int | None) -> str:
    return "tidak ada" if value is None else rupiah(value)


def _has_template(code: str) -> Callable[[Case], bool]:
    return lambda case: case.usulan.template == code


def _has_agency(code: str) -> Callable[[Case], bool]:
    return lambda case: case.kode_skpd == code


def _use(
    before: Mapping[str, Case], after: Mapping[str, Case], uses: Callable[[Case], bool]
) -> str:
    """How many proposals name an entry, and whether the change moves what they say or cost."""
    using = [case for case in after.values() if uses(case)]
    if not using:
        return "Belum dipakai usulan mana pun"
    pairs = [(before[case.id], case) for case in using if case.id in before]
    altered = sum(_inherited(old) != _inherited(new) for old, new in pairs)
    dearer = sum(old.anggaran != new.anggaran for old, new in pairs)
    parts = (
        f"Dipakai {angka(len(using))} usulan",
        f"isian {angka(altered)} usulan ikut berubah" if altered else "",
        f"anggaran {angka(dearer)} usulan berubah"
        if dearer
        else "rupiah yang sudah tertulis pada usulan dan keputusan tidak berubah",
    )
    return ", ".join(part for part in parts if part)


def _inherited(case: Case) -> tuple[object, ...]:
    """What a case takes from the settings where its own file is silent."""
    return case.isu, case.program, case.tipe, case.satuan, case.kode_skpd, case.skpd
