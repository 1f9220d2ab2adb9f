"""The base of every record type."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable value read from one YAML file or one part of it; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
