"""A review as annotations: GitHub shows them on the lines at fault, ten of a kind per step."""

from collections.abc import Iterable

from musrenbang.records.findings import Finding
from musrenbang.review.review_model import Review
from musrenbang.rules.rule_check import as_github as annotations
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka

MOST = 10


def as_github(review: Review) -> str:
    """Refusals, then errors, then warnings; the tenth of a kind says how many more there are."""
    errors = [finding for finding in review.findings if finding.level == "error"]
    warnings = [finding for finding in review.new_findings if finding.level == "warning"]
    groups = (
        _some([*review.refusals, *errors], "error", "galat"),
        _some(warnings, "warning", "peringatan"),
    )
    return "\n".join(group for group in groups if group)


def _some(findings: Iterable[Finding], level: str, name: str) -> str:
    harmless = [
        finding._replace(file=visible(finding.file), message=visible(finding.message))
        for finding in findings
    ]
    if len(harmless) <= MOST:
        return annotations(harmless)
    rest = angka(len(harmless) - MOST + 1)
    more = f"::{level} title=review::{rest} {name} lagi: lihat ringkasan pekerjaan ini."
    return f"{annotations(harmless[: MOST - 1])}\n{more}"
