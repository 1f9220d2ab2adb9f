"""The juknis clause by clause, and what answers each clause.

Which rules enforce a clause is not written here: it is read from the rules' own metadata.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from musrenbang.rules.clauses.afterwards import AFTERWARDS
from musrenbang.rules.clauses.clause import Clause
from musrenbang.rules.clauses.meeting import MEETING
from musrenbang.rules.clauses.preparation import PREPARATION
from musrenbang.rules.rule import Rule

__all__ = ["CLAUSES", "Clause", "rules_by_clause"]

CLAUSES: Mapping[str, Clause] = MappingProxyType(
    {clause.id: clause for clause in (*PREPARATION, *MEETING, *AFTERWARDS)}
)
"""Every clause by its id, in the order of the juknis."""


def rules_by_clause(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """For every clause, in the order of the juknis, the rules that enforce it."""
    found: dict[str, list[Rule]] = {clause: [] for clause in CLAUSES}
    for rule in rules:
        for clause in rule.clauses:
            found[clause].append(rule)
    return {clause: tuple(rules) for clause, rules in found.items()}
