"""The rule book: every rule, found in the modules of this package."""

from musrenbang.rules import (
    completeness,
    fairness,
    guides,
    hyperlinks,
    identity,
    kelurahan,
    kirim,
    minutes,
    news,
    participants,
    printing,
    privacy,
    ranking,
    reasons,
    schedule,
    states,
    survey,
)
from musrenbang.rules.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    value
    for module in (
        identity,
        guides,
        schedule,
        participants,
        kelurahan,
        completeness,
        privacy,
        printing,
        states,
        survey,
        reasons,
        ranking,
        fairness,
        kirim,
        minutes,
        news,
        hyperlinks,
    )
    for value in vars(module).values()
    if isinstance(value, Rule)
)
"""In the order of the work: the files, the preparation, the decisions, the result."""
