"""The guide of 2016, which ships in the form of every other and holds where a year has none."""

from functools import cache
from pathlib import Path

from musrenbang.records.strict_yaml import parse
from schemas import Juknis

SHIPPED = Path(__file__).parent / "juknis-2016.yaml"


@cache
def shipped() -> Juknis:
    """The record, read once."""
    return Juknis.model_validate(parse(SHIPPED.read_bytes()).value)


def local(juknis: Juknis, kota: str) -> Juknis:
    """A guide as it holds in the kota of this code: without a province that is not its own."""
    told = juknis.provinsi
    if told is None or kota.startswith(told.kode):
        return juknis
    return juknis.model_copy(update={"provinsi": None})
