"""Kinds of argument that several commands take."""

import argparse
import re
from datetime import date

from pydantic_core import PydanticCustomError

from schemas.scalars import read_date


def day(text: str) -> date:
    """A date as the record files write it."""
    try:
        read_date(text)
    except PydanticCustomError as error:
        hint = (error.context or {})["hint"]
        raise argparse.ArgumentTypeError(f"{error.message()} {hint}") from None
    return date.fromisoformat(text)


def year_number(text: str) -> int:
    """A year of four digits."""
    if not re.fullmatch(r"20[0-9]{2}", text):
        raise argparse.ArgumentTypeError(f"“{text}” bukan tahun, misalnya 2016")
    return int(text)
