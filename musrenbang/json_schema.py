"""The record models as JSON Schemas (draft 2020-12), for editors and other programs."""

import json

from musrenbang.snapshot import MODELS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, bytes]:
    """File name → content of every schema."""
    schemas = {}
    for kind, model in MODELS.items():
        name = f"{kind.value}.schema.json"
        schema = {
            "$schema": DIALECT,
            "$id": name,
            **model.model_json_schema(mode="validation"),
        }
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        schemas[name] = (text + "\n").encode()
    return schemas
