"""Which rules enforce a clause of a guide, read from the rules' own metadata."""

from collections.abc import Collection

from musrenbang.rules.rule import Rule
from musrenbang.year.guide import Guide


def rules_by_clause(rules: Collection[Rule], guide: Guide) -> dict[str, tuple[Rule, ...]]:
    """For every clause of the guide, in its order, the rules that enforce it."""
    cited = {
        rule.id: {number for one in rule.clauses for number in guide.numbers(one)} for rule in rules
    }
    return {
        number: tuple(rule for rule in rules if number in cited[rule.id])
        for number in guide.klausul
    }
