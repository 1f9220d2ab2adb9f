"""A review for machines (DESIGN section 6)."""

import json
from collections.abc import Iterable
from typing import Any

from musrenbang.records.findings import Finding
from musrenbang.review.review_model import Change, Review, Totals
from musrenbang.text.escaping import visible
from musrenbang.year.figures import Tally


def as_json(review: Review) -> str:
    """The promised object; file names that are not text have their odd bytes written out."""
    return json.dumps(
        {
            "allowed": review.allowed,
            "kind": review.jenis.value,
            "headline": review.headline,
            "refusals": _findings(review.refusals),
            "findings": _findings(review.findings),
            "sensitive": review.sensitive,
            "effects": [
                {"title": effect.title, "lines": effect.lines} for effect in review.effects
            ],
            "forms": review.notes,
            "changes": [_change(change) for change in review.changes],
            "totals": {
                "before": {str(year.tahun): _totals(year.before) for year in review.totals},
                "after": {str(year.tahun): _totals(year.after) for year in review.totals},
            },
        },
        ensure_ascii=False,
        indent=1,
    )


def _findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {**finding.as_json(), "file": _name(finding.file), "message": visible(finding.message)}
        for finding in findings
    ]


def _name(path: str) -> str:
    return path if path.isascii() and path.isprintable() else visible(path)


def _change(change: Change) -> dict[str, Any]:
    return {
        "file": _name(change.file),
        "action": change.action.value,
        "group": change.group,
        "title": _name(change.title),
        "place": change.place,
        "summary": change.parts,
        "fields": [
            {"label": field.label, "before": field.before, "after": field.after}
            for field in change.fields
        ],
    }


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "usulan": totals.usulan,
        "status": {status.value: _tally(tally) for status, tally in totals.status.items()},
        "skpd": {kode: _tally(tally) for kode, tally in totals.skpd.items()},
    }


def _tally(tally: Tally) -> dict[str, int]:
    return tally._asdict()
