"""The base of every record type."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, RootModel


class Record(BaseModel):
    """An immutable value read from one YAML file or one part of it; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


Values = TypeVar("Values")


class Listing(RootModel[Values]):
    """A file that is one mapping of names to records."""

    model_config = ConfigDict(defer_build=True)
