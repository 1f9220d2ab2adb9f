"""All guards, and what they refuse of a change."""

from collections.abc import Sequence

from musrenbang.git.differences import ChangedFile
from musrenbang.records.findings import Finding
from musrenbang.records.snapshot import Snapshot
from musrenbang.review import lock_guards, record_guards, work_guards
from musrenbang.review.facts import Facts
from musrenbang.review.guard import Guard

GUARDS: dict[str, Guard] = {
    value.id: value
    for module in (work_guards, record_guards, lock_guards)
    for value in vars(module).values()
    if isinstance(value, Guard)
}


def refusals(base: Snapshot, head: Snapshot, changed: Sequence[ChangedFile]) -> list[Finding]:
    """Everything about a change that is refused, sorted by file."""
    return judge(Facts(base, head, changed))


def judge(facts: Facts) -> list[Finding]:
    """As `refusals`, for a change already looked at."""
    return sorted(
        Finding(file, 1, 1, guard.id, "error", message, hint)
        for guard in GUARDS.values()
        for file, message, hint in guard.judge(facts)
    )
