"""The rules of the rule book, replayed on what every landing touched."""

from collections.abc import Collection, Iterator

from musrenbang.history.history_model import Violation
from musrenbang.history.walk import Landing
from musrenbang.records.findings import Problem
from musrenbang.records.snapshot import Snapshot, Year
from musrenbang.review.comparison import new_errors
from musrenbang.rules import RULES
from musrenbang.rules.rule_check import problems_in
from musrenbang.year.views import views_of

_BASIS = {rule.id: f"juknis {', '.join(rule.clauses)}" for rule in RULES if rule.clauses}
UNREADABLE = "catatan dapat dibaca dan tidak bertentangan"


class RulesReplay:
    """Remembers what was wrong with each year, so that no state of one is judged twice."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Year, list[Problem]]] = {}

    def broken(self, landing: Landing) -> Iterator[Violation]:
        """What a landing brought in that its review would have refused.

        Binding, like a `later` guard, where the base says `pengesahan`.
        """
        facts = landing.facts
        if facts.pengesahan is None:
            return
        years = {item.place.tahun for item in facts.records}
        before = self._problems(landing.before, years)
        after = self._problems(facts.head, years)
        for problem in new_errors(before, after, {file.path for file in facts.changed}):
            basis = facts.guide.cited(_BASIS.get(problem.rule, UNREADABLE))
            yield Violation(landing.commit.id, problem.rule, problem.file, problem.message, basis)

    def _problems(self, snapshot: Snapshot, years: Collection[int]) -> list[Problem]:
        """What is wrong with some years, and whatever cannot be read."""
        found = list(snapshot.problems)
        for tahun in sorted(snapshot.years.keys() & years):
            year = snapshot.years[tahun]
            known = self._found.get(tahun)
            if known is None or known[0] is not year:
                self._found[tahun] = known = year, list(problems_in(views_of(snapshot)[tahun]))
            found += known[1]
        return found
