"""The record types as their models describe them: their fields, flat, and their JSON Schemas."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter

from musrenbang.files.paths import Kind
from musrenbang.records.findings import Problem
from musrenbang.records.loader import MODELS
from musrenbang.records.shipped_guide import shipped
from musrenbang.records.validation import parts
from musrenbang.text.indonesian import angka, tanggal
from schemas import DaftarWilayah, HasilSurvei, Keputusan, RiwayatDiterima
from schemas.base import Tertata
from schemas.scalars import Uraian

Keys = tuple[str, ...]
Values = Mapping[Keys, str]
"""What was written for each field; a field that nobody wrote anything for is not there."""

YES_NO = {"ya": "true", "y": "true", "tidak": "false", "t": "false"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field that holds a single value, or a list of single values."""

    keys: Keys
    title: str
    description: str
    required: bool
    """Whether the record cannot be without it (for a field of a group: nor the group)."""
    group: Keys = ()
    """The optional part of the record it belongs to; absent as a whole, or complete."""
    choices: tuple[str, ...] = ()
    many: bool = False
    """Whether it holds several values; they are written with commas between them."""
    annotation: Any = str
    """Its type, `| None` included."""
    laid_out: Tertata | None = None
    """How it is marked where pages, tables and forms lay it out themselves."""
    marks: tuple[Any, ...] = ()
    """All that its type is annotated with, at whatever depth."""

    @property
    def passage(self) -> bool:
        """Whether its text may have several lines."""
        return Uraian in get_args(self.annotation)

    @property
    def option(self) -> str:
        """Its name on the command line."""
        return "--" + "-".join(self.keys).replace("_", "-")


class ListField(NamedTuple):
    """A field that holds records in a list, or by name."""

    keys: Keys
    title: str
    description: str
    item: type[BaseModel]
    named: bool = False


def fields_of(model: type[BaseModel], without: Collection[str] = ()) -> tuple[Field, ...]:
    """The fields of a record in the order of the model; lists of records are not among them."""
    return tuple(_fields(model, (), (), "", without))


def _fields(
    model: type[BaseModel], prefix: Keys, group: Keys, title: str, without: Collection[str]
) -> Iterator[Field]:
    hints = get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        if name in without:
            continue
        keys = (*prefix, name)
        kind = bare(info.annotation)
        told = f"{title}{info.title}"
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            inside = group if info.is_required() else keys
            yield from _fields(kind, keys, inside, f"{told}: ", ())
            continue
        many = get_origin(kind) is tuple
        if get_origin(kind) is dict:
            continue
        if many and isinstance(bare(get_args(kind)[0]), type(BaseModel)):
            continue
        yield Field(
            keys,
            told,
            info.description or "",
            info.is_required(),
            group,
            _choices(kind),
            many,
            info.annotation,
            next((mark for mark in info.metadata if isinstance(mark, Tertata)), None),
            tuple(_marks(hints[name])),
        )


