"""A form: the fields of one record, which of them apply, and what is wrong with an answer."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

from musrenbang.records.fields import Field, Keys, Values, nested
from musrenbang.records.validation import validate

Skips = Callable[[Keys, Values], bool]
"""Whether a field needs no answer, given those before it."""


@dataclass(frozen=True)
class Form:
    """What is asked for: the record type, its fields, and which of them do not apply."""

    model: type[BaseModel]
    fields: tuple[Field, ...]
    skips: Skips = lambda _keys, _values: False

    def complaints(self, values: Values, keys: Keys) -> list[str]:
        """What is wrong with one field, in words; empty where nothing is."""
        _, problems = validate(self.model, nested(self.fields, values), "")
        return [
            f"{problem.message} {problem.hint}"
            for problem in problems
            if isinstance(problem.where, tuple) and problem.where[: len(keys)] == keys
        ]

    def missing(self, values: Values) -> list[Field]:
        """The fields that are required and have no value."""
        return [field for field in self.fields if self._is_due(field, values)]

    def _is_due(self, field: Field, values: Values) -> bool:
        if values.get(field.keys) or not field.required or self.skips(field.keys, values):
            return False
        return not field.group or any(
            value and keys[: len(field.group)] == field.group for keys, value in values.items()
        )
