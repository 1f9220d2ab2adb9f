"""What a change does to Form 3, Form 4 and the approved budget, rows that stay included."""

from collections.abc import Iterator, Mapping, Sequence

from musrenbang.files.paths import Kind
from musrenbang.review.facts import Facts
from musrenbang.review.review_model import YearTotals
from musrenbang.review.review_words import listed, moved
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Case, Status

_FORMS = (
    ("Lampiran II (Form 3, yang disetujui)", frozenset({Status.DISETUJUI})),
    (
        "Lampiran III (Form 4, yang ditolak atau belum divalidasi)",
        frozenset({Status.DITOLAK, Status.BELUM_DIVALIDASI}),
    ),
)

Cases = Mapping[int, tuple[Mapping[str, Case], Mapping[str, Case]]]
"""The cases of the touched years by id, before and after."""


def notes(facts: Facts, totals: Sequence[YearTotals], cases: Cases) -> tuple[str, ...]:
    """One sentence for each form and figure of a touched year that the change moves."""
    return tuple(note for year in totals for note in _notes(facts, year, *cases[year.tahun]))


def _notes(
    facts: Facts, year: YearTotals, before: Mapping[str, Case], after: Mapping[str, Case]
) -> Iterator[str]:
    corrected = _corrected(facts)
    changed = {
        name
        for name, case in after.items()
        if name in before
        and before[name] != case
        and (name in corrected or _printed(before[name]) != _printed(case))
    }
    told = False
    for form, states in _FORMS:
        text = _rows(_on_form(before, states), _on_form(after, states), changed)
        if text:
            told = True
            yield f"{form} {year.tahun}: {text}."
    waiting, approved = (
        [side.status[state] for side in (year.before, year.after)]
        for state in (Status.BELUM_DIVALIDASI, Status.DISETUJUI)
    )
    if waiting[0].jumlah != waiting[1].jumlah:
        counts = moved(*(angka(tally.jumlah) for tally in waiting))
        yield f"Belum divalidasi {year.tahun}: {counts} usulan."
    if told and approved[0].anggaran == approved[1].anggaran:
        amount = rupiah(approved[1].anggaran)
        yield f"Anggaran disetujui {year.tahun}, seluruh kecamatan: tetap {amount}."


def _on_form(cases: Mapping[str, Case], states: frozenset[Status]) -> set[str]:
    return {name for name, case in cases.items() if case.status in states}


def _rows(before: set[str], after: set[str], changed: set[str]) -> str:
    """How a form's rows move; empty where none does."""
    come, gone, kept = after - before, before - after, before & after & changed
    if not (come or gone or kept):
        return ""
    sizes = angka(len(before)), angka(len(after))
    count = f"tetap {sizes[1]} baris" if sizes[0] == sizes[1] else f"{moved(*sizes)} baris"
    both = [(len(come), "masuk"), (len(gone), "keluar")] if come and gone else []
    details = listed(both), f"isi {angka(len(kept))} baris berubah" if kept else ""
    return ", ".join(part for part in (count, *details) if part)


def _corrected(facts: Facts) -> set[str]:
    """The proposals whose rows the change marks as corrected after Kirim."""
    return {
        f"{item.place.tahun}/{item.place.kelurahan}/{row.nomor}"
        for item in facts.records
        if item.place and item.place.kind is Kind.KIRIM and item.before is not None
        for row in facts.corrections(item.place)
    }


def _printed(case: Case) -> tuple[object, ...]:
    """What the row of a case on Form 3 or Form 4 says, whatever of it comes from the settings."""
    usulan = case.usulan
    return (
        case.status,
        usulan.permasalahan,
        usulan.usulan_kegiatan,
        usulan.lokasi and usulan.lokasi.alamat,
        usulan.rw,
        usulan.rt,
        case.nama_kelurahan,
        case.program,
        case.volume,
        case.satuan,
        case.anggaran,
        case.kode_skpd,
        case.skpd,
        case.keputusan and case.keputusan.alasan,
        case.dikirim and case.status is Status.BELUM_DIVALIDASI,
    )
