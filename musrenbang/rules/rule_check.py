"""Check: every rule over every year, and the findings in the forms the command prints."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from musrenbang.files.tree import Tree
from musrenbang.records.findings import Finding, Level, Problem
from musrenbang.records.loader import positions_of
from musrenbang.records.snapshot import Snapshot
from musrenbang.rules import RULES
from musrenbang.text.escaping import visible
from musrenbang.year.views import View, views_of


def problems_of(snapshot: Snapshot, only: Collection[str] | None = None) -> Iterator[Problem]:
    """Everything that is wrong with a snapshot: unreadable files first, then rule by rule.

    `only` names the rules to ask, where not all are.
    """
    yield from (item for item in snapshot.problems if only is None or item.rule in only)
    for view in views_of(snapshot).values():
        yield from problems_in(view, only)


def problems_in(view: View, only: Collection[str] | None = None) -> Iterator[Problem]:
    """What the rules find in one year, which they see among all others."""
    for rule in RULES:
        if only is None or rule.id in only:
            yield from rule.problems(view)


def check(tree: Tree, snapshot: Snapshot, touched: Collection[str] = ()) -> list[Finding]:
    """All findings of a tree, sorted by file and line.

    Policy findings are errors in files that the change under review touches, warnings elsewhere;
    advice is always a warning.
    """
    return located(tree, list(problems_of(snapshot)), touched)


def located(
    tree: Tree, problems: Collection[Problem], touched: Collection[str] = ()
) -> list[Finding]:
    """Problems with the lines they stand at, sorted by file and line."""
    positions = positions_of(tree, problems)
    return sorted(
        Finding(
            problem.file,
            positions[problem].line,
            positions[problem].column,
            problem.rule,
            level(problem, touched),
            problem.message,
            problem.hint,
            problem.field,
        )
        for problem in problems
    )


def level(problem: Problem, touched: Collection[str]) -> Level:
    """Whether a problem forbids the change that touches some files, or is only said."""
    if problem.advice or (problem.policy and problem.file not in touched):
        return "warning"
    return "error"


def as_text(findings: Iterable[Finding]) -> str:
    """Findings for a person at a terminal."""
    lines = []
    for finding in findings:
        level = "galat" if finding.level == "error" else "peringatan"
        lines.append(
            f"{visible(finding.file)}:{finding.line}:{finding.column}: {level}: "
            f"{visible(finding.message)} [{finding.rule}]\n    {visible(finding.hint)}"
        )
    return "\n".join(lines)


def as_json(findings: Iterable[Finding]) -> str:
    """Findings for machines."""
    return json.dumps(
        {"findings": [finding.as_json() for finding in findings]}, ensure_ascii=False, indent=1
    )


def as_github(findings: Iterable[Finding]) -> str:
    """Findings as workflow commands, which GitHub shows on the lines at fault."""
    return "\n".join(
        f"::{finding.level} file={_property(finding.file)},line={finding.line},"
        f"col={finding.column},title={_property(finding.rule)}::"
        f"{_data(f'{finding.message} {finding.hint}')}"
        for finding in findings
    )


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(findings: Iterable[Finding]) -> str:
    """One run with a result for every finding; the rules that found something are described."""
    findings = list(findings)
    summaries = {rule.id: rule.summary for rule in RULES}
    found = sorted({finding.rule for finding in findings})
    rules = [
        {"id": rule, "shortDescription": {"text": summaries.get(rule, rule)}} for rule in found
    ]
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "musrenbang", "language": "id", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, found.index(finding.rule)) for finding in findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1)


def _result(finding: Finding, index: int) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.level,
        "message": {"text": f"{finding.message} {finding.hint}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _address(finding.file)},
                    "region": {"startLine": finding.line, "startColumn": finding.column},
                }
            }
        ],
    }


def _address(file: str) -> str:
    """A path as a relative reference, whatever bytes it holds."""
    return quote(file.encode("utf-8", "surrogateescape"))
