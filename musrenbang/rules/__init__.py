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
    personal_data,
    photos,
    reason_facts,
    reasons,
    references,
    schedule,
    states,
    survey,
)
from musrenbang.rules.base import Rule

RULES: tuple[Rule, ...] = tuple(
    value
    for module in (
        identity,
        references,
        schedule,
        participants,
        kelurahan,
        completeness,
        personal_data,
        states,
        survey,
        reasons,
        reason_facts,
        fairness,
        kirim,
        minutes,
        attendance,
        photos,
    )
    for value in vars(module).values()
    if isinstance(value, Rule)
)
"""In the order of the work: the files, the preparation, the decisions, the result."""
