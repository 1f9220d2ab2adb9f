"""One proposal as an import leaves it: what its row says, over what its file has."""

from typing import Any

from musrenbang.importing.drafts import Draft
from musrenbang.importing.import_plan import Difference
from musrenbang.importing.row_reader import RejectedError
from musrenbang.importing.target_year import Found
from musrenbang.records import canonical
from musrenbang.records.fields import fields_of, flat
from musrenbang.records.strict_yaml import NotYamlError, parse
from musrenbang.records.validation import validate
from schemas import Usulan

_FIELDS = fields_of(Usulan)


def merged(draft: Draft, found: Found | None) -> Usulan:
    """The proposal as it will be: what the sheet says, over what the file has."""
    values: dict[str, Any] = {}
    if found:
        values = found.usulan.model_dump(exclude_none=True, exclude_defaults=True)
    for name, value in draft.fields.items():
        values[name] = {**values.get(name, {}), **value} if isinstance(value, dict) else value
    record, problems = validate(Usulan, values, "")
    if record is None:
        raise RejectedError([f"{problem.message} {problem.hint}" for problem in problems])
    return record


def file_of(record: Usulan) -> bytes:
    """The proposal's file, read back and found equal."""
    text = canonical.dump(record).encode()
    try:
        again, _ = validate(Usulan, parse(text).value, "")
    except NotYamlError as error:
        raise RejectedError([f"{error.fault.message} {error.fault.hint}"]) from None
    if again != record:
        raise RejectedError(["Teks ini tidak dapat disimpan; periksa huruf dan tandanya."])
    return text


def differences(before: Usulan, after: Usulan) -> tuple[Difference, ...]:
    old, new = (flat(_FIELDS, record.model_dump(exclude_none=True)) for record in (before, after))
    return tuple(
        Difference(".".join(one.keys), old.get(one.keys, ""), new.get(one.keys, ""))
        for one in _FIELDS
        if old.get(one.keys) != new.get(one.keys)
    )
