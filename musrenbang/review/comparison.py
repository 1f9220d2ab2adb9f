"""The core of a review: two snapshots and what changed between them, as words and figures."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from musrenbang.files.paths import Kind, name_fault
from musrenbang.files.tree import is_below_top
from musrenbang.records.findings import Finding, Problem
from musrenbang.records.snapshot import Year
from musrenbang.review.changes import Teller, names_of
from musrenbang.review.effects import effects, sensitive
from musrenbang.review.facts import Facts
from musrenbang.review.guards import refusals
from musrenbang.review.headline import headline
from musrenbang.review.review_model import Review, Totals, YearTotals
from musrenbang.review.words import listed, moved
from musrenbang.rules import RULES
from musrenbang.rules.rule import Sort
from musrenbang.rules.rule_check import level
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Case, Status, cases_of
from musrenbang.year.figures import group, tally


def review(
    facts: Facts, findings_base: Iterable[Finding], findings_head: Iterable[Finding]
) -> Review:
    """What a change does and whether it may be merged.

    The findings are those of the two trees, the latter judged with the changed paths as touched.
    What broke a policy before, and is neither mended nor made worse, stops nobody.
    """
    years = sorted({item.place.tahun for item in facts.records})
    cases = {
        tahun: (_cases(facts.base.years.get(tahun)), _cases(facts.head.years.get(tahun)))
        for tahun in years
    }
    totals = tuple(_totals(tahun, facts, *cases[tahun]) for tahun in years)
    touched = {file.path for file in facts.changed}
    known = {_mark(finding, touched) for finding in findings_base}
    findings = [*findings_head, *_names_elsewhere(facts)]
    found = sorted(findings, key=lambda finding: (finding.level, finding))
    return Review(
        jenis=facts.jenis,
        headline=headline(facts, totals),
        refusals=tuple(refusals(facts)),
        new_findings=tuple(item for item in found if _mark(item, touched) not in known),
        old_findings=tuple(
            item._replace(level="warning") if item.rule in _POLICIES else item
            for item in found
            if _mark(item, touched) in known
        ),
        changes=Teller(facts, cases).changes(),
        totals=totals,
        notes=tuple(note for year in totals for note in _notes(facts, year, *cases[year.tahun])),
        effects=effects(facts, cases),
        sensitive=sensitive(facts, cases),
        guide=facts.guide,
    )


_POLICIES = frozenset(rule.id for rule in RULES if rule.sort is Sort.POLICY)


def new_errors(
    before: Iterable[Problem], after: Iterable[Problem], touched: Collection[str]
) -> list[Problem]:
    """What a change that touches some files brings in, and may not by the word of its review."""
    known = {_mark(problem, touched) for problem in before}
    return [
        problem
        for problem in after
        if level(problem, touched) == "error" and _mark(problem, touched) not in known
    ]


def _names_elsewhere(facts: Facts) -> Iterator[Finding]:
    """What is wrong with the names of new files outside the record folders."""
    for file in facts.changed:
        fault = name_fault(file.path) if file.is_new and not is_below_top(file.path) else None
        if fault:
            yield Finding(file.path, 1, 1, "berkas.nama", "error", *fault)


def _cases(year: Year | None) -> dict[str, Case]:
    return {case.id: case for case in cases_of(year)} if year else {}


def _mark(finding: Finding | Problem, touched: Collection[str]) -> tuple[str, str, str]:
    """What tells a finding from others, wherever its line has moved to.

    In a file that was not touched it is the same even where figures in its message moved.
    """
    return finding.file, finding.rule, finding.message if finding.file in touched else ""


def _totals(
    tahun: int, facts: Facts, before: dict[str, Case], after: dict[str, Case]
) -> YearTotals:
    names = names_of(facts, tahun).skpd
    return YearTotals(tahun, _count(before.values()), _count(after.values()), names)


def _count(cases: Iterable[Case]) -> Totals:
    by_status = group(cases, lambda case: case.status)
    approved = group(by_status.get(Status.DISETUJUI, ()), lambda case: case.kode_skpd or "")
    places = group(by_status.get(Status.DISETUJUI, ()), lambda case: case.nama_kelurahan)
    return Totals(
        usulan=sum(map(len, by_status.values())),
        status={status: tally(by_status.get(status, ())) for status in Status},
        skpd={kode: tally(approved[kode]) for kode in sorted(approved)},
        kelurahan={name: tally(places[name]) for name in sorted(places)},
    )


_FORMS = (
    ("Lampiran II (Form 3, yang disetujui)", frozenset({Status.DISETUJUI})),
    (
        "Lampiran III (Form 4, yang ditolak atau belum diputuskan)",
        frozenset({Status.DITOLAK, Status.BELUM_DIVALIDASI}),
    ),
)


def _notes(
    facts: Facts, year: YearTotals, before: Mapping[str, Case], after: Mapping[str, Case]
) -> Iterator[str]:
    """One sentence for each form and figure of a touched year that the change moves."""
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
        yield f"Belum diputuskan {year.tahun}: {counts} usulan."
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
        for item in facts.of(Kind.KIRIM)
        if item.before is not None
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
        case.tanpa_keputusan,
    )
