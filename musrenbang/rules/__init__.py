"""The rule book: every rule, found in the modules of this package."""

from musrenbang.rules import (
    attendance,
    completeness,
    fairness,
    identity,
    kelurahan,
    kirim,
    minutes,
    participants,
    photo_names,
    privacy,
    reason_facts,
    reasons,
    references,
    schedule,
    states,
    survey,
)
from musrenbang.rules.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    value
    for module in (
        identity,
        references,
        schedule,
        participants,
        kelurahan,
        completeness,
        privacy,
        states,
        survey,
        reasons,
        reason_facts,
        fairness,
        kirim,
        minutes,
        attendance,
        photo_names,
    )
    for value in vars(module).values()
    if isinstance(value, Rule)
)
"""In the order of the work: the files, the preparation, the decisions, the result."""
