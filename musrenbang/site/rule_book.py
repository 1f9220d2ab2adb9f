"""The rule book and the juknis clause by clause, as pages of the guide.

Both come from the rules' own metadata, so that a rule cannot exist without its page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from musrenbang.files.published_folder import Output
from musrenbang.rules import RULES
from musrenbang.rules.clauses import CLAUSES, Clause, rules_by_clause
from musrenbang.rules.rule import Rule
from musrenbang.site import addresses, rich_text
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.page_facts import YearFacts

_PREFACE = "aturan/pengantar.md"


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause with the rules that enforce it."""

    clause: Clause
    rules: tuple[Rule, ...]


def rule_book(engine: Engine, _: Sequence[YearFacts]) -> Iterator[Output]:
    """The two pages."""
    crumbs = (Crumb("Panduan", addresses.GUIDE),)
    yield engine.page(
        "aturan",
        Page(
            addresses.RULES,
            "Buku aturan",
            "Setiap aturan yang diperiksa program, klausul juknisnya, dan cara memenuhinya.",
            crumbs,
            "panduan",
        ),
        pengantar=rich_text.trusted(engine.site.theme.text(_PREFACE)),
        kelompok=_groups(),
        penjelasan={rule.id: rich_text.trusted(rule.explanation) for rule in RULES},
        klausul=CLAUSES,
    )
    by_clause = rules_by_clause(RULES)
    yield engine.page(
        "juknis",
        Page(
            addresses.JUKNIS,
            "Juknis, klausul demi klausul",
            "Apa yang dijalankan program dari setiap klausul juknis, dan apa yang tidak dapat.",
            crumbs,
            "panduan",
        ),
        baris=[ClauseRow(clause, by_clause[name]) for name, clause in CLAUSES.items()],
    )


def _groups() -> dict[str, list[Rule]]:
    """Rules by the first part of their id, in the order of the book."""
    found: dict[str, list[Rule]] = {}
    for rule in RULES:
        found.setdefault(rule.id.partition(".")[0], []).append(rule)
    return found
