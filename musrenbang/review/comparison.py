"""The core of a review: two snapshots and what changed between them, as words and figures."""

from collections.abc import Callable, Collection, Iterable

from musrenbang.records.findings import Finding
from musrenbang.records.snapshot import Year
from musrenbang.review.areas import jenis_of
from musrenbang.review.change_list import Teller
from musrenbang.review.effects import effects, sensitive
from musrenbang.review.facts import Facts
from musrenbang.review.form_changes import notes
from musrenbang.review.guards import judge
from musrenbang.review.headline import headline
from musrenbang.review.review_model import Review, Totals, YearTotals
from musrenbang.year.cases import Case, Status, cases_of
from musrenbang.year.figures import group, tally


def review(
    facts: Facts, findings_base: Iterable[Finding], findings_head: Iterable[Finding]
) -> Review:
    """What a change does and whether it may be merged.

    The findings are those of the two trees, the latter judged with the changed paths as touched.
    """
    years = sorted({item.place.tahun for item in facts.records if item.place})
    cases = {
        tahun: (_cases(facts.base.years.get(tahun)), _cases(facts.head.years.get(tahun)))
        for tahun in years
    }
    totals = tuple(_totals(tahun, facts, *cases[tahun]) for tahun in years)
    is_known = _known(findings_base, {file.path for file in facts.changed})
    found = sorted(findings_head, key=lambda finding: (finding.level, finding))
    return Review(
        jenis=jenis_of(facts.areas, correction=facts.has_correction, initial=facts.initial),
        headline=headline(facts, totals),
        refusals=tuple(judge(facts)),
        new_findings=tuple(finding for finding in found if not is_known(finding)),
        old_findings=tuple(filter(is_known, found)),
        changes=Teller(facts, cases).changes(),
        totals=totals,
        notes=notes(facts, totals, cases),
        effects=effects(facts, cases),
        sensitive=sensitive(facts),
    )


def _cases(year: Year | None) -> dict[str, Case]:
    return {case.id: case for case in cases_of(year)} if year else {}


def _known(before: Iterable[Finding], touched: Collection[str]) -> Callable[[Finding], bool]:
    """Whether a finding was there before, wherever its line has moved to.

    In a file that was not touched it is the old one even where figures in its message moved.
    """
    known = {(finding.file, finding.rule, finding.message) for finding in before}
    places = {(file, rule) for file, rule, _ in known}

    def is_known(finding: Finding) -> bool:
        place = finding.file, finding.rule
        return (*place, finding.message) in known or (
            finding.file not in touched and place in places
        )

    return is_known


def _totals(
    tahun: int, facts: Facts, before: dict[str, Case], after: dict[str, Case]
) -> YearTotals:
    names = {
        kode: skpd.singkatan
        for snapshot in (facts.base, facts.head)
        if tahun in snapshot.years
        for kode, skpd in snapshot.years[tahun].skpd.items()
    }
    return YearTotals(tahun, _count(before.values()), _count(after.values()), names)


def _count(cases: Iterable[Case]) -> Totals:
    by_status = group(cases, lambda case: case.status)
    approved = group(by_status.get(Status.DISETUJUI, ()), lambda case: case.kode_skpd or "")
    return Totals(
        usulan=sum(map(len, by_status.values())),
        status={status: tally(by_status.get(status, ())) for status in Status},
        skpd={kode: tally(approved[kode]) for kode in sorted(approved)},
    )