def lists_of(model: type[BaseModel], prefix: Keys = ()) -> Iterator[ListField]:
    """The lists of records in a record, also in its parts, in the order of the model."""
    for name, info in model.model_fields.items():
        kind = bare(info.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from lists_of(kind, (*prefix, name))
        elif get_origin(kind) in {tuple, dict}:
            named = get_origin(kind) is dict
            item = bare(get_args(kind)[1 if named else 0])
            if isinstance(item, type) and issubclass(item, BaseModel):
                told = info.title or name, info.description or ""
                yield ListField((*prefix, name), *told, item, named)


def _marks(hint: Any) -> Iterator[Any]:
    for part in parts(hint):
        yield from getattr(part, "__metadata__", ())


def is_of(field: Field, alias: Any) -> bool:
    """Whether a field is of the kind that an annotated alias of `schemas.scalars` names."""
    return all(any(mark is own for own in field.marks) for mark in get_args(alias)[1:])


@cache
def further_fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields of a record that pages, tables and forms show as they are described, last."""
    return tuple(
        field
        for field in fields_of(model)
        if len(field.keys) == 1 and not field.many and field.laid_out is None
    )


def further_texts(record: BaseModel) -> list[tuple[str, str]]:
    """Title and text of those of them that hold something."""
    found = ((field, getattr(record, field.keys[0])) for field in further_fields(type(record)))
    return [(field.title, read_as(value)) for field, value in found if value is not None]


def read_as(value: object) -> str:
    """A value as people read it."""
    match value:
        case bool():
            return "ya" if value else "tidak"
        case int() | Decimal():
            return angka(value)
        case date():
            return tanggal(value)
    return str(value)


def bare(annotation: Any) -> Any:
    """The type itself, without `| None` and what is annotated to it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return bare(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return bare(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _choices(kind: Any) -> tuple[str, ...]:
    if kind is bool:
        return ("ya", "tidak")
    return tuple(get_args(kind)) if get_origin(kind) is Literal else ()


def written(field: Field, text: str) -> str:
    """What a clerk wrote, as the value of a field: quotation marks and choices by number undone."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if field.choices and text.isdecimal() and 1 <= int(text) <= len(field.choices):
        text = field.choices[int(text) - 1]
    if field.choices == ("ya", "tidak"):
        text = YES_NO.get(text.lower(), text)
    return text


def spoken(field: Field, problem: Problem) -> str:
    """What is wrong with a value that was typed or stands in a table, not in YAML, in words."""
    text = f"{problem.message} {problem.hint}"
    title = field.title.rpartition(": ")[2]
    return re.sub(",? dalam tanda kutip", "", text.replace(f"`{field.keys[-1]}`", f"“{title}”"))


def nested(fields: Collection[Field], values: Values) -> dict[str, Any]:
    """The values as a record file holds them, ready to be validated."""
    result: dict[str, Any] = {}
    for field in fields:
        text = values.get(field.keys, "")
        if not text:
            continue
        part = result
        for key in field.keys[:-1]:
            part = part.setdefault(key, {})
        parts = [one.strip() for one in text.strip("[]").split(",")]
        part[field.keys[-1]] = [one for one in parts if one] if field.many else text
    return result


def flat(fields: Collection[Field], content: Mapping[str, Any]) -> dict[Keys, str]:
    """What a record holds, as a clerk would write it; the opposite of `nested`."""
    found: dict[Keys, str] = {}
    for field in fields:
        value: Any = content
        for key in field.keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        if value is not None and value != ():
            found[field.keys] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _schema(kind: Kind, model: type[BaseModel]) -> dict[str, Any]:
    if kind is not Kind.KEPUTUSAN:
        return _offering(model.model_json_schema(mode="validation"))
    either = TypeAdapter(Keputusan | HasilSurvei).json_schema(mode="validation")
    told = {"description": "Keputusan camat, atau hasil survei yang masih menunggunya.", **either}
    return _offering(told)


def _offering(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the codes of the guide of 2016 as examples: a year may have others."""
    examples = {
        ("Alasan", "kode"): [*shipped().alasan],
        ("Undangan", "golongan"): [*shipped().golongan],
        ("Kehadiran", "golongan"): [*shipped().golongan],
    }
    for (name, field), codes in examples.items():
        if found := schema.get("$defs", {}).get(name):
            found["properties"][field]["examples"] = codes
    return schema


def json_schemas() -> dict[str, bytes]:
    """File name → content of every schema."""
    schemas = {kind.value: _schema(kind, model) for kind, model in MODELS.items()}
    schemas["riwayat-diterima"] = RiwayatDiterima.model_json_schema(mode="validation")
    schemas["kota"] = DaftarWilayah.model_json_schema(mode="validation")
    return {
        f"{name}.schema.json": schema_file(f"{name}.schema.json", schema)
        for name, schema in schemas.items()
    }


def schema_file(name: str, schema: dict[str, Any], indent: int = 2) -> bytes:
    """A JSON Schema as a file of this name."""
    whole = {"$schema": DIALECT, "$id": name, **schema}
    return (json.dumps(whole, ensure_ascii=False, indent=indent) + "\n").encode()
