"""All guards, and what they refuse of a change."""

from collections.abc import Sequence

from musrenbang.findings import Finding
from musrenbang.git_differences import ChangedFile
from musrenbang.reviewing import guards_of_locks, guards_of_records, guards_of_work
from musrenbang.reviewing.facts import Facts
from musrenbang.reviewing.guard import Guard
from musrenbang.snapshot import Snapshot

GUARDS: dict[str, Guard] = {
    value.id: value
    for module in (guards_of_work, guards_of_records, guards_of_locks)
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
