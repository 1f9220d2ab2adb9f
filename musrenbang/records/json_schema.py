"""The record models as JSON Schemas (draft 2020-12), for editors and other programs."""

import json
from typing import Any

from pydantic import BaseModel, TypeAdapter

from musrenbang.files.paths import Kind
from musrenbang.records.loader import MODELS
from schemas import HasilSurvei, Keputusan, RiwayatDiterima

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _schema(kind: Kind, model: type[BaseModel]) -> dict[str, Any]:
    if kind is not Kind.KEPUTUSAN:
        return model.model_json_schema(mode="validation")
    either = TypeAdapter(Keputusan | HasilSurvei).json_schema(mode="validation")
    return {"description": "Keputusan camat, atau hasil survei yang masih menunggunya.", **either}


def json_schemas() -> dict[str, bytes]:
    """File name → content of every schema."""
    schemas = {kind.value: _schema(kind, model) for kind, model in MODELS.items()}
    schemas["riwayat-diterima"] = RiwayatDiterima.model_json_schema(mode="validation")
    return {
        f"{name}.schema.json": _text({"$schema": DIALECT, "$id": f"{name}.schema.json", **schema})
        for name, schema in schemas.items()
    }


def _text(schema: dict[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
