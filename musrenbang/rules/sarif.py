"""Findings as SARIF 2.1.0, which code hosts and editors show beside the lines at fault."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from musrenbang.records.findings import Finding
from musrenbang.rules import RULES

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
