"""From a parsed file to a record: pydantic's complaints, told in Indonesian."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from musrenbang.records.findings import Keys, Problem
from musrenbang.records.strict_yaml import Document
from musrenbang.text.lookalikes import skeleton
from schemas.base import Butir
from schemas.scalars import shown

RW_DIGITS = 3

Model = TypeVar("Model", bound=BaseModel)


def read_record(
    document: Document, model: type[Model], file: str
) -> tuple[Model | None, list[Problem]]:
    """Build a record from a parsed file; on faults, `None` and all of them with their positions."""
    record, problems = validate(model, document.value, file)
    found = [fault._replace(file=file) for fault in document.faults]
    for problem in problems:
        where = document.position(problem.keys, at_key=problem.at_key)
        found.append(problem._replace(where=where, at_key=False))
    return None if found else record, found


def validate(model: type[Model], value: object, file: str) -> tuple[Model | None, list[Problem]]:
    """Build a record from parsed YAML; on faults, `None` and all of them."""
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        every = error.errors()
        return None, [_problem(model, one, file) for one in every if not _follows(one, every)]


def _follows(details: ErrorDetails, every: Iterable[ErrorDetails]) -> bool:
    """Whether a list only seems too short because what stands in it is wrong."""
    at = details["loc"]
    return details["type"] == "too_short" and any(
        len(one["loc"]) > len(at) and one["loc"][: len(at)] == at for one in every
    )


_LONG_ENOUGH = 4
"""Fewer letters say too little: “ga” is no “ya”."""
_MOST_SLIPS = 2
_LETTERS_A_SLIP = 3
"""In fewer letters a slip makes another word: “orang” is no “barang”, but “phisik” is `fisik`."""


def meant(text: str, offered: Iterable[str]) -> str | None:
    """What was offered and mistyped; `None` where the text may well mean something else.

    Word for word only: “tidak disetujui” is no slip for `disetujui`, nor “sedang” for “sudah”.
    """
    found = ((_slips(text, one), one) for one in offered)
    close = [(slips, one) for slips, one in found if slips is not None]
    return min(close, key=lambda pair: pair[0])[1] if close else None


def guess(text: str, offered: Iterable[str], otherwise: str) -> str:
    """A hint: the name that was mistyped, or what to do where none of them was."""
    close = meant(text, offered)
    return f"Maksud Anda `{close}`?" if close else otherwise


def _slips(text: str, offered: str) -> int | None:
    words, wanted = (re.findall(r"[^\W_]+", skeleton(one)) for one in (text, offered))
    if words and "".join(words) == "".join(wanted):
        return 0
    if len(words) != len(wanted):
        return None
    counts = [_slips_in_word(*pair) for pair in zip(words, wanted, strict=True) if len({*pair}) > 1]
    return None if None in counts else sum(count or 0 for count in counts)


def _slips_in_word(word: str, wanted: str) -> int | None:
    """Letters typed wrongly, or left out at the end."""
    if len(word) < _LONG_ENOUGH:
        return None
    if _are_swapped(word, wanted):
        return 1
    steps = SequenceMatcher(None, word, wanted, autojunk=False).get_opcodes()
    count = sum(max(end - start, to - at) for tag, start, end, at, to in steps if tag != "equal")
    most = min(_MOST_SLIPS, len(word) // _LETTERS_A_SLIP)
    return count if count <= most or wanted.startswith(word) else None


def _are_swapped(word: str, wanted: str) -> bool:
    """Whether two letters beside each other changed places, and nothing else did."""
    return any(
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] == wanted
        for at in range(len(word) - 1)
    )


def _problem(model: type[BaseModel], details: ErrorDetails, file: str) -> Problem:
    keys = tuple(part for part in details["loc"] if part != "[key]")
    message, hint = _explain(model, details, keys)
    kind = details["type"]
    clause = _nearest_clause(model, keys)
    if clause and "juknis" not in hint and hint.endswith("."):
        hint = f"{hint[:-1]} (juknis {clause})."
    return Problem(
        file,
        keys,
        f"skema.{_RULE_NAMES.get(kind, 'isi')}",
        message,
        hint,
        at_key=kind == "extra_forbidden" or "[key]" in details["loc"],
    )


_RULE_NAMES = {"missing": "wajib", "extra_forbidden": "bidang-tak-dikenal"}


def _explain(model: type[BaseModel], details: ErrorDetails, keys: Keys) -> tuple[str, str]:
    """What is wrong and what to write instead."""
    context = details.get("ctx") or {}
    kind = details["type"]
    value = details["input"]
    name = next((key for key in reversed(keys) if isinstance(key, str)), None)
    field = f"`{name}`" if name else "Isi berkas"
    if "pesan" in context:
        return context["pesan"], context["hint"]
    if "[key]" in details["loc"]:
        message = f"Kode {field} tidak berlaku."
        hint = "Pakai huruf kecil, angka dan tanda hubung, misalnya `sudin-sda`."
    elif name == "koordinat":
        message, hint = f"Isi {field} bukan dua angka.", _COORDINATES_HINT
    elif kind == "missing":
        message, hint = f"Bidang {field} belum ada.", _missing_hint(model, keys)
    elif kind == "extra_forbidden":
        message, hint = f"Bidang {field} tidak dikenal.", _unknown_key_hint(model, keys)
    elif isinstance(value, str) and not value.strip():
        message = f"Bidang {field} kosong."
        hint = "Isi, atau hapus barisnya bila tidak wajib."
    else:
        return _explain_value(model, details, keys, field)
    return message, hint


def _explain_value(
    model: type[BaseModel], details: ErrorDetails, keys: Keys, field: str
) -> tuple[str, str]:
    context = details.get("ctx") or {}
    kind = details["type"]
    value = details["input"]
    if kind == "literal_error":
        message = f"{shown(str(value))} bukan pilihan untuk {field}."
        hint = _choice_hint(model, keys, str(value))
    elif kind == "string_pattern_mismatch":
        message = f"{shown(value)} tidak sesuai bentuk {field}."
        hint = _pattern_hint(model, keys, value)
    elif kind == "string_too_long":
        message = f"Isi {field} terlalu panjang."
        hint = f"Ringkas menjadi paling banyak {context['max_length']} huruf."
    elif kind in {"greater_than_equal", "less_than_equal"}:
        side, limit = ("kecil", context["ge"]) if "ge" in context else ("besar", context["le"])
        message = f"Nilai {field} di luar batas: {value}."
        hint = f"Tulis angka paling {side} {limit}."
    else:
        message = f"Isi {field} tidak sesuai."
        hint = _SHAPE_HINTS.get(kind) or _description_hint(model, keys)
    return message, hint


_SHAPE_HINTS = {
    "string_type": "Tulis teks biasa, bukan daftar.",
    "tuple_type": "Tulis sebagai daftar: [satu, dua], atau satu butir `- …` per baris.",
    "model_type": "Tulis bidang-bidangnya, satu per baris dan menjorok.",
    "model_attributes_type": "Tulis bidang-bidangnya, satu per baris dan menjorok.",
    "dict_type": "Tulis bidang-bidangnya, satu per baris.",
    "too_short": "Lengkapi isi daftarnya.",
    "too_long": "Kurangi isi daftarnya.",
}


def parts(annotation: Any) -> Iterator[Any]:
    """All that an annotation is made of, itself first; the choices of a `Literal` are no types."""
    yield annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from parts(part)


def _container(model: type[BaseModel], keys: Keys) -> type[BaseModel]:
    """The model that holds the field named by the last key."""
    current = model
    for key in keys[:-1]:
        fields = current.model_fields
        field = fields.get(str(key)) or fields.get("root")
        for kind in parts(field.annotation) if field else ():
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                current = kind
                break
    return current


def _field_info(model: type[BaseModel], keys: Keys) -> Any:
    while keys and not isinstance(keys[-1], str):
        keys = keys[:-1]
    return _container(model, keys).model_fields.get(str(keys[-1])) if keys else None


def _description_hint(model: type[BaseModel], keys: Keys) -> str:
    info = _field_info(model, keys)
    return info.description if info and info.description else "Periksa isinya."


_COORDINATES_HINT = "Tulis lintang lalu bujur dengan titik desimal, misalnya [-6.1932, 106.8701]."


def _pattern_hint(model: type[BaseModel], keys: Keys, value: str) -> str:
    if "\n" in value:
        return "Tulis dalam satu baris."
    if "foto" in keys or keys[-1] == "berkas":
        return "Nama foto memakai huruf kecil, angka dan tanda hubung, misalnya 0007-a.jpg."
    if {"rw", "rt"} & set(keys) and value.isdigit() and len(value) <= RW_DIGITS:
        return f'Tulis "{int(value):03d}", tiga angka dalam tanda kutip.'
    if str(keys[-1]) == "nip":
        return "Tulis 18 angka tanpa spasi, dalam tanda kutip."
    return _description_hint(model, keys)


def _missing_hint(model: type[BaseModel], keys: Keys) -> str:
    info = _field_info(model, keys)
    if info is None:
        return f"Tambahkan `{keys[-1]}:`."
    clause = _nearest_clause(model, keys)
    return f"Tambahkan `{keys[-1]}:` ({info.title}{f', juknis {clause}' if clause else ''})."


def _unknown_key_hint(model: type[BaseModel], keys: Keys) -> str:
    known = _container(model, keys).model_fields
    told = ", ".join(name + _clause(info, " (juknis ", ")") for name, info in known.items())
    return guess(str(keys[-1]), known, f"Bidang yang dikenal: {told}.")


def _clause(info: FieldInfo, before: str, after: str = "") -> str:
    """The clause of the juknis that a field of the guide stands for; of others nothing."""
    marks = (mark.klausul for mark in info.metadata if isinstance(mark, Butir))
    return "".join(f"{before}{clause}{after}" for clause in marks)


def _nearest_clause(model: type[BaseModel], keys: Keys) -> str:
    """The clause that a part of the guide stands for, or else what it is a part of."""
    parents = (_field_info(model, keys[:length]) for length in range(len(keys), 0, -1))
    return next((clause for one in parents if one and (clause := _clause(one, ""))), "")


def _choice_hint(model: type[BaseModel], keys: Keys, value: str) -> str:
    info = _field_info(model, keys)
    kinds = parts(info.annotation) if info else ()
    choices = [one for kind in kinds if get_origin(kind) is Literal for one in get_args(kind)]
    return guess(value, choices, f"Pilih salah satu: {', '.join(choices)}.")
